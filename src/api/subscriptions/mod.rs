//! Subscriptions: asking to be told, looking at what was asked for, and ending it.

pub mod deliveries;
pub mod secret;
mod shown;

use super::body::Body;
use super::page::Page;
use super::problem::{Problem, ProblemDocument};
use super::{body, params};
use crate::accounts::Role;
use crate::app::work::{read, write};
use crate::app::{App, question};
use crate::db::{Conn, Tx};
use crate::error::{Error, Result};
use crate::gate::Credential;
use crate::geography::{Outcode, Written};
use crate::subscriptions::making::make;
use crate::subscriptions::wish::Wish;
use crate::subscriptions::{Subscription, SubscriptionKind, store};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse};
use jiff::Timestamp;
use shown::{SubscriptionMade, SubscriptionShown};

/// Ask to be told
///
/// `room_again`: a service that had no room has some, at most once in six hours. `new_service`: a
/// service was added for a need, near a place. `funding_ends`: what pays for a service ends in 180, 90
/// or 30 days; for commissioners and stewards. An e-mail address is asked first whether it wants to be
/// told, and told at most every six hours. Webhooks are signed as the Standard Webhooks specification
/// has it, with the `secret` of the answer.
#[utoipa::path(
    post, path = "/api/v1/subscriptions", tag = "Subscriptions",
    request_body = Wish,
    security(("key" = [])),
    responses(
        (status = 201, description = "The subscription, and once the secret of its webhook", body = SubscriptionMade),
        (status = 403, description = "Funding is for commissioners and stewards", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "The key has too many, or the address was asked too often", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "A field is wrong", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn post(
    request: HttpRequest,
    key: Credential,
    payload: Body,
    app: Data<App>,
) -> Result<HttpResponse, Problem> {
    params::known(&request, &[])?;
    let wish: Wish = body::json(&payload)?;
    let gazetteer = app.engine.gazetteer();
    let locate = |outcode: Outcode| {
        let place = gazetteer.exact(Written::Outcode(outcode))?;
        Some(place.point)
    };
    let what = wish
        .checked(locate, app.private_webhooks)
        .map_err(Error::Invalid)?;
    let public_url = app.address.of("");
    let work = move |tx: &mut Tx| {
        let who = key.principal(tx)?;
        match what.kind {
            SubscriptionKind::FundingEnds => who.must_be(&[Role::Commissioner])?,
            _ => who.must_be(&Role::ALL)?,
        }
        let now = Timestamp::now().as_millisecond();
        make(tx, what, &who.id, &public_url, now)
    };
    let made = write(&app, work).await?;
    Ok(HttpResponse::Created().json(SubscriptionMade::of(made)))
}

/// One's own subscriptions, newest first
#[utoipa::path(
    get, path = "/api/v1/subscriptions", tag = "Subscriptions",
    params(
        ("page" = Option<usize>, Query, description = "From 1", minimum = 1),
        ("per_page" = Option<usize>, Query, description = "From 1 to 100, 20 if left out", minimum = 1, maximum = 100),
    ),
    security(("key" = [])),
    responses((status = 200, description = "Those that this key made and that have not ended", body = Page<SubscriptionShown>))
)]
pub async fn list(
    request: HttpRequest,
    key: Credential,
    app: Data<App>,
) -> Result<Json<Page<SubscriptionShown>>, Problem> {
    let pairs = params::known(&request, &["page", "per_page"])?;
    let paging = question::paging(&pairs).map_err(Error::BadRequest)?;
    let load = move |conn: &mut Conn| {
        let who = key.principal(conn)?;
        who.must_be(&Role::ALL)?;
        let (page, per_page) = paging;
        let offset = (page - 1) * per_page;
        store::of_key(conn, &who.id, offset as i64, per_page as i64)
    };
    let (found, total) = read(&app, load).await?;
    let contents = found.into_iter().map(SubscriptionShown::of).collect();
    Ok(Json(Page::new(contents, total, paging)))
}

/// End a subscription
#[utoipa::path(
    delete, path = "/api/v1/subscriptions/{id}", tag = "Subscriptions",
    params(("id" = Uuid, Path, description = "The subscription")),
    security(("key" = [])),
    responses(
        (status = 204, description = "Nothing is told any more"),
        (status = 404, description = "This key made no such subscription", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn delete(
    request: HttpRequest,
    path: Path<String>,
    key: Credential,
    app: Data<App>,
) -> Result<HttpResponse, Problem> {
    params::known(&request, &[])?;
    let id = params::uuid("id", &path)?;
    let work = move |tx: &mut Tx| {
        own(tx, &key, &id)?;
        store::end(tx, &id, Timestamp::now().as_millisecond())
    };
    write(&app, work).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The subscription with this id, if this key made it.
///
/// # Errors
/// The key is nobody's, or made no such subscription.
fn own(conn: &mut Conn, key: &Credential, id: &str) -> Result<Subscription> {
    let who = key.principal(conn)?;
    who.must_be(&Role::ALL)?;
    let found = store::find(conn, id)?.filter(|found| found.created_by == who.id);
    found.ok_or_else(|| Error::NotFound(format!("this key has made no subscription {id}")))
}
