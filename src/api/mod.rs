//! The JSON API, version 1. Each file holds the handlers of one subject, with the shapes they
//! read and write.

mod access;
mod auth;
mod body;
mod bulk;
mod capacity;
mod changes;
mod contacts;
mod coverage;
mod dos;
mod flow;
mod funding;
mod gaps;
mod health;
mod history;
mod links;
mod live;
pub mod metrics;
pub mod openapi;
mod overlap;
mod page;
pub(crate) mod params;
pub mod problem;
mod search;
mod services;
mod shown;
mod signposts;
mod subscriptions;
mod tasks;
mod trend;
mod what_if;

use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpResponse, Resource};
use problem::Problem;

/// The largest body that is read, in bytes. The largest that makes sense is far smaller.
pub const LARGEST_BODY: usize = 256 * 1024;

/// Adds all routes of the API.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.app_data(web::PayloadConfig::new(LARGEST_BODY))
        .service(resource("/api/v1/search").route(web::get().to(search::search)))
        .service(resource("/api/v1/suggest").route(web::get().to(search::suggest)))
        .service(resource("/api/v1/services/{id}").route(web::get().to(services::service)))
        .service(
            resource("/api/v1/services/{id}/capacity")
                .route(web::get().to(capacity::get))
                .route(web::put().to(capacity::put)),
        )
        .service(
            resource("/api/v1/services/{id}/capacity/confirm")
                .route(web::post().to(capacity::confirm)),
        )
        .service(
            resource("/api/v1/services/{id}/capacity/history")
                .route(web::get().to(history::history)),
        )
        .service(
            resource("/api/v1/services/{id}/capacity/shown").route(web::get().to(shown::shown)),
        )
        .service(
            resource("/api/v1/services/{id}/links")
                .route(web::post().to(links::post))
                .route(web::delete().to(links::delete)),
        )
        .service(
            resource("/api/v1/services/{id}/contacts")
                .route(web::get().to(contacts::get))
                .route(web::put().to(contacts::put)),
        )
        .service(
            resource("/api/v1/services/{id}/funding")
                .route(web::get().to(funding::get))
                .route(web::put().to(funding::put)),
        )
        .service(resource("/api/v1/coverage").route(web::get().to(coverage::list)))
        .service(resource("/api/v1/coverage.csv").route(web::get().to(coverage::table)))
        .service(resource("/api/v1/coverage/gaps").route(web::get().to(gaps::needs)))
        .service(resource("/api/v1/coverage/gaps.csv").route(web::get().to(gaps::needs_table)))
        .service(resource("/api/v1/coverage/gaps/areas").route(web::get().to(gaps::areas)))
        .service(
            resource("/api/v1/coverage/gaps/areas.csv").route(web::get().to(gaps::areas_table)),
        )
        .service(resource("/api/v1/coverage/what-if").route(web::get().to(what_if::lost)))
        .service(resource("/api/v1/coverage/what-if.csv").route(web::get().to(what_if::lost_table)))
        .service(resource("/api/v1/coverage/overlap").route(web::get().to(overlap::list)))
        .service(resource("/api/v1/coverage/overlap.csv").route(web::get().to(overlap::list_table)))
        .service(resource("/api/v1/coverage/areas.geojson").route(web::get().to(coverage::drawn)))
        .service(resource("/api/v1/coverage/access").route(web::get().to(access::list)))
        .service(resource("/api/v1/coverage/access.csv").route(web::get().to(access::list_table)))
        .service(resource("/api/v1/coverage/fairness").route(web::get().to(access::fairness)))
        .service(
            resource("/api/v1/coverage/fairness.csv").route(web::get().to(access::fairness_table)),
        )
        .service(resource("/api/v1/coverage/flow").route(web::get().to(flow::list)))
        .service(resource("/api/v1/coverage/flow.csv").route(web::get().to(flow::as_table)))
        .service(resource("/api/v1/coverage/trend").route(web::get().to(trend::list)))
        .service(resource("/api/v1/coverage/trend.csv").route(web::get().to(trend::as_table)))
        .service(resource("/api/v1/signposts").route(web::post().to(signposts::making::post)))
        .service(
            resource("/api/v1/signposts/{code}")
                .route(web::get().to(signposts::get))
                .route(web::delete().to(signposts::delete)),
        )
        .service(
            resource("/api/v1/signposts/{code}/outcome").route(web::post().to(signposts::outcome)),
        )
        .service(resource("/api/v1/tasks").route(web::get().to(tasks::list)))
        .service(resource("/api/v1/tasks/{id}").route(web::get().to(tasks::get)))
        .service(resource("/api/v1/tasks/{id}/claim").route(web::post().to(tasks::moves::claim)))
        .service(
            resource("/api/v1/tasks/{id}/release").route(web::post().to(tasks::moves::release)),
        )
        .service(resource("/api/v1/tasks/{id}/later").route(web::post().to(tasks::moves::later)))
        .service(resource("/api/v1/tasks/{id}/done").route(web::post().to(tasks::moves::done)))
        .service(
            resource("/api/v1/capacity/bulk")
                .app_data(web::PayloadConfig::new(bulk::LARGEST))
                .app_data(body::Largest(bulk::LARGEST))
                .route(web::post().to(bulk::post)),
        )
        .service(
            resource("/api/v1/subscriptions")
                .route(web::get().to(subscriptions::list))
                .route(web::post().to(subscriptions::post)),
        )
        .service(
            resource("/api/v1/subscriptions/{id}").route(web::delete().to(subscriptions::delete)),
        )
        .service(
            resource("/api/v1/subscriptions/{id}/secret")
                .route(web::post().to(subscriptions::secret::change)),
        )
        .service(
            resource("/api/v1/subscriptions/{id}/deliveries")
                .route(web::get().to(subscriptions::deliveries::list)),
        )
        .service(
            resource("/api/v1/subscriptions/{id}/deliveries/{delivery}/retry")
                .route(web::post().to(subscriptions::deliveries::retry)),
        )
        .service(dos::resource())
        .service(resource("/api/v1/live").route(web::get().to(live::live)))
        .service(resource("/api/v1/changes").route(web::get().to(changes::changes)))
        .service(
            resource("/health/live")
                .route(web::get().to(health::live))
                .route(web::head().to(health::live)),
        )
        .service(resource("/health/ready").route(web::get().to(health::ready)))
        .service(resource("/metrics").route(web::get().to(metrics::metrics)))
        .service(resource("/openapi.json").route(web::get().to(openapi::openapi)))
        .service(web::scope("/api").default_service(web::to(nowhere)));
}

/// A resource that answers other methods with a problem document, as it does everything else.
fn resource(path: &str) -> Resource {
    let allowed = |request: actix_web::HttpRequest| async move {
        let pattern = request.match_pattern();
        problem::method_not_allowed(pattern.as_deref().and_then(openapi::allowed))
    };
    web::resource(path).default_service(web::to(allowed))
}

async fn nowhere() -> Result<HttpResponse, Problem> {
    Err(Problem(crate::error::Error::NotFound(
        "there is nothing at this address: /docs lists what there is".into(),
    )))
}
