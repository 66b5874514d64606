//! Making a signpost; and where else to go if there is no room.

use crate::accounts::Role;
use crate::api::body::{self, Body};
use crate::api::params;
use crate::api::problem::{Problem, ProblemDocument};
use crate::app::App;
use crate::app::work::write;
use crate::db::Tx;
use crate::domain::availability::Availability;
use crate::error::{Error, Result};
use crate::gate::Credential;
use crate::search::answer::Found;
use crate::signposts::Wish;
use crate::signposts::answered::LONGEST_KEY;
use crate::signposts::making::{Asked, Made, make_once};
use crate::signposts::store::Standing;
use actix_web::http::header::ContentType;
use actix_web::web::{Data, block};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// A signpost that was just made.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewSignpost {
    /// Its id.
    pub id: String,
    /// What to say over the telephone: it is worth nothing to a stranger.
    pub code: String,
    /// The service.
    pub service_id: String,
    /// The location; null for a service without one.
    pub location_id: Option<String>,
    /// Until when a place is kept; null if none is.
    #[serde(with = "crate::domain::time::optional")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub held_until: Option<Timestamp>,
    /// The room there, as it now is.
    pub availability: Availability,
}

/// There is no room: where else there is.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoRoom {
    /// What happened.
    #[serde(flatten)]
    pub problem: ProblemDocument,
    /// The nearest services for the same need that have room, best first.
    pub alternatives: Vec<Found>,
}

/// Send somebody to a service
///
/// With `hold`, a place is kept for a while, if there is one; it is taken off for everybody at once.
/// Nothing is stored about the person. Sent again with the same `Idempotency-Key` within a day, the
/// first answer is given again.
#[utoipa::path(
    post, path = "/api/v1/signposts", tag = "Signposts",
    params(("Idempotency-Key" = Option<String>, Header, description = "A new one for each new request, the same for each repetition")),
    request_body = Wish,
    security(("key" = [])),
    responses(
        (status = 201, description = "The signpost", body = NewSignpost),
        (status = 403, description = "Not for providers and commissioners", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "There is no such service, or not there", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "There is no room: `type` ends with `no-room`, and `alternatives` has some", body = NoRoom, content_type = "application/problem+json"),
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
    let token = idempotency_key(&request)?;
    let wish: Wish = body::json(&payload)?;
    let wish = wish.checked()?;
    let (asked, kept_for) = (wish.clone(), app.kept_for);
    let work = move |tx: &mut Tx| {
        let now = Timestamp::now();
        let who = key.principal(tx)?;
        who.must_be(&[Role::Navigator])?;
        let asked = Asked {
            wish: asked,
            by: who.id,
            key: token,
        };
        make_once(tx, &asked, kept_for, now, |made| {
            serde_json::to_string(&shown(made, now)).map_err(Error::internal)
        })
    };
    match write(&app, work).await {
        Ok(made) => Ok(created(&app, made)),
        Err(error @ Error::NoRoom(_)) => Ok(no_room(app, wish, &error).await?),
        Err(error) => Err(error.into()),
    }
}

fn shown(made: Standing, now: Timestamp) -> NewSignpost {
    NewSignpost {
        availability: made.line.availability(now),
        id: made.signpost.id,
        code: made.signpost.code,
        service_id: made.signpost.service_id,
        location_id: made.signpost.location_id,
        held_until: made.signpost.held_until,
    }
}

fn created(app: &App, made: Made) -> HttpResponse {
    let mut response: HttpResponseBuilder = HttpResponse::Created();
    match made.line {
        Some(line) => app.engine.show(line),
        None => drop(response.insert_header(("Idempotency-Replayed", "true"))),
    }
    response.content_type(ContentType::json()).body(made.answer)
}

async fn no_room(app: Data<App>, wish: Wish, error: &Error) -> Result<HttpResponse> {
    let find = move || app.alternatives(&wish, Timestamp::now());
    let alternatives = block(find).await.map_err(Error::internal)??;
    let problem = ProblemDocument::of(error);
    let body = NoRoom {
        problem,
        alternatives,
    };
    let body = serde_json::to_string(&body).map_err(Error::internal)?;
    Ok(HttpResponse::Conflict()
        .content_type("application/problem+json")
        .body(body))
}

fn idempotency_key(request: &HttpRequest) -> Result<Option<String>> {
    let Some(header) = request.headers().get("Idempotency-Key") else {
        return Ok(None);
    };
    let text = header.to_str().unwrap_or_default().trim();
    if text.is_empty() || text.len() > LONGEST_KEY {
        return Err(Error::bad(
            "Idempotency-Key",
            format!("must have 1 to {LONGEST_KEY} plain letters, such as a UUID"),
        ));
    }
    Ok(Some(text.to_owned()))
}
