//! What a search found, a page at a time.

use super::query::Query;
use super::{BASE, MEDIA};
use crate::app::Address;
use actix_web::HttpResponse;
use serde_json::{Map, Value, json};

/// Answers with a page of a search.
pub fn answer(
    address: &Address,
    kind: &str,
    query: &Query,
    (found, total): (Vec<Value>, usize),
) -> HttpResponse {
    let (number, per_page) = query.paging;
    let last = total.div_ceil(per_page).max(1);
    let link = |relation: &str, number: usize| json!({ "relation": relation, "url": address.of(&query.page(kind, number)) });
    let mut links = vec![link("self", number), link("first", 1), link("last", last)];
    if number > 1 {
        links.push(link("previous", (number - 1).min(last)));
    }
    if number < last {
        links.push(link("next", number + 1));
    }
    let entries = found.into_iter().map(|resource| {
        let id = resource["id"].as_str().unwrap_or_default();
        let whole = address.of(&format!("{BASE}/{kind}/{id}"));
        json!({ "fullUrl": whole, "resource": resource, "search": { "mode": "match" } })
    });
    let entries: Vec<Value> = entries.collect();
    let mut bundle = Map::new();
    bundle.insert("resourceType".into(), "Bundle".into());
    bundle.insert("type".into(), "searchset".into());
    bundle.insert("total".into(), total.into());
    bundle.insert("link".into(), links.into());
    // FHIR has no empty lists.
    if !entries.is_empty() {
        bundle.insert("entry".into(), entries.into());
    }
    HttpResponse::Ok().content_type(MEDIA).json(bundle)
}
