//! The files of the safety net as they are written, and what can be wrong with them.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;

use super::{Contact, Level};

/// One file: its name and what is in it.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// The name, as faults give it.
    pub name: &'a str,
    /// The whole text.
    pub text: &'a str,
}

/// All files that make a net.
#[derive(Debug, Clone, Copy)]
pub struct Files<'a> {
    /// Whom to call.
    pub contacts: File<'a>,
    /// Words that mean alike.
    pub classes: File<'a>,
    /// What is harmless.
    pub harmless: File<'a>,
    /// The dangers; among equally grave ones the first counts.
    pub dangers: &'a [File<'a>],
    /// Common words, which are not taken for misspelt ones.
    pub common: File<'a>,
    /// Examples that the second layer learns from.
    pub examples: File<'a>,
}

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {what}")]
pub struct Fault {
    /// The name of the file.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// What is wrong and what would be right.
    pub what: String,
}

impl File<'_> {
    /// A fault at a place of the file, in bytes.
    pub fn fault(&self, place: usize, what: impl Into<String>) -> Fault {
        let before = &self.text.as_bytes()[..place.min(self.text.len())];
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        Fault {
            file: self.name.to_owned(),
            line,
            what: what.into(),
        }
    }

    /// Reads the file as TOML; a field that is not known is a fault.
    pub fn read<T: serde::de::DeserializeOwned>(&self) -> Result<T, Fault> {
        toml::from_str(self.text).map_err(|error| {
            let place = error.span().map_or(0, |span: Range<usize>| span.start);
            self.fault(place, error.message())
        })
    }
}

/// `contacts.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactsFile {
    /// Each with its short name.
    #[serde(default)]
    pub contact: Vec<ContactEntry>,
}

/// One contact as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactEntry {
    /// What the dangers call it.
    pub id: Spanned<String>,
    name: String,
    phone: Option<String>,
    url: Option<String>,
}

impl ContactEntry {
    /// As it is shown.
    pub fn shown(&self) -> Contact {
        Contact {
            name: self.name.clone(),
            phone: self.phone.clone(),
            url: self.url.clone(),
        }
    }
}

/// `classes.toml`: the members of each class with commas between; `@other` takes another in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassesFile {
    /// By name.
    pub classes: BTreeMap<String, Spanned<String>>,
}

/// `harmless.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HarmlessFile {
    /// Phrases whose words show no danger.
    pub masks: Vec<Spanned<String>>,
    /// What makes a clause one about a subject: courses, groups, volunteering.
    pub about: Vec<Spanned<String>>,
    /// What puts a clause into a time long gone.
    pub past: Vec<Spanned<String>>,
}

/// The file of one danger.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DangerFile {
    /// Its name in answers.
    pub id: String,
    /// Phrases whose words do not show this danger.
    #[serde(default)]
    pub harmless: Vec<Spanned<String>>,
    /// What is said to each level of it.
    pub group: Vec<GroupEntry>,
}

/// Patterns of one danger that ask for the same to be done.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupEntry {
    /// How grave it is.
    pub level: Level,
    /// What to do, in one to three sentences.
    pub advice: Spanned<String>,
    /// Short names of contacts, in the order to show them.
    pub contacts: Vec<Spanned<String>>,
    /// What shows the danger.
    #[serde(default)]
    pub patterns: Vec<Spanned<String>>,
    /// What names the danger: not counted where the clause is only about the subject.
    #[serde(default)]
    pub topics: Vec<Spanned<String>>,
}
