//! The pages: search, one service, the documents of the API. They work without a script, and say
//! in words whatever they say in colour.

mod address;
mod assets;
mod docs;
mod error;
mod page;
mod search;
mod service;
mod view;

pub use error::{not_found, problem};

use actix_web::web::{ServiceConfig, get, resource};

/// Adds the pages. They need the [`App`](crate::app::App) as shared data.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(resource("/").route(get().to(search::page)))
        .service(resource("/services/{id}").route(get().to(service::page)))
        .service(resource("/docs").route(get().to(docs::page)))
        .service(resource("/assets/{path}").route(get().to(assets::serve)));
}
