//! One document of an import, compared with what is held.

use crate::directory::record;
use crate::directory::store::{self, Outcome, Shelf};
use crate::directory::withheld::{Hidden, Part, Settled, settle};
use crate::domain::visibility::Level;
use crate::error::Result;
use std::borrow::Cow;

/// The name of what is withheld, among the fields that differ.
const WITHHELD: &str = "what is withheld";

/// Locations that a text is searched for; with more of them it is read.
const MOST_LOOKED_FOR: usize = 64;

/// What becomes of one document, and the fields in which it differs from what is held.
#[derive(Debug, Clone)]
pub struct Compared {
    /// What becomes of it.
    pub outcome: Outcome,
    /// The fields that differ.
    pub fields: Vec<String>,
    /// How it was taken apart, where anything of it is withheld.
    settled: Option<Settled>,
}

/// Compares a document with the one that is held and the parts that are withheld of that, for somebody
/// who sees up to a level.
///
/// # Errors
/// A document in the database cannot be read.
pub fn compare(
    shelf: Shelf,
    held: Option<&str>,
    new: &str,
    parts: &[Part],
    sees: Option<Level>,
    hidden: &Hidden,
) -> Result<Compared> {
    if parts.is_empty() && !new.contains("\"visibility\"") && !may_name(new, hidden) {
        return Compared::plain(held, new);
    }
    let settled = settle(shelf, store::parse(new)?, parts, sees, hidden);
    let mut compared = match held {
        Some(held) => Compared::of(record::differing(&store::parse(held)?, settled.open())),
        None => Compared::from(Outcome::Added),
    };
    if held.is_some() && settled.changes_parts() {
        compared.outcome = Outcome::Changed;
        compared.fields.push(WITHHELD.to_owned());
    }
    compared.settled = Some(settled);
    Ok(compared)
}

/// Whether a text may name one of these locations: a look that costs less than reading it.
fn may_name(text: &str, hidden: &Hidden) -> bool {
    let names = |id: &String| text.contains(id.as_str()) || text.contains(&id.to_uppercase());
    hidden.len() > MOST_LOOKED_FOR || hidden.keys().any(names)
}

impl Compared {
    fn plain(held: Option<&str>, new: &str) -> Result<Self> {
        let Some(held) = held else {
            return Ok(Self::from(Outcome::Added));
        };
        // Texts that differ may still say the same, with their fields in another order.
        let fields = match held == new {
            true => Vec::new(),
            false => record::differing(&store::parse(held)?, &store::parse(new)?),
        };
        Ok(Self::of(fields))
    }

    fn of(fields: Vec<String>) -> Self {
        let outcome = match fields.is_empty() {
            true => Outcome::Unchanged,
            false => Outcome::Changed,
        };
        Self {
            fields,
            ..Self::from(outcome)
        }
    }

    /// Its fields as those of a part of a service, such as `organization`.
    pub fn named<'a>(&'a self, what: &'a str) -> impl Iterator<Item = String> + 'a {
        let all = (self.outcome == Outcome::Added).then(|| what.to_owned());
        let fields = self
            .fields
            .iter()
            .map(move |field| format!("{what}.{field}"));
        all.into_iter().chain(fields)
    }

    /// What is to be written for this text, which was compared.
    ///
    /// # Errors
    /// The text cannot be read again, which would be a mistake of ours.
    pub fn settled(&self, shelf: Shelf, text: &str) -> Result<Cow<'_, Settled>> {
        if let Some(settled) = &self.settled {
            return Ok(Cow::Borrowed(settled));
        }
        let document = store::parse(text)?;
        let settled = settle(shelf, document, &[], None, &Hidden::new());
        Ok(Cow::Owned(settled))
    }

    /// Notes of a location whether it is withheld where it is.
    pub fn hide(&self, id: &str, hidden: &mut Hidden) {
        if let Some(settled) = &self.settled {
            match settled.hides_place() {
                Some(level) => drop(hidden.insert(id.to_owned(), level)),
                None => drop(hidden.remove(id)),
            }
        }
    }
}

impl From<Outcome> for Compared {
    fn from(outcome: Outcome) -> Self {
        Self {
            outcome,
            fields: Vec::new(),
            settled: None,
        }
    }
}
