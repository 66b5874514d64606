//! The contract of the NHS Directory of Services Capacity Status API, over our own statements, so
//! that a supplier who speaks it already changes an address and a key, and no program.
//!
//! RED is full, AMBER limited, GREEN open. `resetStatusIn` is when the statement ends; what has
//! ended is `unconfirmed`, and never GREEN by itself.

mod answer;
mod payload;
mod refusal;

use super::auth::owners;
use super::body::{self, Body};
use super::capacity::author;
use super::params;
use super::problem::Problem;
use crate::accounts::{Principal, Role};
use crate::app::App;
use crate::app::work::{change_rooms, read};
use crate::capacity::store;
use crate::db::{Conn, Tx};
use crate::error::{Error, Result};
use crate::gate::Credential;
use crate::search::truth::LineRow;
use actix_web::web::{self, Data, Json, Path};
use actix_web::{HttpRequest, Resource};
use answer::CapacityStatus;
use jiff::Timestamp;
use payload::Payload;
use refusal::Refusal;

/// The resource, with and without the last slash.
pub fn resource() -> Resource {
    let path = "/dos/api/v0.0.1/capacity/services/{id}/capacitystatus";
    web::resource([path.to_owned(), format!("{path}/")])
        .route(web::get().to(get))
        .route(web::put().to(put))
        .default_service(web::to(refusal::method_not_allowed))
}

/// The room of a service, as the NHS Directory of Services says it
///
/// Of a service at several locations: the room where there is most. `waiting_list` and
/// `unconfirmed` are AMBER, `paused` and `closed` are RED. `modifiedBy` is for those who may see
/// the history.
#[utoipa::path(
    get, path = "/dos/api/v0.0.1/capacity/services/{id}/capacitystatus/",
    tag = "NHS Directory of Services", operation_id = "dos_get",
    params(("id" = Uuid, Path, description = "The service")),
    security(("key" = []), ("token" = [])),
    responses(
        (status = 200, description = "Its capacity status", body = CapacityStatus),
        (status = 401, description = "A key is needed"),
        (status = 404, description = "There is no such service"),
    )
)]
pub async fn get(
    request: HttpRequest,
    path: Path<String>,
    app: Data<App>,
) -> Result<Json<CapacityStatus>, Refusal> {
    let key = Credential::of(&request).ok_or(Refusal::NoKey)?;
    let load = move |conn: &mut Conn| {
        let who = key.principal(conn)?;
        let id = service(&path)?;
        let may_see_author = who.must_be(&[Role::Provider, Role::Commissioner]).is_ok()
            && who.must_speak_for(&owners(conn, &id)?).is_ok();
        let now = Timestamp::now();
        let lines = store::lines_of(conn, &id)?;
        let best = lines.iter().min_by_key(|line| line.availability(now).state);
        let status = CapacityStatus::read(conn, &id, best, now)?;
        Ok(status.without_author_unless(may_see_author))
    };
    Ok(Json(read(&app, load).await?))
}

/// Say how much room there is, as the NHS Directory of Services says it
///
/// At a service with several locations it is said of all of them. 400 lists what is wrong, field by
/// field, each with its code: VAL-0001 no status; VAL-0002 not RED, AMBER or GREEN; VAL-0003 and
/// VAL-0004 `resetStatusIn` is no whole number, or not from 0 to 1440; VAL-0005 and VAL-0006
/// `notes` are longer than 900 letters, or blank.
#[utoipa::path(
    put, path = "/dos/api/v0.0.1/capacity/services/{id}/capacitystatus/",
    tag = "NHS Directory of Services", operation_id = "dos_put",
    params(("id" = Uuid, Path, description = "The service")),
    request_body = Payload,
    security(("key" = []), ("token" = [])),
    responses(
        (status = 200, description = "What was recorded", body = CapacityStatus),
        (status = 400, description = "Fields are wrong"),
        (status = 401, description = "A key is needed"),
        (status = 403, description = "The service belongs to another organisation"),
        (status = 404, description = "There is no such service"),
    )
)]
pub async fn put(
    request: HttpRequest,
    path: Path<String>,
    sent: Result<Body, Problem>,
    app: Data<App>,
) -> Result<Json<CapacityStatus>, Refusal> {
    let key = Credential::of(&request).ok_or(Refusal::NoKey)?;
    // Who may not speak is told so before anything is said about the words.
    let (key, id) = read(&app, move |conn| {
        let who = key.principal(conn)?;
        let id = service(&path)?;
        must_speak_for_room(conn, &who, &id)?;
        Ok((key, id))
    })
    .await?;
    let payload: Payload = body::json(&sent.map_err(|problem| problem.0)?)?;
    let said = payload.read()?;
    let work = move |tx: &mut Tx, changed: &mut Vec<LineRow>| {
        let who = key.principal(tx)?;
        must_speak_for_room(tx, &who, &id)?;
        let now = Timestamp::now();
        for line in store::lines_of(tx, &id)? {
            let row = store::state(tx, line.slot, &said.report(now), &author(&who), None, now)?;
            let closed = line.closed;
            changed.push(LineRow { closed, ..row });
        }
        let first = changed
            .first()
            .ok_or_else(|| super::services::missing(&id))?;
        CapacityStatus::said(tx, &id, first)
    };
    Ok(Json(change_rooms(&app, work).await?))
}

/// The id as our tables have it. What is none is no service either.
fn service(id: &str) -> Result<String> {
    params::uuid("id", id).map_err(|_| super::services::missing(id))
}

fn must_speak_for_room(conn: &mut Conn, who: &Principal, id: &str) -> Result<(), Error> {
    let owners = owners(conn, id)?;
    who.must_speak_of_room()?;
    who.must_speak_for(&owners)
}
