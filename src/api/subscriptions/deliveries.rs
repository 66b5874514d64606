//! What was posted to a webhook and what was not, and trying it again.

use super::own;
use super::shown::DeliveryShown;
use crate::api::page::Page;
use crate::api::params;
use crate::api::problem::{Problem, ProblemDocument};
use crate::app::work::{read, write};
use crate::app::{App, question};
use crate::db::{Conn, Tx};
use crate::error::Error;
use crate::gate::Credential;
use crate::subscriptions::store::deliveries;
use actix_web::HttpRequest;
use actix_web::web::{Data, Json, Path};
use jiff::Timestamp;

/// What a delivery can be.
const STATES: [&str; 4] = ["queued", "sending", "delivered", "dead"];

/// The messages of a webhook, newest first
#[utoipa::path(
    get, path = "/api/v1/subscriptions/{id}/deliveries", tag = "Subscriptions",
    params(
        ("id" = Uuid, Path, description = "The subscription"),
        ("state" = Option<String>, Query, description = "queued, sending, delivered or dead; all of them if left out"),
        ("page" = Option<usize>, Query, description = "From 1", minimum = 1),
        ("per_page" = Option<usize>, Query, description = "From 1 to 100, 20 if left out", minimum = 1, maximum = 100),
    ),
    security(("key" = [])),
    responses(
        (status = 200, description = "One page of them", body = Page<DeliveryShown>),
        (status = 404, description = "This key made no such subscription", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn list(
    request: HttpRequest,
    path: Path<String>,
    key: Credential,
    app: Data<App>,
) -> Result<Json<Page<DeliveryShown>>, Problem> {
    let id = params::uuid("id", &path)?;
    let pairs = params::known(&request, &["state", "page", "per_page"])?;
    let state = params::value(&pairs, "state").map(str::to_owned);
    if state
        .as_deref()
        .is_some_and(|state| !STATES.contains(&state))
    {
        return Err(Error::bad("state", format!("must be one of {}", STATES.join(", "))).into());
    }
    let paging = question::paging(&pairs).map_err(Error::BadRequest)?;
    let load = move |conn: &mut Conn| {
        own(conn, &key, &id)?;
        let (page, per_page) = paging;
        let offset = (page - 1) * per_page;
        let piece = (offset as i64, per_page as i64);
        deliveries::of(conn, &id, state.as_deref(), piece)
    };
    let (found, total) = read(&app, load).await?;
    let contents = found.into_iter().map(DeliveryShown::of).collect();
    Ok(Json(Page::new(contents, total, paging)))
}

/// Try a dead message again
#[utoipa::path(
    post, path = "/api/v1/subscriptions/{id}/deliveries/{delivery}/retry", tag = "Subscriptions",
    params(
        ("id" = Uuid, Path, description = "The subscription"),
        ("delivery" = Uuid, Path, description = "The message"),
    ),
    security(("key" = [])),
    responses(
        (status = 200, description = "It waits to be posted, from the first attempt on", body = DeliveryShown),
        (status = 404, description = "There is no such message", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "It is not dead, or the subscription has ended", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn retry(
    request: HttpRequest,
    path: Path<(String, String)>,
    key: Credential,
    app: Data<App>,
) -> Result<Json<DeliveryShown>, Problem> {
    params::known(&request, &[])?;
    let (id, delivery) = path.into_inner();
    let id = params::uuid("id", &id)?;
    if delivery.contains('\0') {
        return Err(Error::bad("delivery", "is not the id of a message").into());
    }
    let work = move |tx: &mut Tx| {
        if own(tx, &key, &id)?.ended_at.is_some() {
            let ended = "the subscription has ended: make a new one";
            return Err(Error::Conflict(ended.into()));
        }
        deliveries::retry(tx, &id, &delivery, Timestamp::now().as_millisecond())
    };
    Ok(Json(DeliveryShown::of(write(&app, work).await?)))
}
