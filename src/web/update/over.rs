//! Pages for links that do not work: why, and what to do.

use crate::links::store::Found;
use crate::web::page;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use askama::Template;
use jiff::SignedDuration;

/// What such a page says.
#[derive(Template)]
#[template(path = "link_over.html")]
struct OverPage {
    title: &'static str,
    advice: &'static str,
    /// The page of the service that the link was for.
    service: Option<String>,
}

/// The page for a link that does not work.
pub fn of(found: &Found) -> HttpResponse {
    match found {
        Found::Expired(link) => gone(EXPIRED, &link.service_id),
        Found::Revoked(link) => gone(REVOKED, &link.service_id),
        // What works and yet ends here speaks for a line that is no longer listed.
        Found::Good(link) => gone(UNLISTED, &link.service_id),
        Found::Unknown => show(StatusCode::NOT_FOUND, UNKNOWN, None),
    }
}

const EXPIRED: (&str, &str) = (
    "This link is too old",
    "For safety, each link works for three weeks. Please open the newest message that you have \
     from us, or ask whoever sent you this one for a new link. Nothing was changed.",
);
const REVOKED: (&str, &str) = (
    "This link was taken back",
    "Please open the newest message that you have from us, or ask whoever sent you this one for a \
     new link. Nothing was changed.",
);
const UNLISTED: (&str, &str) = (
    "This place is no longer in the directory",
    "If the service still runs here, please tell whoever sent you this link. Nothing was changed.",
);
const UNKNOWN: (&str, &str) = (
    "This link does not work",
    "Part of it may have been lost on the way. Please tap the link in the message itself, or copy \
     all of it. If that does not help, ask whoever sent it to you for a new one.",
);
const WAIT: (&str, &str) = (
    "One moment, please",
    "That was tried many times within a few minutes. Please wait ten minutes and try once more. \
     Nothing was changed.",
);

fn gone(words: (&'static str, &'static str), service_id: &str) -> HttpResponse {
    let service = format!("/services/{service_id}");
    show(StatusCode::GONE, words, Some(service))
}

/// The page for too many tries; says to come again after this time.
pub fn wait(time: SignedDuration) -> HttpResponse {
    let mut response = show(StatusCode::TOO_MANY_REQUESTS, WAIT, None);
    let seconds = time.as_secs().saturating_add(1).max(1);
    response.headers_mut().insert(RETRY_AFTER, seconds.into());
    response
}

fn show(
    status: StatusCode,
    (title, advice): (&'static str, &'static str),
    service: Option<String>,
) -> HttpResponse {
    let page = OverPage {
        title,
        advice,
        service,
    };
    page::respond(status, &page)
}
