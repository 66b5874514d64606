//! What pays for a service.

use super::auth::{Key, must_be_insider};
use super::body::Body;
use super::problem::{Problem, ProblemDocument};
use super::services::missing;
use super::work::{read, write};
use super::{body, params};
use crate::app::App;
use crate::db::{Conn, Tx};
use crate::error::Error;
use crate::funding::{Funding, store};
use actix_web::HttpRequest;
use actix_web::web::{Data, Json, Path};

/// What pays for a service
#[utoipa::path(
    get, path = "/api/v1/services/{id}/funding", tag = "Funding",
    params(("id" = String, Path, description = "The service")),
    security(("key" = [])),
    responses(
        (status = 200, description = "Status and awards", body = Funding),
        (status = 403, description = "Not for navigators, nor for other organisations", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn get(
    request: HttpRequest,
    path: Path<String>,
    key: Key,
    app: Data<App>,
) -> Result<Json<Funding>, Problem> {
    params::known(&request, &[])?;
    let id = params::uuid("id", &path)?;
    let load = move |conn: &mut Conn| {
        must_be_insider(conn, &key, &id)?;
        store::get(conn, &id)?.ok_or_else(|| missing(&id))
    };
    Ok(Json(read(&app, load).await?))
}

/// Say what pays for a service
#[utoipa::path(
    put, path = "/api/v1/services/{id}/funding", tag = "Funding",
    params(("id" = String, Path, description = "The service")),
    request_body = Funding,
    security(("key" = [])),
    responses(
        (status = 200, description = "Status and awards as they now are", body = Funding),
        (status = 422, description = "A field is wrong", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn put(
    request: HttpRequest,
    path: Path<String>,
    key: Key,
    payload: Body,
    app: Data<App>,
) -> Result<Json<Funding>, Problem> {
    params::known(&request, &[])?;
    let id = params::uuid("id", &path)?;
    let funding: Funding = body::json(&payload)?;
    let faults = funding.faults();
    if !faults.is_empty() {
        return Err(Error::Invalid(faults).into());
    }
    let work = move |tx: &mut Tx| {
        must_be_insider(tx, &key, &id)?;
        store::put(tx, &id, &funding)?;
        Ok(funding)
    };
    Ok(Json(write(&app, work).await?))
}
