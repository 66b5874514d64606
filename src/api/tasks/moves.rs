//! What stewards do with a task: take it, give it back, put it off, and say what came of a call.

use super::{in_step, shown, steward};
use crate::accounts::Principal;
use crate::api::body::{self, Body};
use crate::api::capacity::Which;
use crate::api::params;
use crate::api::problem::{Problem, ProblemDocument};
use crate::app::App;
use crate::app::work::{change_rooms, read};
use crate::db::Tx;
use crate::domain::schedule::local_day;
use crate::error::{Error, Result};
use crate::gate::Credential;
use crate::search::truth::LineRow;
use crate::tasks::calls::{Call, record};
use crate::tasks::rules::{LONGEST_PUT_OFF, can_be_put_off_until};
use crate::tasks::store::{self, Row};
use crate::tasks::view::Task;
use actix_web::HttpRequest;
use actix_web::web::{Data, Json, Path};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

/// An empty object, or no body at all.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NoMore {}

/// Until when a task is put off.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Later {
    /// The day on which it comes back by itself, `YYYY-MM-DD`: from tomorrow to a year from today.
    #[schema(value_type = String, format = Date)]
    not_before: Date,
}

/// Take a task
///
/// For two hours nobody else can have it; then it is free again by itself. Taken again by the same key,
/// the two hours begin anew.
#[utoipa::path(
    post, path = "/api/v1/tasks/{id}/claim", tag = "Tasks",
    params(("id" = String, Path, description = "The task")),
    request_body = NoMore,
    security(("key" = [])),
    responses(
        (status = 200, description = "The task, which is yours", body = Task),
        (status = 403, description = "Only for stewards", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "There is no such task", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "Somebody else has it, or it is closed", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn claim(
    request: HttpRequest,
    path: Path<String>,
    key: Credential,
    payload: Body,
    app: Data<App>,
) -> Result<Json<Task>, Problem> {
    params::known(&request, &[])?;
    let id = params::uuid("id", &path)?;
    let NoMore {} = body::json(&payload)?;
    let who = read(&app, move |conn| steward(conn, &key)).await?;
    // Nobody should ring where the provider has just spoken.
    in_step(&app, Timestamp::now()).await?;
    let work = |tx: &mut Tx, id: &str, who: &Principal, now| {
        store::claim(tx, id, who, now)?;
        Ok(None)
    };
    change(app, id, who, work).await
}

/// Give a task back
///
/// Nothing happens where it was not taken, or the two hours are over.
#[utoipa::path(
    post, path = "/api/v1/tasks/{id}/release", tag = "Tasks",
    params(("id" = String, Path, description = "The task")),
    request_body = NoMore,
    security(("key" = [])),
    responses(
        (status = 200, description = "The task, which is anybody's", body = Task),
        (status = 403, description = "Only for stewards", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "There is no such task", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "Somebody else has it, or it is closed", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn release(
    request: HttpRequest,
    path: Path<String>,
    key: Credential,
    payload: Body,
    app: Data<App>,
) -> Result<Json<Task>, Problem> {
    params::known(&request, &[])?;
    let id = params::uuid("id", &path)?;
    let NoMore {} = body::json(&payload)?;
    let who = read(&app, move |conn| steward(conn, &key)).await?;
    let work = |tx: &mut Tx, id: &str, who: &Principal, now| {
        store::release(tx, id, who, now)?;
        Ok(None)
    };
    change(app, id, who, work).await
}

/// Put a task off
///
/// It is left out of the list until that day, and comes back by itself: on the day, or as soon as
/// another reason joins.
#[utoipa::path(
    post, path = "/api/v1/tasks/{id}/later", tag = "Tasks",
    params(("id" = String, Path, description = "The task")),
    request_body = Later,
    security(("key" = [])),
    responses(
        (status = 200, description = "The task, which nobody has", body = Task),
        (status = 403, description = "Only for stewards", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "There is no such task", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "Somebody else has it, or it is closed", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "The day has come already, or is too far away", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn later(
    request: HttpRequest,
    path: Path<String>,
    key: Credential,
    payload: Body,
    app: Data<App>,
) -> Result<Json<Task>, Problem> {
    params::known(&request, &[])?;
    let id = params::uuid("id", &path)?;
    let Later { not_before } = body::json(&payload)?;
    if !can_be_put_off_until(not_before, local_day(Timestamp::now(), 0)) {
        let why = format!("must be from tomorrow to {LONGEST_PUT_OFF} days from today");
        return Err(Error::invalid("not_before", why).into());
    }
    let who = read(&app, move |conn| steward(conn, &key)).await?;
    let work = move |tx: &mut Tx, id: &str, who: &Principal, now| {
        let until = |row: &Row| (not_before, row.attempts);
        store::put_off(tx, id, who, until, now)?;
        Ok(None)
    };
    change(app, id, who, work).await
}

/// Say what came of a call
///
/// `reached` records how much room there is, and `confirmed` that what is shown is right, as a
/// statement of the steward's; both close the task. `no_answer` leaves it open: it comes back tomorrow,
/// after three times in a week. `closed` closes it; the listing is changed elsewhere. All or nothing.
#[utoipa::path(
    post, path = "/api/v1/tasks/{id}/done", tag = "Tasks",
    params(("id" = String, Path, description = "The task")),
    request_body = Call,
    security(("key" = [])),
    responses(
        (status = 200, description = "The task as it now is", body = Task),
        (status = 403, description = "Only for stewards", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "There is no such task, or the service is not given there", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "Somebody else has it, it is closed, or nothing was ever said that could be confirmed", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "A field is wrong", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn done(
    request: HttpRequest,
    path: Path<String>,
    key: Credential,
    payload: Body,
    app: Data<App>,
) -> Result<Json<Task>, Problem> {
    params::known(&request, &[])?;
    let id = params::uuid("id", &path)?;
    let call: Call = body::json(&payload)?;
    let call = call.checked(Timestamp::now())?;
    let who = read(&app, move |conn| steward(conn, &key)).await?;
    let work = move |tx: &mut Tx, id: &str, who: &Principal, now| {
        let which = Which {
            service: store::find(tx, id)?.service_id,
            location: call.location_id.clone(),
        };
        let line = call.speaks_of_room().then(|| which.line(tx)).transpose()?;
        record(tx, id, &call, line, who, now)
    };
    change(app, id, who, work).await
}

/// Changes a task, and what is known of the room of a line with it, and returns it as it then is.
async fn change<F>(
    app: Data<App>,
    id: String,
    who: Principal,
    work: F,
) -> Result<Json<Task>, Problem>
where
    F: FnOnce(&mut Tx, &str, &Principal, Timestamp) -> Result<Option<LineRow>> + Send + 'static,
{
    let (task, by) = (id.clone(), who.clone());
    let write = move |tx: &mut Tx, changed: &mut Vec<LineRow>| {
        changed.extend(work(tx, &task, &by, Timestamp::now())?);
        Ok(())
    };
    change_rooms(&app, write).await?;
    Ok(Json(shown(&app, id, who).await?))
}
