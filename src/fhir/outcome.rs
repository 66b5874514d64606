//! Errors as FHIR has them: an `OperationOutcome`.

use super::MEDIA;
use crate::api::problem::ProblemDocument;
use crate::error::Error;
use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use serde_json::{Value, json};
use std::fmt;

/// An error on its way to whoever reads FHIR.
#[derive(Debug)]
pub struct Outcome(pub Error);

impl<E: Into<Error>> From<E> for Outcome {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl ResponseError for Outcome {
    fn status_code(&self) -> StatusCode {
        let status = ProblemDocument::of(&self.0).status;
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let problem = ProblemDocument::of(&self.0);
        if self.status_code() == StatusCode::INTERNAL_SERVER_ERROR {
            tracing::error!(error = %self.0, "a request for FHIR failed");
        }
        let mut response = HttpResponse::build(self.status_code());
        if let Some(seconds) = problem.retry_after {
            response.insert_header((RETRY_AFTER, seconds));
        }
        let code = match problem.status {
            400 | 422 => "invalid",
            404 => "not-found",
            429 => "throttled",
            503 => "transient",
            _ => "exception",
        };
        response
            .content_type(MEDIA)
            .json(issue(code, &problem.detail))
    }
}

fn issue(code: &str, words: &str) -> Value {
    let issue = json!({ "severity": "error", "code": code, "diagnostics": words });
    json!({ "resourceType": "OperationOutcome", "issue": [issue] })
}

/// There is no such resource.
pub fn missing(kind: &str, id: &str) -> Outcome {
    let shown: String = id.chars().take(60).collect();
    Outcome(Error::NotFound(format!("there is no {kind}/{shown}")))
}

/// The answer at addresses that lead nowhere.
pub async fn nowhere() -> Result<HttpResponse, Outcome> {
    Err(Error::NotFound(
        "there is nothing at this address: /fhir/r4/metadata lists what there is".into(),
    )
    .into())
}

/// The answer to methods that change something.
pub async fn only_read() -> HttpResponse {
    HttpResponse::MethodNotAllowed()
        .insert_header((ALLOW, "GET, HEAD, OPTIONS"))
        .content_type(MEDIA)
        .json(issue("not-supported", "this server can only be read"))
}
