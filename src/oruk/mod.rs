//! The open standards' own face: `/oruk/v3` is Open Referral UK 3.0 and at the same time HSDS 3.2, `/oruk/v1`
//! the shape of Open Referral UK 1. Anybody may read it, from any site. It publishes nothing but the open
//! documents, and nothing that the official schemas would refuse: see `docs/standards.md`.

mod answer;
mod asked;
mod brief;
pub mod catalogue;
pub mod changed;
mod chosen;
mod fault;
mod format;
mod organizations;
mod page;
mod record;
mod required;
mod room;
mod root;
mod services;
mod shape;
mod shapes;
mod sites;
pub mod store;
mod taxonomies;
mod terms;
mod tidy;
mod v1;
mod vocabulary;

pub use fault::Refusal;
pub use format::id_of;
pub use record::whole;
pub use shape::{Form, Kind};
pub use tidy::tidy;

use actix_web::web::{self, ServiceConfig};
use actix_web::{Handler, Resource, Responder};

/// Adds the addresses of the open standards. They need the [`App`](crate::app::App) and a
/// [`catalogue::Kept`] as shared data.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(read_at("/oruk/v3", root::root))
        .service(read_at("/oruk/v3/", root::root))
        .service(read_at("/oruk/v3/services", services::list))
        .service(read_at("/oruk/v3/services/{id}", services::one))
        .service(read_at("/oruk/v3/organizations", organizations::list))
        .service(read_at("/oruk/v3/organizations/{id}", organizations::one))
        .service(read_at("/oruk/v3/service_at_locations", sites::list))
        .service(read_at("/oruk/v3/service_at_locations/{id}", sites::one))
        .service(read_at("/oruk/v3/taxonomies", taxonomies::list))
        .service(read_at("/oruk/v3/taxonomies/{id}", taxonomies::one))
        .service(read_at("/oruk/v3/taxonomy_terms", terms::list))
        .service(read_at("/oruk/v3/taxonomy_terms/{id}", terms::one))
        .service(read_at("/oruk/v1/services", v1::services::list))
        .service(read_at("/oruk/v1/services/{id}", v1::services::one))
        .service(read_at("/oruk/v1/organizations", v1::others::organizations))
        .service(read_at(
            "/oruk/v1/organizations/{id}",
            v1::others::organization,
        ))
        .service(read_at("/oruk/v1/taxonomies", v1::others::taxonomies))
        .service(read_at("/oruk/v1/taxonomies/{id}", v1::others::taxonomy))
        .service(read_at("/oruk/v1/vocabularies", v1::others::vocabularies))
        .service(web::scope("/oruk").default_service(web::to(fault::nowhere)));
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
        .default_service(web::to(fault::only_read))
}
