//! Every statement ever made about the room of a service.

use super::auth::must_be_insider;
use super::page::Page;
use super::params;
use super::problem::{Problem, ProblemDocument};
use crate::app::work::read;
use crate::app::{App, question};
use crate::capacity::history::{self as past, Past};
use crate::db::Conn;
use crate::error::Error;
use crate::gate::Credential;
use actix_web::HttpRequest;
use actix_web::web::{Data, Json, Path};

/// Every statement ever made, newest first
#[utoipa::path(
    get, path = "/api/v1/services/{id}/capacity/history", tag = "Capacity",
    params(
        ("id" = Uuid, Path, description = "The service"),
        ("page" = Option<usize>, Query, description = "From 1", minimum = 1),
        ("per_page" = Option<usize>, Query, description = "From 1 to 100, 20 if left out", minimum = 1, maximum = 100),
    ),
    security(("key" = [])),
    responses(
        (status = 200, description = "One page of its history", body = Page<Past>),
        (status = 403, description = "Not for navigators, nor for other organisations", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn history(
    request: HttpRequest,
    path: Path<String>,
    key: Credential,
    app: Data<App>,
) -> Result<Json<Page<Past>>, Problem> {
    let id = params::uuid("id", &path)?;
    let pairs = params::known(&request, &["page", "per_page"])?;
    let paging = question::paging(&pairs).map_err(Error::BadRequest)?;
    let load = move |conn: &mut Conn| {
        must_be_insider(conn, &key, &id)?;
        let (page, per_page) = paging;
        let offset = (page - 1) * per_page;
        past::page(conn, &id, offset as i64, per_page as i64)
    };
    let (contents, total) = read(&app, load).await?;
    Ok(Json(Page::new(contents, total, paging)))
}
