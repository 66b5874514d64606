//! Errors as Open Referral UK has them: a code and a sentence.

use crate::api::problem::ProblemDocument;
use crate::error::Error;
use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use serde_json::json;
use std::fmt;

/// An error on its way to whoever reads the open standards.
#[derive(Debug)]
pub struct Refusal(pub Error);

impl<E: Into<Error>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        let status = ProblemDocument::of(&self.0).status;
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let problem = ProblemDocument::of(&self.0);
        if self.status_code() == StatusCode::INTERNAL_SERVER_ERROR {
            tracing::error!(error = %self.0, "a request for the open standards failed");
        }
        let name = problem.kind.trim_start_matches("/problems/");
        let mut response = HttpResponse::build(self.status_code());
        if let Some(seconds) = problem.retry_after {
            response.insert_header((RETRY_AFTER, seconds));
        }
        response.json(json!({ "error": name, "message": problem.detail }))
    }
}

/// There is nothing with this id.
pub fn missing(what: &str, id: &str) -> Refusal {
    let shown: String = id.chars().take(60).collect();
    Refusal(Error::NotFound(format!(
        "there is no {what} with the id \"{shown}\""
    )))
}

/// The answer at addresses that lead nowhere.
pub async fn nowhere() -> Result<HttpResponse, Refusal> {
    let text = "there is nothing at this address: docs/standards.md lists what there is";
    Err(Error::NotFound(text.into()).into())
}

/// The answer to methods that change something.
pub async fn only_read() -> HttpResponse {
    HttpResponse::MethodNotAllowed()
        .insert_header((ALLOW, "GET, HEAD, OPTIONS"))
        .json(json!({ "error": "method-not-allowed", "message": "this address can only be read" }))
}
