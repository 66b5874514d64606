//! Completions as one types: services and organisations by the beginnings of their words, needs
//! by theirs, places by their names. Nothing is asked of the index: each shelf knows its names.

use super::engine::Engine;
use super::entry::TagKind;
use super::names::{Alike, Names};
use super::shelf::Shelf;
use super::shown::by_name;
use super::spelt::{self, Begins, begins};
use super::view::View;
use crate::error::Result;
use crate::needs;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use utoipa::ToSchema;
use uuid::Uuid;

/// Completions shown of each kind.
const EACH: usize = 5;
/// Names looked at: the best of those that have the rarest of the words.
const LOOK_AT: usize = 1_000;
/// Names kept of a segment: those that are shown, and more, for some may be of listings that are
/// gone.
const KEPT: usize = 64;
/// Nobody types more words than these.
const MOST_WORDS: usize = 16;

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
    /// Completions of what was typed so far. If nothing begins so, one letter may be wrong.
    ///
    /// # Errors
    /// The index is being built.
    pub fn suggest(&self, typed: &str) -> Result<Vec<Suggestion>> {
        let view = self.current_view()?;
        let mut words = Vec::new();
        spelt::words(typed, |word| words.push(word.to_owned()));
        if words.is_empty() || words.len() > MOST_WORDS {
            return Ok(Vec::new());
        }
        let mut suggestions = self.needs(&words);
        suggestions.extend(names(&view, &words, Spelling::Right));
        let places = self.gazetteer().complete(typed.trim(), EACH);
        suggestions.extend(places.into_iter().map(|place| Suggestion {
            kind: SuggestionKind::Place,
            id: place.clone(),
            label: place,
        }));
        if suggestions.is_empty() {
            suggestions = names(&view, &words, Spelling::Wrong);
        }
        Ok(suggestions)
    }

    fn needs(&self, words: &[String]) -> Vec<Suggestion> {
        let found = needs::complete(words, EACH).into_iter();
        let found = found.map(|need| {
            let need = needs::vocabulary().need(need);
            Suggestion {
                kind: SuggestionKind::Need,
                id: need.id.clone(),
                label: need.label.clone(),
            }
        });
        let mut found: Vec<Suggestion> = found.collect();
        found.extend(self.other_terms(words));
        found.truncate(EACH);
        found
    }

    /// Taxonomy terms that stand for no need of the vocabulary.
    fn other_terms(&self, words: &[String]) -> Vec<Suggestion> {
        self.tags.look(|tags| {
            let terms = tags.iter().filter(|tag| {
                tag.kind == TagKind::Need && needs::vocabulary().number(&tag.id).is_none()
            });
            let mut matching: Vec<_> = terms
                .filter_map(|tag| Some((begins(&tag.label, words)?, &tag.label, tag)))
                .collect();
            matching.sort_by_key(|(begins, label, _)| (*begins, *label));
            let firsts = matching.into_iter().take(EACH);
            firsts
                .map(|(_, _, tag)| Suggestion {
                    kind: SuggestionKind::Need,
                    id: tag.id.clone(),
                    label: tag.label.clone(),
                })
                .collect()
        })
    }
}

/// Whether the words typed are taken as they stand, or one of them has a wrong letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spelling {
    Right,
    Wrong,
}

fn names(view: &View, words: &[String], spelling: Spelling) -> Vec<Suggestion> {
    let kinds = [SuggestionKind::Service, SuggestionKind::Organization];
    let found = kinds.into_iter().flat_map(|kind| {
        let found = Search { view, kind, words }.best(spelling);
        found.into_iter().map(move |name| Suggestion {
            kind,
            id: name.id.to_string(),
            label: name.name.to_owned(),
        })
    });
    found.collect()
}

/// Names of one kind being looked for in all shelves.
struct Search<'a> {
    view: &'a View,
    kind: SuggestionKind,
    words: &'a [String],
}

/// A name that may be suggested.
#[derive(Clone, Copy)]
struct Name<'a> {
    begins: Begins,
    /// Letters in it.
    length: usize,
    id: Uuid,
    name: &'a str,
}

