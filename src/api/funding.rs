//! What pays for a service.

use super::auth::Key;
use super::body::Body;
use super::problem::{Problem, ProblemDocument};
use super::services::missing;
use super::{body, capacity, params};
use crate::accounts::{Principal, Role};
use crate::app::App;
use crate::db::{Conn, Tx};
use crate::error::{Error, Result};
use crate::funding::{Funding, store};
use actix_web::HttpRequest;
use actix_web::web::{Data, Json, Path, block};

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
    let read = move |conn: &mut Conn| {
        allowed(conn, &key, &id)?;
        store::get(conn, &id)?.ok_or_else(|| missing(&id))
    };
    let found = block(move || app.db.read(read)).await;
    Ok(Json(found.map_err(Error::internal)??))
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
        allowed(tx, &key, &id)?;
        store::put(tx, &id, &funding)?;
        Ok(funding)
    };
    let put = block(move || app.db.write(work)).await;
    Ok(Json(put.map_err(Error::internal)??))
}

fn allowed(conn: &mut Conn, key: &Key, id: &str) -> Result<Principal> {
    let who = key.principal(conn)?;
    who.must_be(&[Role::Commissioner, Role::Provider])?;
    who.must_speak_for(&capacity::owners(conn, id)?)?;
    Ok(who)
}
