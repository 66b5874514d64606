//! A page as an answer: the headers that every page carries, and what happens when one cannot be
//! made.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, ContentType};
use actix_web::{HttpResponse, HttpResponseBuilder};
use askama::Template;

/// Nothing is loaded but what this server gives, and nothing runs that stands in a page.
const CONTENT_SECURITY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
     img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";

/// Renders a page. Room changes from minute to minute, so no page is kept by anyone.
pub fn respond(status: StatusCode, page: &impl Template) -> HttpResponse {
    match page.render() {
        Ok(html) => headed(status).body(html),
        Err(fault) => {
            tracing::error!(%fault, "a page could not be made");
            headed(StatusCode::INTERNAL_SERVER_ERROR).body("This page could not be made.")
        }
    }
}

fn headed(status: StatusCode) -> HttpResponseBuilder {
    let mut response = HttpResponse::build(status);
    response
        .content_type(ContentType::html())
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header(("Content-Security-Policy", CONTENT_SECURITY))
        .insert_header(("X-Content-Type-Options", "nosniff"))
        // A search may reveal something about a person; no other site is told of it.
        .insert_header(("Referrer-Policy", "no-referrer"));
    response
}