impl<'a> Search<'a> {
    fn names(&self, shelf: &'a Shelf) -> &'a Names {
        match self.kind {
            SuggestionKind::Organization => &shelf.organization_names,
            _ => &shelf.service_names,
        }
    }

    /// The best few.
    fn best(&self, spelling: Spelling) -> Vec<Name<'a>> {
        let shelves = self.view.shelves.iter();
        let names: Vec<&Names> = shelves.map(|shelf| self.names(shelf)).collect();
        let Some(typed) = self.typed(&names, spelling) else {
            return Vec::new();
        };
        // The rarest leads, and it is the same in all shelves.
        let lead = (0..self.words.len()).min_by_key(|word| occurring(&names, &typed, *word));
        let mut found = Vec::new();
        for (number, (names, typed)) in names.iter().zip(&typed).enumerate() {
            let best = names.best(typed, lead.unwrap_or_default(), LOOK_AT, KEPT);
            let alive = best
                .into_iter()
                .filter(|(own, _)| self.is_alive(number, *own));
            // One may stand there under two names.
            let alive = alive.take(2 * EACH);
            found.extend(alive.map(|found| self.name(number, found)));
        }
        found.sort_by(Name::order);
        each_once(found)
    }

    /// The words that begin with each of those typed, in each shelf. None if a word typed begins
    /// none, and is not the one that is spelt wrongly.
    fn typed(&self, names: &[&Names], spelling: Spelling) -> Option<Vec<Vec<Alike>>> {
        let words = self.words.iter();
        let starting = |names: &&Names| words.clone().map(|word| names.starting(word)).collect();
        let mut typed: Vec<Vec<Alike>> = names.iter().map(starting).collect();
        let all = 0..self.words.len();
        let unknown = all.filter(|word| occurring(names, &typed, *word) == 0);
        match (&unknown.collect::<Vec<_>>()[..], spelling) {
            ([], Spelling::Right) => Some(typed),
            ([wrong], Spelling::Wrong) => {
                for (names, typed) in names.iter().zip(&mut typed) {
                    typed[*wrong] = names.nearly(&self.words[*wrong]);
                }
                Some(typed)
            }
            _ => None,
        }
    }

    fn name(&self, shelf: usize, (number, begins): (u32, Begins)) -> Name<'a> {
        let shelf: &Shelf = &self.view.shelves[shelf];
        let (id, name) = match self.kind {
            SuggestionKind::Organization => shelf.organization_name(number),
            _ => shelf.name(number),
        };
        Name {
            begins,
            length: name.chars().count(),
            id,
            name,
        }
    }

    /// Whether the listing, or one of those of the organisation, is not gone.
    fn is_alive(&self, shelf: usize, number: u32) -> bool {
        let reader = self.view.searcher.segment_reader(shelf as u32);
        let Some(alive) = reader.alive_bitset() else {
            return true;
        };
        match self.kind {
            SuggestionKind::Organization => {
                let mut docs = self.view.shelves[shelf].run_by(number);
                docs.any(|doc| alive.is_alive(doc))
            }
            _ => alive.is_alive(number),
        }
    }
}

impl Name<'_> {
    fn order(a: &Self, b: &Self) -> Ordering {
        let by_name = || by_name((a.id, a.name), (b.id, b.name));
        let key = |name: &Self| (name.begins, name.length);
        key(a).cmp(&key(b)).then_with(by_name)
    }
}

/// How often the words that one of those typed begins occur, in all shelves.
fn occurring(names: &[&Names], typed: &[Vec<Alike>], word: usize) -> usize {
    let each = names.iter().zip(typed);
    each.map(|(names, typed)| names.occurring(&typed[word]))
        .sum()
}

/// The first few with different ids.
fn each_once(names: Vec<Name>) -> Vec<Name> {
    let mut first: Vec<Name> = Vec::with_capacity(EACH);
    for name in names {
        if first.len() < EACH && first.iter().all(|known| known.id != name.id) {
            first.push(name);
        }
    }
    first
}
