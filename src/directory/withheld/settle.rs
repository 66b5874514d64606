//! What is written of a document: what everybody may read, and the parts beside it.

use super::super::record::{self, Document};
use super::super::store::Shelf;
use super::Hidden;
use super::cover::Cover;
use super::mark;
use super::part::Part;
use super::restore;
use super::take::Taker;
use crate::domain::visibility::Level;
use serde_json::Value;

/// A document that was taken apart. There is no other way to make one, and the directory writes
/// nothing else.
#[derive(Debug, Clone, PartialEq)]
pub struct Settled {
    open: Document,
    parts: Vec<Part>,
    held_other: bool,
}

impl Settled {
    /// What everybody may read.
    pub fn open(&self) -> &Document {
        &self.open
    }

    /// The parts that are kept beside it.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Whether other parts were held before.
    pub fn changes_parts(&self) -> bool {
        self.held_other
    }
}

/// Takes a document apart that is to be written by somebody who sees up to the level `sees`, or only
/// what is public. Of the parts that are `held`, those that whoever writes may see are replaced by what
/// the document has; all others stay, and what the document says in their places is withheld as they
/// are.
pub fn settle(
    shelf: Shelf,
    document: Document,
    held: &[Part],
    sees: Option<Level>,
    hidden: &Hidden,
) -> Settled {
    let unseen: Vec<&Part> = held.iter().filter(|part| Some(part.level) > sees).collect();
    let whole = Value::Object(document);
    let covered: Vec<Part> = unseen.iter().map(|part| (*part).clone()).collect();
    let cover = Cover::of(&covered, &whole, hidden);
    let mut open = match whole {
        Value::Object(document) => document,
        _ => Document::new(),
    };
    let mut parts = Taker::take(&mut open, shelf, &cover);
    let stay = unseen
        .into_iter()
        .filter(|held| !parts.iter().any(|new| new.is_same_as(held)));
    let stay: Vec<Part> = stay.cloned().collect();
    parts.extend(stay);
    let held_other = parts.len() != held.len() || parts.iter().any(|part| !held.contains(part));
    Settled {
        open,
        parts,
        held_other,
    }
}

/// What two records of one import say of the same thing: where both say something the later wins, but
/// what either of them withholds is withheld.
pub fn merge(shelf: Shelf, known: Document, later: Document) -> Document {
    let none = Hidden::new();
    if !has_mark(&known) {
        let mut merged = known;
        record::merge(&mut merged, later);
        return merged;
    }
    let known = settle(shelf, known, &[], None, &none);
    let mut merged = known.open;
    record::merge(&mut merged, later);
    let merged = settle(shelf, merged, &known.parts, None, &none);
    restore::with(merged.open, merged.parts.iter())
}

fn has_mark(document: &Document) -> bool {
    fn inside(value: &Value) -> bool {
        match value {
            Value::Array(list) => list.iter().any(inside),
            Value::Object(object) => mark::level(object).is_some() || object.values().any(inside),
            _ => false,
        }
    }
    mark::level(document).is_some() || document.values().any(inside)
}

/// The level at which parts of a location withhold where it is.
pub(super) fn hides(parts: &[Part]) -> Option<Level> {
    let about = parts.iter().filter(|part| part.hides_place());
    about.map(|part| part.level).max()
}

impl Settled {
    /// For a location: the level at which it is withheld where it is.
    pub fn hides_place(&self) -> Option<Level> {
        hides(&self.parts)
    }
}
