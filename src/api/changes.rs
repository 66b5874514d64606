//! The change feed, for mirrors.

use super::params;
use super::problem::{Problem, ProblemDocument};
use crate::app::App;
use crate::app::work::read;
use crate::db::{Conn, changes};
use crate::domain::time::from_millis;
use crate::error::Error;
use actix_web::HttpRequest;
use actix_web::web::{Data, Json};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// Changes in one answer at most, and unless asked otherwise.
const MOST: i64 = 1000;

/// That something changed; what it is now, its own address says.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeRow {
    /// Position in the feed, from 1.
    pub seq: i64,
    /// service, organization, location, capacity or gazetteer.
    pub kind: String,
    /// Which one; for capacity the service, and after a slash the location.
    pub id: String,
    /// When.
    #[serde(with = "crate::domain::time::required")]
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// A piece of the change feed, in order.
#[derive(Debug, Serialize, ToSchema)]
pub struct Changes {
    /// What changed.
    pub contents: Vec<ChangeRow>,
    /// What to send as `after` next time.
    pub next: i64,
    /// The last change there is.
    pub latest: i64,
}

/// The ordered change feed
#[utoipa::path(
    get, path = "/api/v1/changes", tag = "Changes",
    params(
        ("after" = Option<i64>, Query, description = "Only what came after this one; 0 for everything"),
        ("limit" = Option<i64>, Query, description = "From 1 to 1000", minimum = 1, maximum = 1000),
    ),
    responses(
        (status = 200, description = "A piece of the feed", body = Changes),
        (status = 400, description = "A parameter is wrong", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn changes(request: HttpRequest, app: Data<App>) -> Result<Json<Changes>, Problem> {
    let pairs = params::known(&request, &["after", "limit"])?;
    let after = params::number(&pairs, "after")?.unwrap_or(0);
    let limit = params::number(&pairs, "limit")?.unwrap_or(MOST);
    if !(1..=MOST).contains(&limit) {
        return Err(Error::bad("limit", format!("must be from 1 to {MOST}")).into());
    }
    let load =
        move |conn: &mut Conn| Ok((changes::after(conn, after, limit)?, changes::latest(conn)?));
    let (rows, latest) = read(&app, load).await?;
    let next = rows.last().map_or(after, |last| last.seq);
    let contents = rows.into_iter().map(|row| ChangeRow {
        seq: row.seq,
        kind: row.kind,
        id: row.id,
        at: from_millis(row.at),
    });
    Ok(Json(Changes {
        contents: contents.collect(),
        next,
        latest,
    }))
}
