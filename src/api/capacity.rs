//! Room: reading it, saying it, confirming it, and its history.

use super::auth::must_speak_for;
use super::body::Body;
use super::problem::{Problem, ProblemDocument};
use super::{body, params};
use crate::accounts::Principal;
use crate::app::App;
use crate::app::work::{change_room, read};
use crate::capacity::which::{Which, at, missing, only};
use crate::capacity::{Author, Report, store};
use crate::db::{Conn, Tx};
use crate::domain::availability::Availability;
use crate::error::{Error, Result};
use crate::gate::Credential;
use crate::search::truth::LineRow;
use actix_web::http::header::IF_MATCH;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use jiff::Timestamp;
use utoipa::ToSchema;

/// The room of a service, as it is now
///
/// Of a service at several locations without `location_id`: the room where there is most.
#[utoipa::path(
    get, path = "/api/v1/services/{id}/capacity", tag = "Capacity",
    params(
        ("id" = Uuid, Path, description = "The service"),
        ("location_id" = Option<Uuid>, Query, description = "At which of its locations"),
    ),
    responses(
        (status = 200, description = "Its room", body = Availability),
        (status = 404, description = "There is no such service", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn get(
    request: HttpRequest,
    path: Path<String>,
    app: Data<App>,
) -> Result<HttpResponse, Problem> {
    let which = which(&request, &path)?;
    let lines = read(&app, move |conn| which.lines(conn)).await?;
    let now = Timestamp::now();
    let all = lines.iter().map(|line| line.availability(now));
    let best = all.min_by_key(|availability| availability.state);
    Ok(respond(&best.unwrap_or_else(|| Availability::never(false))))
}

/// Say how much room there is
///
/// The answer is sent once the statement is safe on disk, and every later search shows it.
#[utoipa::path(
    put, path = "/api/v1/services/{id}/capacity", tag = "Capacity",
    params(
        ("id" = Uuid, Path, description = "The service"),
        ("location_id" = Option<Uuid>, Query, description = "At which of its locations; needed where there are several"),
        ("If-Match" = Option<String>, Header, description = "The version that is being changed, such as \"17\""),
    ),
    request_body = Report,
    security(("key" = [])),
    responses(
        (status = 200, description = "The room as it now is", body = Availability),
        (status = 401, description = "A key is needed", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 403, description = "The service belongs to another organisation", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "What is held is newer", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 412, description = "The version is another", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "A field is wrong", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn put(
    request: HttpRequest,
    path: Path<String>,
    key: Credential,
    payload: Body,
    app: Data<App>,
) -> Result<HttpResponse, Problem> {
    let which = which(&request, &path)?;
    let expected = expected_version(&request)?;
    let report: Report = body::json(&payload)?;
    let faults = report.faults(Timestamp::now());
    if !faults.is_empty() {
        return Err(Error::Invalid(faults).into());
    }
    let say = move |tx: &mut Tx, slot, author: &Author| {
        store::state(tx, slot, &report, author, expected, Timestamp::now())
    };
    change(app, which, key, say).await
}

/// Say that nothing has changed
#[utoipa::path(
    post, path = "/api/v1/services/{id}/capacity/confirm", tag = "Capacity",
    params(
        ("id" = Uuid, Path, description = "The service"),
        ("location_id" = Option<Uuid>, Query, description = "At which of its locations; needed where there are several"),
        ("If-Match" = Option<String>, Header, description = "The version that is being confirmed"),
    ),
    request_body = Nothing,
    security(("key" = [])),
    responses(
        (status = 200, description = "The room as it now is", body = Availability),
        (status = 409, description = "Nothing has been said that could be confirmed", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn confirm(
    request: HttpRequest,
    path: Path<String>,
    key: Credential,
    payload: Body,
    app: Data<App>,
) -> Result<HttpResponse, Problem> {
    let which = which(&request, &path)?;
    let expected = expected_version(&request)?;
    let Nothing {} = body::json(&payload)?;
    let say = move |tx: &mut Tx, slot, author: &Author| {
        store::confirm(tx, slot, author, expected, Timestamp::now())
    };
    change(app, which, key, say).await
}

/// An empty object, or no body at all.
#[derive(serde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// Which line of which service an address means.
fn which(request: &HttpRequest, id: &str) -> Result<Which, Problem> {
    let pairs = params::known(request, &["location_id"])?;
    let location = params::value(&pairs, "location_id");
    Ok(Which {
        service: params::uuid("id", id)?,
        location: location
            .map(|id| params::uuid("location_id", id))
            .transpose()?,
    })
}

/// The one line that is meant, of which this principal may speak.
fn line_for(conn: &mut Conn, which: &Which, who: &Principal) -> Result<LineRow> {
    let known = store::lines_of_one(conn, &which.service)?;
    let known = known.ok_or_else(|| missing(&which.service))?;
    let line = match &which.location {
        None => only(known.lines, &which.service)?,
        Some(location) => at(known.lines, &which.service, location)?,
    };
    must_speak_for(conn, who, known.organization_id.as_deref())?;
    Ok(line)
}

/// Changes the line that is meant, if the key allows it, and shows it before answering.
async fn change<F>(
    app: Data<App>,
    which: Which,
    key: Credential,
    say: F,
) -> Result<HttpResponse, Problem>
where
    F: FnOnce(&mut Tx, u32, &Author) -> Result<LineRow> + Send + 'static,
{
    let work = move |tx: &mut Tx| {
        let who = key.principal(tx)?;
        who.must_speak_of_room()?;
        let line = line_for(tx, &which, &who)?;
        let row = say(tx, line.slot, &author(&who))?;
        Ok(LineRow {
            closed: line.closed,
            ..row
        })
    };
    let line = change_room(&app, work).await?;
    Ok(respond(&line.availability(Timestamp::now())))
}

/// How what this principal says is signed.
pub(super) fn author(who: &Principal) -> Author {
    who.author()
}

fn respond(availability: &Availability) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("ETag", format!("\"{}\"", availability.version)))
        .json(availability)
}

/// The version in `If-Match`; none where there is no such header, or it is `*`.
fn expected_version(request: &HttpRequest) -> Result<Option<i64>, Error> {
    let Some(header) = request.headers().get(IF_MATCH) else {
        return Ok(None);
    };
    let text = header.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let bare = text.trim_start_matches("W/").trim_matches('"');
    let version = bare
        .parse()
        .map_err(|_| Error::bad("If-Match", "must be a version such as \"17\""))?;
    Ok(Some(version))
}
