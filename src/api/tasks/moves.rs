//! What stewards do with a task: take it, give it back, put it off, and say what came of a call.

use super::steward;
use crate::api::body::{self, Body};
use crate::api::params;
use crate::api::problem::{Problem, ProblemDocument};
use crate::app::App;
use crate::app::work::read;
use crate::error::Result;
use crate::gate::Credential;
use crate::tasks::calls::Call;
use crate::tasks::desk::{self, Move};
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
    params(("id" = Uuid, Path, description = "The task")),
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
    let what = || body::json(&payload).map(|NoMore {}| Move::Claim);
    change(&request, &path, key, &app, what).await
}

/// Give a task back
///
/// Nothing happens where it was not taken, or the two hours are over.
#[utoipa::path(
    post, path = "/api/v1/tasks/{id}/release", tag = "Tasks",
    params(("id" = Uuid, Path, description = "The task")),
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
    let what = || body::json(&payload).map(|NoMore {}| Move::Release);
    change(&request, &path, key, &app, what).await
}

/// Put a task off
///
/// It is left out of the list until that day, and comes back by itself: on the day, or as soon as
/// another reason joins.
#[utoipa::path(
    post, path = "/api/v1/tasks/{id}/later", tag = "Tasks",
    params(("id" = Uuid, Path, description = "The task")),
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
    let what = || body::json(&payload).map(|Later { not_before }| Move::Later(not_before));
    change(&request, &path, key, &app, what).await
}

/// Say what came of a call
///
/// `reached` records how much room there is, and `confirmed` that what is shown is right, as a
/// statement of the steward's; both close the task. `no_answer` leaves it open: it comes back tomorrow,
/// after three times in a week. `closed` closes it; the listing is changed elsewhere. All or nothing.
#[utoipa::path(
    post, path = "/api/v1/tasks/{id}/done", tag = "Tasks",
    params(("id" = Uuid, Path, description = "The task")),
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
    let what = || body::json(&payload).map(|call| Move::Done(Box::new(call)));
    change(&request, &path, key, &app, what).await
}

/// What all of them begin with, and end with: who asks for what is found out, it is done, and the task is
/// returned as it then is.
async fn change(
    request: &HttpRequest,
    path: &str,
    key: Credential,
    app: &Data<App>,
    what: impl FnOnce() -> Result<Move>,
) -> Result<Json<Task>, Problem> {
    params::known(request, &[])?;
    let id = params::uuid("id", path)?;
    let what = what()?.checked(Timestamp::now())?;
    let who = read(app, move |conn| steward(conn, &key)).await?;
    desk::change(app, id.clone(), who.clone(), what).await?;
    Ok(Json(desk::show(app, id, who.id).await?))
}
