//! One part of a document that is not for everybody.

use super::mark;
use super::pass::Pass;
use super::path::{self, Step};
use crate::domain::visibility::Level;
use serde_json::Value;
use std::fmt;

/// A part that was taken out, with the way back to its place. It cannot be serialised, nor looked into
/// without a [`Pass`].
#[derive(Clone, PartialEq)]
pub struct Part {
    pub(super) path: Vec<Step>,
    pub(super) level: Level,
    pub(super) value: Value,
}

/// A part as somebody who may see it finds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen<'a> {
    /// Where it stands, as `phones[1]`.
    pub path: String,
    /// The name of the field that holds it, or holds the list that does.
    pub field: &'a str,
    /// For whom it is.
    pub level: Level,
    /// What it says.
    pub value: &'a Value,
}

/// Says where it stood and nothing of what it says, for a log is read by many.
impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Part({}, {})", path::shown(&self.path), self.level)
    }
}

impl Part {
    /// For whom it is.
    pub fn level(&self) -> Level {
        self.level
    }

    /// What it says, for whoever may see it.
    pub fn seen(&self, pass: Pass) -> Option<Seen<'_>> {
        let field = self.path.iter().rev().find_map(|step| match step {
            Step::Field(name, _) => Some(name.as_str()),
            Step::Item(..) => None,
        });
        pass.opens(self).then(|| Seen {
            path: path::shown(&self.path),
            field: field.unwrap_or_default(),
            level: self.level,
            value: &self.value,
        })
    }

    /// Whether it is about where a location is: its mark, or one of its addresses.
    pub(super) fn hides_place(&self) -> bool {
        match &self.path[..] {
            [Step::Field(name, _)] => name == mark::FIELD || name == "addresses",
            [Step::Field(name, _), Step::Item(..)] => name == "addresses",
            _ => false,
        }
    }

    /// Whether both are the same thing, whatever they say of it.
    pub(super) fn is_same_as(&self, other: &Part) -> bool {
        let same_id = || {
            let id = mark::id_of(&self.value);
            id.is_some() && id == mark::id_of(&other.value)
        };
        let same_words = || {
            let is_item = matches!(self.path.last(), Some(Step::Item(_, None)));
            is_item && mark::unmarked(&self.value) == mark::unmarked(&other.value)
        };
        let same_place = || {
            // Without anything to know it by, the place of an item tells nothing.
            let is_known = !matches!(self.path.last(), Some(Step::Item(_, None)));
            is_known && path::known_as(&self.path) == path::known_as(&other.path)
        };
        same_id() || same_place() || same_words()
    }
}
