//! Errors in the shapes of the contract: an object of fields for 400, `detail` for what no field is
//! at fault for, and a text alone for 403 and 404.

use super::super::problem::{ProblemDocument, code};
use crate::error::{Error, FieldError};
use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use serde_json::{Map, Value, json};
use std::fmt;

/// Why a request was refused.
#[derive(Debug)]
pub enum Refusal {
    /// No key came with it.
    NoKey,
    /// Anything else.
    Error(Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoKey => f.write_str("no key"),
            Self::Error(error) => error.fmt(f),
        }
    }
}

impl Refusal {
    fn body(&self) -> Value {
        let error = match self {
            Self::NoKey => return detail("Authentication credentials were not provided."),
            Self::Error(error) => error,
        };
        match error {
            Error::Unauthorized(_) => detail("Invalid token."),
            Error::Forbidden(_) => {
                "Given DoS user does not have authority to edit the service".into()
            }
            Error::NotFound(_) => "Given service does not exist".into(),
            Error::Invalid(faults) => by_field(faults),
            error => detail(&ProblemDocument::of(error).detail),
        }
    }
}

fn detail(text: &str) -> Value {
    json!({ "detail": text })
}

fn by_field(faults: &[FieldError]) -> Value {
    let mut fields = Map::new();
    for fault in faults {
        let field = match fault.field.as_str() {
            "body" => "non_field_errors",
            field => field,
        };
        let known = fields.entry(field).or_insert_with(|| json!([]));
        if let Some(messages) = known.as_array_mut() {
            messages.push(fault.message.clone().into());
        }
    }
    fields.into()
}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NoKey => StatusCode::UNAUTHORIZED,
            // What is wrong with a field is 400 here, and no 422.
            Self::Error(Error::Invalid(_)) => StatusCode::BAD_REQUEST,
            Self::Error(error) => code(error).0,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let status = self.status_code();
        if status == StatusCode::INTERNAL_SERVER_ERROR {
            tracing::error!(error = %self, "a request failed");
        }
        let mut response = HttpResponse::build(status);
        match status {
            StatusCode::UNAUTHORIZED => response.insert_header((WWW_AUTHENTICATE, "Token")),
            StatusCode::SERVICE_UNAVAILABLE => response.insert_header((RETRY_AFTER, "2")),
            _ => &mut response,
        };
        response.json(self.body())
    }
}

/// The answer to a method that the contract does not have.
pub async fn method_not_allowed(request: HttpRequest) -> HttpResponse {
    let method = request.method();
    HttpResponse::MethodNotAllowed()
        .insert_header((ALLOW, "GET, PUT"))
        .json(detail(&format!(
            "Method \"{method}\" not allowed. Please use \"PUT\" instead."
        )))
}
