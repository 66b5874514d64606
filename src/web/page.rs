//! A page as an answer: it is put together when the request is known, so that every page can say who
//! looks at it; the headers that every page carries; and what happens when one cannot be made.

use super::frame::Frame;
use crate::config::Tiles;
use actix_web::body::BoxBody;
use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, ContentType, HeaderName, HeaderValue, LOCATION, TryIntoHeaderValue,
};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, Responder};
use askama::{DynTemplate, Template};
use std::any::Any;

/// Nothing is loaded but what this server gives, and nothing runs that stands in a page.
const CONTENT_SECURITY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
     img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";
/// The header that says so.
const POLICY: &str = "content-security-policy";
/// What pages ask for the frame by.
const FRAME: &str = "frame";

/// What a request for a page is answered with.
pub struct Answer {
    status: StatusCode,
    /// Nothing, where one is only led elsewhere.
    page: Option<Box<dyn DynTemplate>>,
    headers: Vec<(HeaderName, HeaderValue)>,
    cookies: Vec<Cookie<'static>>,
}

/// Answers with a page. Room changes from minute to minute, so no page is kept by anyone.
pub fn respond(status: StatusCode, page: impl Template + 'static) -> Answer {
    Answer {
        status,
        page: Some(Box::new(page)),
        headers: Vec::new(),
        cookies: Vec::new(),
    }
}

/// Leads to another page of this server, after something was done: loading that one again does not do
/// it again.
pub fn lead_to(path: &str) -> Answer {
    let answer = Answer {
        status: StatusCode::SEE_OTHER,
        page: None,
        headers: Vec::new(),
        cookies: Vec::new(),
    };
    answer.with(LOCATION, path)
}

impl Answer {
    /// With one more header; one whose value cannot be written is left out.
    pub fn with(mut self, name: HeaderName, value: impl TryIntoHeaderValue) -> Self {
        self.headers
            .extend(value.try_into_value().ok().map(|value| (name, value)));
        self
    }

    /// With a cookie.
    pub fn with_cookie(mut self, cookie: Cookie<'static>) -> Self {
        self.cookies.push(cookie);
        self
    }

    /// With pictures of this server's beside our own, if there is one.
    pub fn with_pictures_of(self, tiles: Option<&Tiles>) -> Self {
        let Some(tiles) = tiles else {
            return self;
        };
        let allowed = format!("img-src 'self' {}", tiles.origin);
        let policy = CONTENT_SECURITY.replace("img-src 'self'", &allowed);
        self.with(HeaderName::from_static(POLICY), policy)
    }

    /// No search engine may list what only one person should have.
    pub fn private(self) -> Self {
        let name = HeaderName::from_static("x-robots-tag");
        self.with(name, "noindex, nofollow")
    }
}

impl Responder for Answer {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let frame: (&str, Box<dyn Any>) = (FRAME, Box::new(Frame::around(request)));
        let made = self.page.map(|page| page.dyn_render_with_values(&frame));
        let mut response = match made {
            None => headed(self.status).finish(),
            Some(Ok(html)) => headed(self.status).body(html),
            Some(Err(fault)) => {
                tracing::error!(%fault, "a page could not be made");
                headed(StatusCode::INTERNAL_SERVER_ERROR).body("This page could not be made.")
            }
        };
        for (name, value) in self.headers {
            response.headers_mut().insert(name, value);
        }
        for cookie in &self.cookies {
            // Fails for cookies that cannot be written; ours hold digits and letters.
            let _ = response.add_cookie(cookie);
        }
        response
    }
}

fn headed(status: StatusCode) -> HttpResponseBuilder {
    let mut response = HttpResponse::build(status);
    response
        .content_type(ContentType::html())
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((POLICY, CONTENT_SECURITY))
        .insert_header(("X-Content-Type-Options", "nosniff"))
        // A search may reveal something about a person; no other site is told of it.
        .insert_header(("Referrer-Policy", "no-referrer"));
    response
}
