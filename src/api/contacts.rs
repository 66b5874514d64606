//! Whom to ask whether the room of a service is still right.

use super::auth::must_run;
use super::body::Body;
use super::problem::{Problem, ProblemDocument};
use super::{body, params};
use crate::app::App;
use crate::app::work::{read, write};
use crate::db::{Conn, Tx};
use crate::error::{Error, Result};
use crate::gate::Credential;
use crate::reminders::contact::{self, Contact};
use crate::reminders::store::contacts::{self, From};
use actix_web::HttpRequest;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whom to ask, as it is sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewContacts {
    /// Two at most: who is asked first, and who is asked where the first does not answer. None: the
    /// listing's own e-mail address is asked.
    contacts: Vec<Contact>,
}

/// Whom to ask.
#[derive(Debug, Serialize, ToSchema)]
pub struct Contacts {
    /// In the order in which they are asked.
    contacts: Vec<Contact>,
    /// `named` where somebody named them, else where the listing has an address: `service`,
    /// `organization` or `nobody`.
    from: From,
}

/// Whom to ask about a service
#[utoipa::path(
    get, path = "/api/v1/services/{id}/contacts", tag = "Contacts",
    params(("id" = Uuid, Path, description = "The service")),
    security(("key" = [])),
    responses(
        (status = 200, description = "Who is asked whether its room is still right", body = Contacts),
        (status = 403, description = "Only for its provider and stewards", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn get(
    request: HttpRequest,
    path: Path<String>,
    key: Credential,
    app: Data<App>,
) -> Result<Json<Contacts>, Problem> {
    params::known(&request, &[])?;
    let id = params::uuid("id", &path)?;
    let load = move |conn: &mut Conn| {
        must_run(conn, &key, &id)?;
        known(conn, &id)
    };
    Ok(Json(read(&app, load).await?))
}

/// Say whom to ask about a service
#[utoipa::path(
    put, path = "/api/v1/services/{id}/contacts", tag = "Contacts",
    params(("id" = Uuid, Path, description = "The service")),
    request_body = NewContacts,
    security(("key" = [])),
    responses(
        (status = 200, description = "Who is asked from now on", body = Contacts),
        (status = 422, description = "A field is wrong", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn put(
    request: HttpRequest,
    path: Path<String>,
    key: Credential,
    payload: Body,
    app: Data<App>,
) -> Result<Json<Contacts>, Problem> {
    params::known(&request, &[])?;
    let id = params::uuid("id", &path)?;
    let sent: NewContacts = body::json(&payload)?;
    let tidied = contact::tidied(sent.contacts).map_err(Error::Invalid)?;
    let work = move |tx: &mut Tx| {
        must_run(tx, &key, &id)?;
        contacts::put(tx, &id, &tidied)?;
        known(tx, &id)
    };
    Ok(Json(write(&app, work).await?))
}

fn known(conn: &mut Conn, service_id: &str) -> Result<Contacts> {
    let (from, contacts) = contacts::of(conn, service_id)?;
    Ok(Contacts { contacts, from })
}
