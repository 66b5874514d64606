//! The documents of the API, for people.

use super::page;
use super::view::docs::DocsPage;
use crate::api::openapi;
use crate::error::Error;
use crate::web::page::Answer;
use actix_web::http::StatusCode;

/// Shows what the API can do.
pub async fn page() -> Answer {
    match serde_json::to_value(openapi::document()) {
        Ok(document) => page::respond(StatusCode::OK, DocsPage::view(&document)),
        Err(fault) => super::problem(&Error::internal(fault)),
    }
}
