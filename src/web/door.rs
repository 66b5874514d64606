//! What every request passes: how often one may ask, and the headers that every answer carries.

use super::{error, widget};
use crate::api::problem::ProblemDocument;
use crate::app::App;
use crate::domain::limit::household;
use crate::domain::pace::Pace;
use crate::error::Error;
use crate::fhir;
use crate::gate::{cookie, origin};
use crate::oruk::Refusal;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    AUTHORIZATION, HeaderMap, HeaderName, HeaderValue, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpRequest, Responder, ResponseError};
use jiff::{SignedDuration, Timestamp};
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};

/// Those who ask that are remembered: some megabytes at most.
const REMEMBERED: usize = 100_000;
/// For a year, browsers come by TLS only where they came by TLS once.
const BY_TLS: &str = "max-age=31536000; includeSubDomains";
/// Addresses that answer programs, with problem documents.
const FOR_PROGRAMS: [&str; 4] = ["/api", "/dos", "/metrics", "/openapi.json"];
/// Addresses that answer as the open standards have it.
const OF_STANDARDS: &str = "/oruk";
/// What looks after the server asks here, as often as it likes.
const HEALTH: &str = "/health/";

/// How often everybody has asked, shared by all threads of this node.
pub struct Paces {
    paces: Mutex<Pace>,
    /// Another in each process: nobody finds out who shares a place with whom.
    hasher: RandomState,
}

impl Paces {
    /// Allows so many requests a minute to each address and to each key.
    pub fn new(a_minute: u32) -> Self {
        Self {
            paces: Mutex::new(Pace::new(a_minute, REMEMBERED)),
            hasher: RandomState::new(),
        }
    }

    /// Counts a request.
    ///
    /// # Errors
    /// It is one too many; the error is how long to wait.
    fn take(&self, request: &HttpRequest, now: Timestamp) -> Result<(), SignedDuration> {
        let from = origin::of(request);
        // Whoever is on this machine could stop the server altogether.
        if from.is_some_and(|from| from.is_loopback()) || request.path().starts_with(HEALTH) {
            return Ok(());
        }
        let mut paces = self.paces.lock().unwrap_or_else(PoisonError::into_inner);
        paces.take(self.hasher.hash_one(("address", household(from))), now)?;
        match shown(request) {
            Some(credential) => paces.take(self.hasher.hash_one(("key", credential)), now),
            None => Ok(()),
        }
    }
}

/// What a request shows to say who asks, whether or not anybody knows it.
fn shown(request: &HttpRequest) -> Option<Vec<u8>> {
    let key = request.headers().get(AUTHORIZATION);
    let key = key.map(|key| key.as_bytes().to_vec());
    key.or_else(|| cookie::token(request).map(String::into_bytes))
}

/// Lets a request through, or says how long to wait.
///
/// # Errors
/// What comes after it answers.
pub async fn keep(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let paces = request.app_data::<Data<Paces>>().cloned();
    let taken = paces.map_or(Ok(()), |paces| {
        paces.take(request.request(), Timestamp::now())
    });
    let secure = request
        .app_data::<Data<App>>()
        .is_some_and(|app| app.address.is_secure());
    let mut response = match taken {
        Ok(()) => next.call(request).await?.map_into_boxed_body(),
        Err(wait) => {
            let error = Error::TooOften(wait.as_secs().unsigned_abs().saturating_add(1));
            let (request, _) = request.into_parts();
            let refused = refusal(&request, error);
            ServiceResponse::new(request, refused)
        }
    };
    let framed = response.request().path().starts_with(widget::START);
    guard(response.headers_mut(), secure);
    if framed {
        // What a group puts into its own site is framed there.
        response.headers_mut().remove(X_FRAME_OPTIONS);
    }
    Ok(response)
}

fn refusal(request: &HttpRequest, error: Error) -> actix_web::HttpResponse {
    if request.path().starts_with(OF_STANDARDS) {
        return Refusal(error).error_response();
    }
    if request.path().starts_with(fhir::BASE) {
        return fhir::Outcome(error).error_response();
    }
    let for_programs = FOR_PROGRAMS
        .iter()
        .any(|start| request.path().starts_with(start));
    match for_programs {
        true => ProblemDocument::of(&error).response(),
        false => error::problem(&error).respond_to(request),
    }
}

/// Adds what browsers are to heed for every answer, whatever it is.
fn guard(headers: &mut HeaderMap, secure: bool) {
    let mut add = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    add(X_CONTENT_TYPE_OPTIONS, "nosniff");
    add(X_FRAME_OPTIONS, "DENY");
    add(
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    add(
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=()",
    );
    if secure {
        add(STRICT_TRANSPORT_SECURITY, BY_TLS);
    }
}
