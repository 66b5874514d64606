//! Pages for when something is wrong: what it is, what to do next, and a way back.

use super::page;
use crate::error::Error;
use crate::web::page::Answer;
use crate::web::tongue::filters;
use actix_web::error::{InternalError, QueryPayloadError};
use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpRequest, Responder};
use askama::Template;

/// What such a page says.
#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    title: &'static str,
    advice: &'static str,
    details: Vec<String>,
    /// Whether signing in is the way on.
    wants_sign_in: bool,
}

/// The page for an address that leads nowhere.
pub fn not_found() -> Answer {
    let advice = "The address may have been mistyped, or the page has gone. \
        Searching for the name of the service is the quickest way to it.";
    show(
        StatusCode::NOT_FOUND,
        "There is no such page",
        advice,
        Vec::new(),
    )
}

/// The page for a service that is not known.
pub fn no_service() -> Answer {
    let advice = "It may have closed and been taken out of the directory, or the address was \
        mistyped. Searching for its name, or for what is needed, is the quickest way on.";
    show(
        StatusCode::NOT_FOUND,
        "This service is not in the directory",
        advice,
        Vec::new(),
    )
}

/// The page for a code that leads nowhere.
pub fn no_signpost() -> Answer {
    let advice = "There is no signpost with this code: one of its characters may be wrong. Ask for it \
        again, letter by letter.";
    show(
        StatusCode::NOT_FOUND,
        "This code is not known",
        advice,
        Vec::new(),
    )
}

/// The page for anything that went wrong. What is a fault of ours goes to the log in full, and to
/// the page as an apology.
pub fn problem(error: &Error) -> Answer {
    let details = match error {
        Error::BadRequest(faults) | Error::Invalid(faults) => {
            faults.iter().map(ToString::to_string).collect()
        }
        Error::Unauthorized(text) | Error::Forbidden(text) | Error::Conflict(text) => {
            vec![text.clone()]
        }
        _ => Vec::new(),
    };
    let (status, title, advice) = words(error);
    if status.is_server_error() {
        tracing::error!(%error, "a page could not be shown");
    }
    let page = show(status, title, advice, details);
    match error {
        Error::TooOften(seconds) => page.with(RETRY_AFTER, *seconds),
        _ => page,
    }
}

/// The page for an address whose part after the question mark cannot be read.
pub fn unreadable(error: QueryPayloadError, request: &HttpRequest) -> actix_web::Error {
    let fault = Error::bad(
        "address",
        "cannot be read after the question mark: leave that out",
    );
    let page = problem(&fault).respond_to(request);
    InternalError::from_response(error, page).into()
}

fn words(error: &Error) -> (StatusCode, &'static str, &'static str) {
    let again =
        "Something in the address cannot be read. Starting again from the search puts it right.";
    match error {
        Error::BadRequest(_) => (StatusCode::BAD_REQUEST, "That could not be read", again),
        Error::Invalid(_) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "That could not be taken",
            again,
        ),
        Error::Unauthorized(_) => (
            StatusCode::UNAUTHORIZED,
            "Please sign in first",
            "This page is for people who work with the directory.",
        ),
        Error::Forbidden(_) => (
            StatusCode::FORBIDDEN,
            "This is not open to you",
            "Somebody with another role can do it.",
        ),
        Error::NotFound(_) => (
            StatusCode::NOT_FOUND,
            "There is no such page",
            "Searching is the quickest way on.",
        ),
        Error::Conflict(_) | Error::VersionMismatch { .. } => (
            StatusCode::CONFLICT,
            "Somebody was quicker",
            "Look at it again, then repeat what you did.",
        ),
        Error::TooLarge(_) => (
            StatusCode::PAYLOAD_TOO_LARGE,
            "That is too much at once",
            "Please go back and send less.",
        ),
        Error::TooOften(_) => (
            StatusCode::TOO_MANY_REQUESTS,
            "One moment, please",
            "Very many pages were asked for within a minute. Wait a little, then load this one again.",
        ),
        Error::Busy(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "One moment, please",
            "The directory is getting ready or has a lot to do. Load this page again in a few seconds.",
        ),
        _ => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "Something went wrong on our side",
            "It is not your doing, and it has been noted. Try once more; if it stays like this, \
             ring the service you had in mind.",
        ),
    }
}

fn show(
    status: StatusCode,
    title: &'static str,
    advice: &'static str,
    details: Vec<String>,
) -> Answer {
    page::respond(
        status,
        ErrorPage {
            title,
            advice,
            details,
            wants_sign_in: status == StatusCode::UNAUTHORIZED,
        },
    )
}
