//! Every statement ever made about the room of a service.

use super::auth::{Key, must_be_insider};
use super::params;
use super::problem::{Problem, ProblemDocument};
use super::work::read;
use crate::app::{App, question};
use crate::capacity::history::{self as past, Past};
use crate::db::Conn;
use crate::error::Error;
use actix_web::HttpRequest;
use actix_web::web::{Data, Json, Path};
use serde::Serialize;
use utoipa::ToSchema;

/// One page of the history of a service, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct History {
    /// Statements and confirmations on all pages.
    pub total_items: usize,
    /// Pages.
    pub total_pages: usize,
    /// This page, from 1.
    pub page_number: usize,
    /// How many are on this page.
    pub size: usize,
    /// Whether this is the first page.
    pub first_page: bool,
    /// Whether this is the last page.
    pub last_page: bool,
    /// Whether this page has none.
    pub empty: bool,
    /// The statements and confirmations.
    pub contents: Vec<Past>,
}

/// Every statement ever made, newest first
#[utoipa::path(
    get, path = "/api/v1/services/{id}/capacity/history", tag = "Capacity",
    params(
        ("id" = String, Path, description = "The service"),
        ("page" = Option<usize>, Query, description = "From 1"),
        ("per_page" = Option<usize>, Query, description = "From 1 to 100, 20 if left out"),
    ),
    security(("key" = [])),
    responses(
        (status = 200, description = "One page of its history", body = History),
        (status = 403, description = "Not for navigators, nor for other organisations", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn history(
    request: HttpRequest,
    path: Path<String>,
    key: Key,
    app: Data<App>,
) -> Result<Json<History>, Problem> {
    let id = params::uuid("id", &path)?;
    let pairs = params::known(&request, &["page", "per_page"])?;
    let (page, per_page) = question::paging(&pairs).map_err(Error::BadRequest)?;
    let load = move |conn: &mut Conn| {
        must_be_insider(conn, &key, &id)?;
        let offset = (page - 1) * per_page;
        past::page(conn, &id, offset as i64, per_page as i64)
    };
    let (contents, total) = read(&app, load).await?;
    let total_items = usize::try_from(total).unwrap_or(0);
    let total_pages = total_items.div_ceil(per_page);
    Ok(Json(History {
        total_items,
        total_pages,
        page_number: page,
        size: contents.len(),
        first_page: page == 1,
        last_page: page >= total_pages,
        empty: contents.is_empty(),
        contents,
    }))
}
