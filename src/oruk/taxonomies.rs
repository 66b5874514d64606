//! `/taxonomies`: those that the terms of records name, and our own.

use super::answer::held;
use super::asked::Asked;
use super::catalogue::Kept;
use super::fault::{Refusal, missing};
use super::format::{id_of, uri};
use super::shape::Kind;
use super::terms::{self, says};
use super::tidy::tidy;
use super::vocabulary;
use crate::app::App;
use crate::directory::record::{Document, text};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::Value;
use std::collections::BTreeMap;

/// The taxonomies, a page at a time.
pub async fn list(
    request: HttpRequest,
    app: Data<App>,
    kept: Data<Kept>,
) -> Result<HttpResponse, Refusal> {
    let asked = Asked::strict(&request, &[])?;
    let all = of_terms(&terms::all(&app, kept).await?).into_iter();
    let found = all.filter(|taxonomy| says(taxonomy, asked.text("search")));
    held(&asked, found.map(Value::Object).collect())
}

/// One taxonomy.
pub async fn one(
    request: HttpRequest,
    id: Path<String>,
    app: Data<App>,
    kept: Data<Kept>,
) -> Result<HttpResponse, Refusal> {
    Asked::strict(&request, &[])?;
    let wanted = id_of(&id).to_string();
    let all = of_terms(&terms::all(&app, kept).await?);
    let found = all
        .into_iter()
        .find(|taxonomy| text(taxonomy, "id") == Some(&wanted));
    Ok(HttpResponse::Ok().json(found.ok_or_else(|| missing("taxonomy", &id))?))
}

/// The taxonomies of these terms, in the order of their ids, each once.
pub fn of_terms(terms: &[Document]) -> Vec<Document> {
    let named = |taxonomy: Document| Some((text(&taxonomy, "id")?.to_owned(), taxonomy));
    let own = vocabulary::taxonomies().into_iter().filter_map(named);
    let mut all: BTreeMap<String, Document> = own.collect();
    for term in terms {
        if let Some(id) = text(term, "taxonomy_id")
            && !all.contains_key(id)
            && let Some(taxonomy) = of_term(term, id)
        {
            all.insert(id.to_owned(), taxonomy);
        }
    }
    all.into_values().collect()
}

/// The taxonomy as a term has it inside, or by the words that it calls it by.
fn of_term(term: &Document, id: &str) -> Option<Document> {
    let mut taxonomy = match term.get("taxonomy_detail") {
        Some(Value::Object(detail)) => detail.clone(),
        _ => Document::new(),
    };
    let words = text(term, "taxonomy").unwrap_or("A taxonomy without a name");
    if !taxonomy.contains_key("name") {
        taxonomy.insert("name".into(), words.into());
    }
    if !taxonomy.contains_key("uri")
        && let Some(uri) = uri(words)
    {
        taxonomy.insert("uri".into(), uri.into());
    }
    taxonomy.insert("id".into(), id.into());
    tidy(Kind::Taxonomy, taxonomy, id)
}
