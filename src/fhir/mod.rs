//! The directory as FHIR R4, to be read: `HealthcareService`, `Organization` and `Location`, for programs of the
//! health service that speak nothing else. It is made of what the open standards publish, and says no more.

mod bundle;
mod capability;
mod common;
mod location;
mod organization;
mod outcome;
mod query;
mod room;
mod search;
mod service;

pub use outcome::Outcome;

use actix_web::web::{self, ServiceConfig};
use actix_web::{Handler, Resource, Responder};

/// Where it is.
pub const BASE: &str = "/fhir/r4";
/// What it is sent as.
const MEDIA: &str = "application/fhir+json";

/// Adds the addresses. They need the [`App`](crate::app::App) as shared data.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(read_at("/fhir/r4/metadata", capability::statement))
        .service(read_at("/fhir/r4/HealthcareService", search::services))
        .service(read_at("/fhir/r4/HealthcareService/{id}", search::service))
        .service(read_at("/fhir/r4/Organization", search::organizations))
        .service(read_at("/fhir/r4/Organization/{id}", search::organization))
        .service(read_at("/fhir/r4/Location", search::locations))
        .service(read_at("/fhir/r4/Location/{id}", search::location))
        .service(web::scope("/fhir").default_service(web::to(outcome::nowhere)));
}

/// What is only read, whole or by its headers.
fn read_at<F, Args>(path: &str, handler: F) -> Resource
where
    F: Handler<Args>,
    Args: actix_web::FromRequest + 'static,
    F::Output: Responder + 'static,
{
    web::resource(path)
        .route(web::get().to(handler.clone()))
        .route(web::head().to(handler))
        .default_service(web::to(outcome::only_read))
}
