//! `/taxonomy_terms`: those that records name, and our own.

use super::answer::held;
use super::asked::Asked;
use super::catalogue::{Catalogue, Kept};
use super::fault::{Refusal, missing};
use super::format::id_of;
use super::vocabulary;
use crate::app::App;
use crate::app::work::read;
use crate::directory::record::{Document, text};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::Value;
use std::sync::Arc;

/// The terms, a page at a time. `top_only` leaves those that are part of no other.
pub async fn list(
    request: HttpRequest,
    app: Data<App>,
    kept: Data<Kept>,
) -> Result<HttpResponse, Refusal> {
    let asked = Asked::strict(&request, &["taxonomy_id", "top_only", "parent_id"])?;
    let (taxonomy, parent) = (asked.id("taxonomy_id"), asked.id("parent_id"));
    let top = asked.flag("top_only")?;
    let is = |term: &Document, field, id: Option<uuid::Uuid>| {
        id.is_none_or(|id| text(term, field).map(id_of) == Some(id))
    };
    let fits = |term: &Document| {
        is(term, "taxonomy_id", taxonomy)
            && is(term, "parent_id", parent)
            && !(top && term.contains_key("parent_id"))
            && says(term, asked.text("search"))
    };
    let all = all(&app, kept).await?.into_iter().filter(fits);
    held(&asked, all.map(Value::Object).collect())
}

/// One term.
pub async fn one(
    request: HttpRequest,
    id: Path<String>,
    app: Data<App>,
    kept: Data<Kept>,
) -> Result<HttpResponse, Refusal> {
    Asked::strict(&request, &[])?;
    let wanted = id_of(&id).to_string();
    let found = all(&app, kept)
        .await?
        .into_iter()
        .find(|term| text(term, "id") == Some(&wanted));
    Ok(HttpResponse::Ok().json(found.ok_or_else(|| missing("taxonomy term", &id))?))
}

/// Every term, in the order of their ids.
///
/// # Errors
/// The database fails.
pub async fn all(app: &Data<App>, kept: Data<Kept>) -> Result<Vec<Document>, Refusal> {
    let catalogue: Arc<Catalogue> = read(app, move |conn| kept.now(conn)).await?;
    let own = vocabulary::terms();
    let mut all: Vec<Document> = catalogue.terms().cloned().chain(own).collect();
    all.sort_by(|one, other| text(one, "id").cmp(&text(other, "id")));
    // Somebody may import what we publish.
    all.dedup_by(|one, other| text(one, "id") == text(other, "id"));
    Ok(all)
}

/// Whether these words stand in the name or the description.
pub fn says(record: &Document, words: Option<&str>) -> bool {
    let Some(words) = words.map(str::to_lowercase) else {
        return true;
    };
    let texts = ["name", "description"].map(|field| text(record, field).unwrap_or_default());
    texts
        .iter()
        .any(|text| text.to_lowercase().contains(&words))
}
