//! The description of the API, built from the handlers.

use actix_web::HttpResponse;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

/// The whole API.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Headroom",
        description = "A directory of community services that knows which of them have room.",
    ),
    paths(
        super::search::search,
        super::search::suggest,
        super::services::service,
        super::capacity::get,
        super::capacity::put,
        super::capacity::confirm,
        super::bulk::post,
        super::history::history,
        super::shown::shown,
        super::links::post,
        super::links::delete,
        super::contacts::get,
        super::contacts::put,
        super::funding::get,
        super::funding::put,
        super::coverage::list,
        super::coverage::table,
        super::signposts::making::post,
        super::signposts::get,
        super::signposts::delete,
        super::signposts::outcome,
        super::subscriptions::post,
        super::subscriptions::list,
        super::subscriptions::delete,
        super::subscriptions::secret::change,
        super::subscriptions::deliveries::list,
        super::subscriptions::deliveries::retry,
        super::tasks::list,
        super::tasks::get,
        super::tasks::moves::claim,
        super::tasks::moves::release,
        super::tasks::moves::later,
        super::tasks::moves::done,
        super::dos::get,
        super::dos::put,
        super::live::live,
        super::changes::changes,
        super::health::live,
        super::health::ready,
        super::metrics::metrics,
    ),
    components(schemas(super::problem::ProblemDocument)),
    modifiers(&Keys)
)]
struct Api;

struct Keys;

impl Modify for Keys {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        components.add_security_scheme(
            "key",
            SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)),
        );
        components.add_security_scheme(
            "token",
            SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::with_description(
                "Authorization",
                "`Token` and the key",
            ))),
        );
    }
}

/// The OpenAPI document.
pub fn document() -> utoipa::openapi::OpenApi {
    Api::openapi()
}

/// Answers with the OpenAPI document.
pub async fn openapi() -> HttpResponse {
    HttpResponse::Ok().json(document())
}
