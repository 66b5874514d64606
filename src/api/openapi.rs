//! The description of the API, built from the handlers.

use actix_web::HttpResponse;
use std::collections::HashMap;
use std::sync::LazyLock;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{Content, Ref, Response, ResponseBuilder};
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
        super::gaps::needs,
        super::gaps::needs_table,
        super::gaps::areas,
        super::gaps::areas_table,
        super::what_if::lost,
        super::what_if::lost_table,
        super::coverage::drawn,
        super::overlap::list,
        super::overlap::list_table,
        super::access::list,
        super::access::list_table,
        super::access::fairness,
        super::access::fairness_table,
        super::flow::list,
        super::flow::as_table,
        super::trend::list,
        super::trend::as_table,
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
    components(schemas(super::problem::ProblemDocument, super::live::LiveCapacity)),
    modifiers(&Keys, &Refusals)
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

/// What any address may refuse, beside what it says itself.
struct Refusals;

impl Modify for Refusals {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        for (path, item) in &mut document.paths.paths {
            let has_id = path.contains('{');
            for operation in operations(item) {
                let is_guarded = operation.security.is_some();
                let has_body = operation.request_body.is_some();
                let refusals = [
                    (true, "400", "A parameter is wrong"),
                    (is_guarded, "401", "A key is needed"),
                    (is_guarded, "403", "The key may not do this"),
                    (has_id, "404", "There is no such thing"),
                    (has_body, "413", "The body is too large"),
                    (has_body, "422", "A field is wrong"),
                    (
                        true,
                        "429",
                        "Too many requests; `Retry-After` says how long to wait",
                    ),
                ];
                let apply = refusals.into_iter().filter(|(applies, ..)| *applies);
                for (_, status, words) in apply {
                    let known = operation.responses.responses.entry(status.into());
                    known.or_insert_with(|| problem(words).into());
                }
            }
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let methods = [
        &mut item.get,
        &mut item.put,
        &mut item.post,
        &mut item.delete,
    ];
    methods.into_iter().filter_map(Option::as_mut)
}

fn problem(words: &str) -> Response {
    let schema = Ref::from_schema_name("ProblemDocument");
    let content = Content::new(Some(schema));
    let response = ResponseBuilder::new().description(words);
    response
        .content("application/problem+json", content)
        .build()
}

/// The methods of each address, as the header `Allow` names them.
pub fn allowed(path: &str) -> Option<&'static str> {
    static ALLOWED: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
        let named = |mut item: PathItem| {
            let methods = [
                (item.get.take(), "GET"),
                (item.put.take(), "PUT"),
                (item.post.take(), "POST"),
                (item.delete.take(), "DELETE"),
            ];
            let known = methods
                .into_iter()
                .filter(|(operation, _)| operation.is_some());
            known.map(|(_, name)| name).collect::<Vec<_>>().join(", ")
        };
        let paths = document().paths.paths.into_iter();
        paths.map(|(path, item)| (path, named(item))).collect()
    });
    ALLOWED.get(path).map(String::as_str)
}

/// The OpenAPI document.
pub fn document() -> utoipa::openapi::OpenApi {
    Api::openapi()
}

/// Answers with the OpenAPI document.
pub async fn openapi() -> HttpResponse {
    HttpResponse::Ok().json(document())
}
