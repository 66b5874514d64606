//! Completions as one types: services and organisations by the beginnings of their words, needs
//! by theirs, places by their names.

use super::engine::Engine;
use super::entry::{Entry, TagKind};
use super::fields;
use super::view::View;
use crate::error::Result;
use serde::{Deserialize, Serialize};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, FuzzyTermQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};
use utoipa::ToSchema;

/// Completions shown of each kind.
const EACH: usize = 5;
/// Listings looked at for their names.
const LOOK_AT: usize = 200;

/// What a completion stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SuggestionKind {
    /// A need.
    Need,
    /// A service.
    Service,
    /// An organisation.
    Organization,
    /// A place.
    Place,
}

/// One completion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Suggestion {
    /// What it stands for.
    pub kind: SuggestionKind,
    /// Its id; for a place its name, as `near` takes it.
    pub id: String,
    /// What people read.
    pub label: String,
}

impl Engine {
    /// Completions of what was typed so far.
    ///
    /// # Errors
    /// The index is being built, or cannot be read.
    pub fn suggest(&self, typed: &str) -> Result<Vec<Suggestion>> {
        let words = fields::stems(&mut fields::plain(), typed);
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let mut suggestions = self.needs(&words);
        let view = self.current_view()?;
        suggestions.extend(names(&view, &words)?);
        let places = self.gazetteer().complete(typed.trim(), EACH);
        suggestions.extend(places.into_iter().map(|place| Suggestion {
            kind: SuggestionKind::Place,
            id: place.clone(),
            label: place,
        }));
        Ok(suggestions)
    }

    fn needs(&self, words: &[String]) -> Vec<Suggestion> {
        let tags = self.tags.all();
        let needs = tags.iter().filter(|tag| tag.kind == TagKind::Need);
        let mut matching: Vec<_> = needs.filter(|tag| begins(&tag.label, words)).collect();
        matching.sort_by(|a, b| a.label.cmp(&b.label));
        let firsts = matching.into_iter().take(EACH);
        firsts
            .map(|tag| Suggestion {
                kind: SuggestionKind::Need,
                id: tag.id.clone(),
                label: tag.label.clone(),
            })
            .collect()
    }
}

/// Whether every word typed begins a word of the label.
fn begins(label: &str, words: &[String]) -> bool {
    let has = fields::stems(&mut fields::plain(), label);
    words
        .iter()
        .all(|word| has.iter().any(|own| own.starts_with(word.as_str())))
}

fn names(view: &View, words: &[String]) -> Result<Vec<Suggestion>> {
    let query = query(view, words);
    let found = view
        .searcher
        .search(&query, &TopDocs::with_limit(LOOK_AT).order_by_score())?;
    let entries = found.iter().map(|(_, address)| entry(view, *address));
    let mut services = Vec::new();
    let mut organizations = Vec::new();
    for entry in entries {
        if begins(&entry.name, words) {
            let id = entry.id.to_string();
            push(&mut services, SuggestionKind::Service, id, &entry.name);
        }
        if let Some(org) = entry
            .organization
            .as_ref()
            .filter(|org| begins(&org.name, words))
        {
            push(
                &mut organizations,
                SuggestionKind::Organization,
                org.id.to_string(),
                &org.name,
            );
        }
    }
    services.sort_by_key(|found: &Suggestion| found.label.len());
    services.truncate(EACH);
    organizations.truncate(EACH);
    services.extend(organizations);
    Ok(services)
}

fn push(list: &mut Vec<Suggestion>, kind: SuggestionKind, id: String, label: &str) {
    if list.iter().all(|known| known.id != id) {
        let label = label.to_owned();
        list.push(Suggestion { kind, id, label });
    }
}

fn entry(view: &View, address: DocAddress) -> &Entry {
    &view.shelves[address.segment_ord as usize].entries[address.doc_id as usize]
}

/// All words but the last as they stand, the last as a beginning.
fn query(view: &View, words: &[String]) -> BooleanQuery {
    let field = view.fields.complete;
    let term = |word: &String| Term::from_field_text(field, word);
    let (last, whole) = words
        .split_last()
        .map_or((None, words), |(last, whole)| (Some(last), whole));
    let mut parts: Vec<Box<dyn Query>> = Vec::new();
    for word in whole {
        parts.push(Box::new(TermQuery::new(
            term(word),
            IndexRecordOption::Basic,
        )));
    }
    if let Some(last) = last {
        parts.push(Box::new(FuzzyTermQuery::new_prefix(term(last), 0, true)));
    }
    BooleanQuery::intersection(parts)
}
