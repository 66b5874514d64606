//! Who said what of a document: for each of its fields whether a person wrote it or a feed gave it, and
//! when. What a person wrote stands until a feed has something newer to say. Pure, but for the rows.

pub mod store;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// All fields that have no entry of their own.
const REST: &str = "";
/// What every edit changes, and nobody writes.
pub const CLOCK: &str = "last_modified";
/// Bytes of a fingerprint: two texts of one field are told apart.
const FINGERPRINT: usize = 8;

/// Who said what a field says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The feed that gave it; none where a person wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feed: Option<String>,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// What the field said before a person wrote it, as a fingerprint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<String>,
}

/// Who said what, field by field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sources(BTreeMap<String, Said>);

impl Sources {
    /// A document all of which a feed gave.
    pub fn given(feed: &str, at: i64) -> Self {
        Self(BTreeMap::from([(REST.to_owned(), said_by(feed, at))]))
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Who said what this field says; none if nobody has noted it.
    pub fn of(&self, field: &str) -> Option<&Said> {
        self.0.get(field).or_else(|| self.0.get(REST))
    }

    /// The fields that people wrote, with when.
    pub fn written(&self) -> impl Iterator<Item = (&str, &Said)> {
        let written = self.0.iter().filter(|(_, said)| said.feed.is_none());
        written.map(|(field, said)| (field.as_str(), said))
    }

    /// Notes that a person wrote a field, which said `before`.
    pub fn write(&mut self, field: &str, before: Option<&Value>, at: i64) {
        // What counts is what the feed said, not what another person wrote over that.
        let earlier = self.0.get(field).filter(|said| said.feed.is_none());
        let instead_of = earlier.and_then(|said| said.instead_of.clone());
        let said = Said {
            feed: None,
            at,
            instead_of: instead_of.or_else(|| Some(fingerprint(before))),
        };
        self.0.insert(field.to_owned(), said);
    }

    /// Notes that a feed gave these fields.
    pub fn give(&mut self, feed: &str, fields: impl IntoIterator<Item = String>, at: i64) {
        self.0
            .extend(fields.into_iter().map(|field| (field, said_by(feed, at))));
    }

    /// Whether what a person wrote stands against what a feed says now of a field, in a record that it
    /// last changed at `modified`: it does while the feed says what it said before, and where it does not
    /// say that its record is newer.
    pub fn stands(&self, field: &str, new: Option<&Value>, modified: Option<i64>) -> bool {
        match self.0.get(field) {
            Some(said) if said.feed.is_none() => {
                said.instead_of.as_deref() == Some(&fingerprint(new))
                    || modified.is_none_or(|modified| modified <= said.at)
            }
            _ => false,
        }
    }
}

fn said_by(feed: &str, at: i64) -> Said {
    Said {
        feed: Some(feed.to_owned()),
        at,
        instead_of: None,
    }
}

/// A few bytes that tell what a field says from what else it may say; nothing where it says nothing.
fn fingerprint(value: Option<&Value>) -> String {
    let Some(value) = value else {
        return String::new();
    };
    let digest = Sha256::digest(value.to_string().as_bytes());
    let bytes = digest.iter().take(FINGERPRINT);
    bytes.map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
