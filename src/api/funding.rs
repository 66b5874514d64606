//! What pays for a service.

use super::auth::must_be_insider;
use super::body::Body;
use super::problem::{Problem, ProblemDocument};
use super::services::missing;
use super::{body, params};
use crate::app::App;
use crate::app::work::{read, write};
use crate::db::{Conn, Tx};
use crate::domain::schedule::local_day;
use crate::error::Error;
use crate::funding::{Funding, FundingReport, store};
use crate::gate::Credential;
use actix_web::HttpRequest;
use actix_web::web::{Data, Json, Path};
use jiff::Timestamp;

/// What pays for a service
#[utoipa::path(
    get, path = "/api/v1/services/{id}/funding", tag = "Funding",
    params(("id" = Uuid, Path, description = "The service")),
    security(("key" = [])),
    responses(
        (status = 200, description = "Status and awards", body = Funding),
        (status = 403, description = "Not for navigators, nor for other organisations", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn get(
    request: HttpRequest,
    path: Path<String>,
    key: Credential,
    app: Data<App>,
) -> Result<Json<Funding>, Problem> {
    params::known(&request, &[])?;
    let id = params::uuid("id", &path)?;
    let load = move |conn: &mut Conn| {
        must_be_insider(conn, &key, &id)?;
        let today = local_day(Timestamp::now(), 0);
        store::get(conn, &id, today)?.ok_or_else(|| missing(&id))
    };
    Ok(Json(read(&app, load).await?))
}

/// Say what pays for a service
///
/// A `status` is stated, and believed until the last award has ended without a word since. Without
/// it the awards tell: secured for longer than 180 days, ending within them, ended, at risk where
/// nothing is paid for until the next begins.
#[utoipa::path(
    put, path = "/api/v1/services/{id}/funding", tag = "Funding",
    params(("id" = Uuid, Path, description = "The service")),
    request_body = FundingReport,
    security(("key" = [])),
    responses(
        (status = 200, description = "Status and awards as they now are", body = Funding),
        (status = 422, description = "A field is wrong", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn put(
    request: HttpRequest,
    path: Path<String>,
    key: Credential,
    payload: Body,
    app: Data<App>,
) -> Result<Json<Funding>, Problem> {
    params::known(&request, &[])?;
    let id = params::uuid("id", &path)?;
    let report: FundingReport = body::json(&payload)?;
    let faults = report.faults();
    if !faults.is_empty() {
        return Err(Error::Invalid(faults).into());
    }
    let work = move |tx: &mut Tx| {
        must_be_insider(tx, &key, &id)?;
        let now = Timestamp::now();
        store::put(tx, &id, &report, now)?;
        store::get(tx, &id, local_day(now, 0))?.ok_or_else(|| missing(&id))
    };
    Ok(Json(write(&app, work).await?))
}
