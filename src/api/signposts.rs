//! Signposts: sending somebody to a service, keeping a place there, and telling what became of it.

pub mod making;

use super::auth::owners;
use super::body::{self, Body};
use super::params;
use super::problem::{Problem, ProblemDocument};
use crate::accounts::{Principal, Role};
use crate::app::App;
use crate::app::work::{read, write};
use crate::capacity::Author;
use crate::db::{Conn, Tx};
use crate::domain::availability::Availability;
use crate::error::{Error, Result};
use crate::gate::Credential;
use crate::signposts::store::{self, Standing};
use crate::signposts::{Code, Outcome, Signpost};
use crate::tasks;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A signpost with the room of its service, as both now are.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandingSignpost {
    /// The signpost.
    #[serde(flatten)]
    pub signpost: Signpost,
    /// The room where it leads.
    pub availability: Availability,
}

impl From<Standing> for StandingSignpost {
    fn from(standing: Standing) -> Self {
        Self {
            availability: standing.line.availability(Timestamp::now()),
            signpost: standing.signpost,
        }
    }
}

/// What became of a signpost.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// What became of it.
    pub outcome: Outcome,
}

/// One signpost
#[utoipa::path(
    get, path = "/api/v1/signposts/{code}", tag = "Signposts",
    params(("code" = String, Path, description = "Its code, in either case, with or without the hyphen")),
    security(("key" = [])),
    responses(
        (status = 200, description = "The signpost", body = StandingSignpost),
        (status = 404, description = "There is no such signpost, or the code has a slip", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn get(
    request: HttpRequest,
    path: Path<String>,
    key: Credential,
    app: Data<App>,
) -> Result<Json<StandingSignpost>, Problem> {
    params::known(&request, &[])?;
    let code = code(&path)?;
    let load = move |conn: &mut Conn| {
        let standing = store::standing(conn, &code, Timestamp::now())?;
        must_be_party(conn, &key, &standing.signpost)?;
        Ok(standing)
    };
    Ok(Json(read(&app, load).await?.into()))
}

/// Let go of the place that a signpost keeps
#[utoipa::path(
    delete, path = "/api/v1/signposts/{code}", tag = "Signposts",
    params(("code" = String, Path, description = "Its code")),
    security(("key" = [])),
    responses(
        (status = 204, description = "No place is kept any longer"),
        (status = 404, description = "There is no such signpost, or the code has a slip", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn delete(
    request: HttpRequest,
    path: Path<String>,
    key: Credential,
    app: Data<App>,
) -> Result<HttpResponse, Problem> {
    params::known(&request, &[])?;
    let code = code(&path)?;
    let work = move |tx: &mut Tx| {
        key.principal(tx)?.must_be(&[Role::Navigator])?;
        store::release(tx, &code, Timestamp::now())
    };
    let standing = write(&app, work).await?;
    app.engine.show(standing.line);
    Ok(HttpResponse::NoContent().finish())
}

/// Tell what became of a signpost
///
/// Its place is not kept any longer. Whoever was turned away because it was full or closed, or could
/// not get through, disputes what is shown at once, and stewards are to look into it.
#[utoipa::path(
    post, path = "/api/v1/signposts/{code}/outcome", tag = "Signposts",
    params(("code" = String, Path, description = "Its code")),
    request_body = Told,
    security(("key" = [])),
    responses(
        (status = 200, description = "The signpost as it now is", body = StandingSignpost),
        (status = 403, description = "The service belongs to another organisation", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "There is no such signpost, or the code has a slip", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn outcome(
    request: HttpRequest,
    path: Path<String>,
    key: Credential,
    payload: Body,
    app: Data<App>,
) -> Result<Json<StandingSignpost>, Problem> {
    params::known(&request, &[])?;
    let code = code(&path)?;
    let told: Told = body::json(&payload)?;
    let work = move |tx: &mut Tx| {
        let now = Timestamp::now();
        let standing = store::standing(tx, &code, now)?;
        let who = must_be_party(tx, &key, &standing.signpost)?;
        let by = Author {
            source: who.source(),
            name: who.name,
        };
        tasks::tell(tx, &code, told.outcome, &by, now)
    };
    let standing = write(&app, work).await?;
    app.engine.show(standing.line.clone());
    Ok(Json(standing.into()))
}

/// Refuses everybody but navigators and the provider of the service.
fn must_be_party(conn: &mut Conn, key: &Credential, signpost: &Signpost) -> Result<Principal> {
    let who = key.principal(conn)?;
    who.must_be(&[Role::Navigator, Role::Provider])?;
    who.must_speak_for(&owners(conn, &signpost.service_id)?)?;
    Ok(who)
}

/// A code with a slip leads nowhere, as an unknown one does.
fn code(text: &str) -> Result<Code, Error> {
    Code::parse(text).map_err(|why| Error::NotFound(format!("there is no such signpost: {why}")))
}
