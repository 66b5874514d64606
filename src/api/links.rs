//! One-tap links: making one for whoever runs a service, and taking all of them back.

use super::auth::must_run;
use super::body::Body;
use super::problem::{Problem, ProblemDocument};
use super::{body, params};
use crate::app::App;
use crate::app::work::write;
use crate::capacity::which::Which;
use crate::db::Tx;
use crate::gate::Credential;
use crate::links::{self, NewLink, store};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// For which line a link is to be made, and for whom.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// At which of its locations; needed where there are several.
    location_id: Option<String>,
    /// Whose it is, for the history: a role such as `the office`, better than a person's name.
    issued_to: Option<String>,
}

/// A link, which is shown this once.
#[derive(Debug, Serialize, ToSchema)]
struct Issued {
    /// The whole address of its page.
    url: String,
    /// When it stops working.
    #[serde(with = "crate::domain::time::required")]
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

/// Make a one-tap link
///
/// Whoever has it can say how much room there is, without an account. The five newest links of one
/// contact work.
#[utoipa::path(
    post, path = "/api/v1/services/{id}/links", tag = "Links",
    params(("id" = Uuid, Path, description = "The service")),
    request_body = Wanted,
    security(("key" = [])),
    responses(
        (status = 201, description = "The link", body = Issued),
        (status = 403, description = "The service belongs to another organisation", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "There is no such service, or it is not given there", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "A field is wrong", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn post(
    request: HttpRequest,
    path: Path<String>,
    key: Credential,
    payload: Body,
    app: Data<App>,
) -> Result<HttpResponse, Problem> {
    params::known(&request, &[])?;
    let service = params::uuid("id", &path)?;
    let wanted: Wanted = body::json(&payload)?;
    let location = wanted.location_id.as_deref();
    let which = Which {
        location: location
            .map(|id| params::uuid("location_id", id))
            .transpose()?,
        service,
    };
    let issued_to = wanted.issued_to.unwrap_or_default().trim().to_owned();
    let now = Timestamp::now();
    let work = move |tx: &mut Tx| {
        must_run(tx, &key, &which.service)?;
        let line = which.line(tx)?;
        let new = NewLink {
            service_id: line.service_id,
            location_id: line.location_id,
            issued_to,
            sent_to: None,
        };
        store::issue(tx, &new, now)
    };
    let token = write(&app, work).await?;
    Ok(HttpResponse::Created().json(Issued {
        url: app.address.of(&links::path(&token)),
        expires_at: links::expiry(now),
    }))
}

/// Take back all one-tap links of a service
#[utoipa::path(
    delete, path = "/api/v1/services/{id}/links", tag = "Links",
    params(("id" = Uuid, Path, description = "The service")),
    security(("key" = [])),
    responses(
        (status = 204, description = "None of them works any more"),
        (status = 403, description = "The service belongs to another organisation", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "There is no such service", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn delete(
    request: HttpRequest,
    path: Path<String>,
    key: Credential,
    app: Data<App>,
) -> Result<HttpResponse, Problem> {
    params::known(&request, &[])?;
    let service = params::uuid("id", &path)?;
    let work = move |tx: &mut Tx| {
        must_run(tx, &key, &service)?;
        store::revoke_all(tx, &service, Timestamp::now())
    };
    write(&app, work).await?;
    Ok(HttpResponse::NoContent().finish())
}
