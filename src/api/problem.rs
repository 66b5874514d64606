//! Errors as RFC 9457 problem documents: one table of codes, one rendering.

use crate::error::{Error, FieldError};
use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, HeaderValue, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use std::fmt;
use utoipa::ToSchema;

/// Seconds after which to ask again where too much is going on.
const RETRY_BUSY: u64 = 2;

/// What a client is told when something is wrong.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProblemDocument {
    /// Which problem, as an address relative to this server.
    #[serde(rename = "type")]
    pub kind: String,
    /// The problem in a few words, always the same for one type.
    pub title: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// What happened this time and what to do.
    pub detail: String,
    /// For bad input: what is wrong, field by field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// After how many seconds to ask again, if that is known.
    #[serde(skip)]
    pub retry_after: Option<u64>,
}

/// An error on its way to a client of the API.
#[derive(Debug)]
pub struct Problem(pub Error);

impl<E: Into<Error>> From<E> for Problem {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Status, name and title of each error: the one table.
pub fn code(error: &Error) -> (StatusCode, &'static str, &'static str) {
    match error {
        Error::BadRequest(_) => (
            StatusCode::BAD_REQUEST,
            "bad-request",
            "The request cannot be read",
        ),
        Error::Invalid(_) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "invalid",
            "The request says something that cannot be",
        ),
        Error::Unauthorized(_) => (StatusCode::UNAUTHORIZED, "unauthorized", "A key is needed"),
        Error::Forbidden(_) => (
            StatusCode::FORBIDDEN,
            "forbidden",
            "The key may not do this",
        ),
        Error::NotFound(_) => (StatusCode::NOT_FOUND, "not-found", "There is no such thing"),
        Error::Conflict(_) => (StatusCode::CONFLICT, "conflict", "The world has moved on"),
        Error::NoRoom(_) => (StatusCode::CONFLICT, "no-room", "There is no room"),
        Error::VersionMismatch { .. } => (
            StatusCode::PRECONDITION_FAILED,
            "version-mismatch",
            "The version is another",
        ),
        Error::TooLarge(_) => (
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
            "The body is too large",
        ),
        Error::TooOften(_) => (
            StatusCode::TOO_MANY_REQUESTS,
            "too-often",
            "Too many requests",
        ),
        Error::Busy(_) => (StatusCode::SERVICE_UNAVAILABLE, "busy", "Too much at once"),
        Error::Usage(_)
        | Error::Database(_)
        | Error::Index(_)
        | Error::Io { .. }
        | Error::Internal(_) => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "Something went wrong here",
        ),
    }
}

impl ProblemDocument {
    /// The document for an error. What only the log should know is left out.
    pub fn of(error: &Error) -> Self {
        let (status, name, title) = code(error);
        let detail = if status.is_server_error() && !matches!(error, Error::Busy(_)) {
            "the fault is ours and has been written down; try again later".to_owned()
        } else {
            error.to_string()
        };
        let errors = match error {
            Error::BadRequest(errors) | Error::Invalid(errors) => errors.clone(),
            _ => Vec::new(),
        };
        let retry_after = match error {
            Error::TooOften(seconds) => Some(*seconds),
            Error::Busy(_) => Some(RETRY_BUSY),
            _ => None,
        };
        Self {
            retry_after,
            ..Self::new(status, name, title, detail, errors)
        }
    }

    fn new(
        status: StatusCode,
        name: &str,
        title: &'static str,
        detail: String,
        errors: Vec<FieldError>,
    ) -> Self {
        Self {
            kind: format!("/problems/{name}"),
            title,
            status: status.as_u16(),
            detail,
            errors,
            retry_after: None,
        }
    }

    /// The whole answer.
    pub fn response(&self) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = HttpResponse::build(status);
        if let Some(seconds) = self.retry_after {
            response.insert_header((RETRY_AFTER, seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            response.insert_header(("WWW-Authenticate", "Bearer"));
        }
        response
            .content_type("application/problem+json")
            .body(serde_json::to_string(self).unwrap_or_default())
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        code(&self.0).0
    }

    fn error_response(&self) -> HttpResponse {
        if self.status_code() == StatusCode::INTERNAL_SERVER_ERROR {
            tracing::error!(error = %self.0, "a request failed");
        }
        ProblemDocument::of(&self.0).response()
    }
}

/// The answer to a method that an address does not have, with those that it has.
pub fn method_not_allowed(allowed: Option<&'static str>) -> HttpResponse {
    let mut response = ProblemDocument::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method-not-allowed",
        "This address does not have that method",
        "/docs lists what each address can do".into(),
        Vec::new(),
    )
    .response();
    let allowed = HeaderValue::from_static(allowed.unwrap_or("GET"));
    response.headers_mut().insert(ALLOW, allowed);
    response
}
