//! What is looked up in the index for a question: clauses that an answer should meet, and extras
//! that only add to its score.

use crate::needs::NeedId;

/// Clauses beyond this add nothing but work; so many bits are kept of what an answer meets.
pub const MOST_CLAUSES: usize = 16;

/// Where a term is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Where {
    /// Among the stems of the texts.
    Text,
    /// Among the needs that listings meet.
    Needs,
}

/// A term, and where it is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Where.
    pub place: Where,
    /// As the index has it.
    pub term: String,
}

impl Key {
    /// A stem in the texts.
    pub fn text(stem: &str) -> Self {
        Self {
            place: Where::Text,
            term: stem.to_owned(),
        }
    }

    /// A need.
    pub fn need(id: &str) -> Self {
        Self {
            place: Where::Needs,
            term: id.to_owned(),
        }
    }
}

/// One thing that an answer should meet.
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    /// Any of these meets it.
    pub keys: Vec<Key>,
    /// How much its score counts.
    pub weight: f32,
    /// The needs that it stands for; none for a mere word.
    pub needs: Vec<NeedId>,
    /// What was typed.
    pub typed: String,
    /// The stems of what was typed.
    pub stems: Vec<String>,
}

impl Clause {
    /// A word.
    pub fn word(stem: &str, typed: &str) -> Self {
        Self {
            keys: vec![Key::text(stem)],
            weight: 1.0,
            needs: Vec::new(),
            typed: typed.to_owned(),
            stems: vec![stem.to_owned()],
        }
    }
}

/// What adds to a score without being asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Extra {
    /// What is looked up.
    pub key: Key,
    /// How much its score counts.
    pub weight: f32,
}

/// What is looked up.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// What an answer should meet.
    pub clauses: Vec<Clause>,
    /// What only adds to its score.
    pub extras: Vec<Extra>,
    /// Whether one clause is enough.
    pub any: bool,
}

impl Plan {
    /// Adds a clause, unless it is there already or there are too many.
    pub fn push(&mut self, clause: Clause) {
        let known = self.clauses.iter().any(|known| known.keys == clause.keys);
        if !known && self.clauses.len() < MOST_CLAUSES {
            self.clauses.push(clause);
        }
    }
}
