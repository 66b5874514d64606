//! What was shown at a moment in the past, and who had said so.

use super::auth::must_be_insider;
use super::params;
use super::problem::{Problem, ProblemDocument};
use crate::app::App;
use crate::app::work::read;
use crate::capacity::shown::{self, Shown};
use crate::db::Conn;
use crate::error::Error;
use crate::gate::Credential;
use actix_web::HttpRequest;
use actix_web::web::{Data, Json, Path};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// What a service showed at a moment.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShownThen {
    /// The moment.
    #[serde(with = "crate::domain::time::required")]
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Its room at each of its locations.
    pub lines: Vec<Shown>,
}

/// What was shown at a moment, and who had said so
#[utoipa::path(
    get, path = "/api/v1/services/{id}/capacity/shown", tag = "Capacity",
    params(
        ("id" = Uuid, Path, description = "The service"),
        ("at" = String, Query, description = "The moment, such as 2026-03-03T10:04:00Z"),
    ),
    security(("key" = [])),
    responses(
        (status = 200, description = "What anybody was told then", body = ShownThen),
        (status = 400, description = "The moment cannot be read, or has not come", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 403, description = "Not for navigators, nor for other organisations", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn shown(
    request: HttpRequest,
    path: Path<String>,
    key: Credential,
    app: Data<App>,
) -> Result<Json<ShownThen>, Problem> {
    let id = params::uuid("id", &path)?;
    let pairs = params::known(&request, &["at"])?;
    let text = params::value(&pairs, "at").unwrap_or_default();
    let at = text.trim().parse::<Timestamp>().ok();
    let at = at.filter(|at| *at <= Timestamp::now()).ok_or_else(|| {
        Error::bad(
            "at",
            "must be a time that has passed, such as 2026-03-03T10:04:00Z",
        )
    })?;
    let load = move |conn: &mut Conn| {
        must_be_insider(conn, &key, &id)?;
        shown::shown(conn, &id, at)
    };
    let lines = read(&app, load).await?;
    Ok(Json(ShownThen { at, lines }))
}
