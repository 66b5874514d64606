//! Pages of other sites may read what is open to everybody. They come without cookies and without keys, so
//! they are answered what anybody is.

use actix_web::HttpResponse;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, HeaderValue,
};
use actix_web::middleware::Next;

/// What is open: the standards, and what the API lets anybody read.
const OPEN: [&str; 6] = [
    "/oruk/",
    "/fhir/",
    "/api/v1/search",
    "/api/v1/suggest",
    "/api/v1/services/",
    "/api/v1/changes",
];
/// How others may ask.
const METHODS: &str = "GET, HEAD, OPTIONS";
/// Seconds for which a browser remembers that it may.
const REMEMBERED: &str = "86400";

/// Lets pages of other sites read what is open, and nothing else.
///
/// # Errors
/// What comes after it answers.
pub async fn open(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let asks = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    if !asks || !is_open(request.path()) {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let mut response = match *request.method() == Method::OPTIONS {
        true => {
            let (request, _) = request.into_parts();
            ServiceResponse::new(request, permission())
        }
        false => next.call(request).await?.map_into_boxed_body(),
    };
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("Retry-After"),
    );
    Ok(response)
}

fn is_open(path: &str) -> bool {
    OPEN.iter().any(|start| path.starts_with(start))
}

/// What a browser is told that asks before it asks.
fn permission() -> HttpResponse {
    HttpResponse::NoContent()
        .insert_header((ACCESS_CONTROL_ALLOW_METHODS, METHODS))
        .insert_header((ACCESS_CONTROL_ALLOW_HEADERS, "Accept, Content-Type"))
        .insert_header((ACCESS_CONTROL_MAX_AGE, REMEMBERED))
        .finish()
}
