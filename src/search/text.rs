//! The words of a question as a query on the index.

use super::fields::{self, Fields};
use super::ranking::ranking;
use tantivy::Term;
use tantivy::query::{AllQuery, BooleanQuery, BoostQuery, DisjunctionMaxQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

/// Words beyond this add nothing but work.
const MOST_WORDS: usize = 16;

/// The words that are searched for, as stems.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// Each once, in the order of the question.
    pub stems: Vec<String>,
}

/// A word that is searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    /// As the index has it.
    pub stem: &'a str,
    /// As it was typed.
    pub typed: &'a str,
}

impl Plan {
    /// Cuts a question into its words.
    pub fn of(q: &str) -> Self {
        let mut stems: Vec<String> = Vec::new();
        if !q.is_empty() {
            for stem in fields::stems(&mut fields::stemmed(), q) {
                if !stems.contains(&stem) && stems.len() < MOST_WORDS {
                    stems.push(stem);
                }
            }
        }
        Self { stems }
    }

    /// The stems with the words of the question that they stand for.
    pub fn words<'a>(&'a self, q: &'a str) -> Vec<Word<'a>> {
        let mut analyzer = fields::stemmed();
        let typed = q
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty());
        let typed: Vec<(&str, Vec<String>)> = typed
            .map(|word| (word, fields::stems(&mut analyzer, word)))
            .collect();
        let word = |stem: &'a String| Word {
            stem,
            typed: typed
                .iter()
                .find(|(_, stems)| stems.contains(stem))
                .map_or(stem, |(word, _)| word),
        };
        self.stems.iter().map(word).collect()
    }

    /// Listings that have all of the words, each anywhere.
    pub fn all_words(&self, fields: Fields) -> Box<dyn Query> {
        match self.stems.as_slice() {
            [] => Box::new(AllQuery),
            [stem] => word(stem, fields),
            stems => Box::new(BooleanQuery::intersection(words(stems, fields))),
        }
    }

    /// Listings that have at least one of the words.
    pub fn any_word(&self, fields: Fields) -> Box<dyn Query> {
        Box::new(BooleanQuery::union(words(&self.stems, fields)))
    }
}

fn words(stems: &[String], fields: Fields) -> Vec<Box<dyn Query>> {
    stems.iter().map(|stem| word(stem, fields)).collect()
}

/// One word, wherever it counts for most.
fn word(stem: &str, fields: Fields) -> Box<dyn Query> {
    let weights = &ranking().fields;
    let places = [
        (fields.name, weights.name),
        (fields.terms, weights.terms),
        (fields.organization, weights.organization),
        (fields.place, weights.place),
        (fields.description, weights.description),
    ];
    let disjuncts = places.map(|(field, weight)| term(field, stem, weight));
    let tie_breaker = ranking().tie_breaker;
    Box::new(DisjunctionMaxQuery::with_tie_breaker(
        disjuncts.into(),
        tie_breaker,
    ))
}

fn term(field: Field, stem: &str, weight: f32) -> Box<dyn Query> {
    let term = Term::from_field_text(field, stem);
    let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
    Box::new(BoostQuery::new(Box::new(query), weight))
}
