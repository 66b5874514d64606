//! The needs, their places in the hierarchy, and everything by which they are recognised.

use super::choices::spread;
use super::file::{self, Fault, Record};
use super::phrases::{Match, Phrases, longest};
use super::token::Token;
use rust_embed::RustEmbed;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The number of a need among all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NeedId(pub u16);

/// One need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// What parameters and facets call it.
    pub id: String,
    /// What people read.
    pub label: String,
    /// The wider need of which it is a part.
    pub parent: Option<NeedId>,
    /// What to look at when nothing is found for it.
    pub related: Vec<NeedId>,
    /// What it is called, beside its label.
    pub words: Vec<String>,
}

/// All needs.
#[derive(Debug, Default)]
pub struct Vocabulary {
    needs: Vec<Need>,
    numbers: HashMap<String, NeedId>,
    asked: Phrases<NeedId>,
    listed: Phrases<NeedId>,
    not: Phrases<NeedId>,
    terms: HashMap<String, Vec<NeedId>>,
    words: Vec<String>,
}

#[derive(RustEmbed)]
#[folder = "../index/needs"]
struct Files;

/// The vocabulary that is part of the program.
pub fn vocabulary() -> &'static Vocabulary {
    static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
        let files = embedded();
        let files = files
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()));
        // Proven: the files are part of the binary, and a test below reads them.
        Vocabulary::read(files).unwrap_or_else(|faults| panic!("{}", file::list(&faults)))
    });
    &VOCABULARY
}

/// The files of the vocabulary, by name.
pub fn embedded() -> Vec<(String, String)> {
    let mut names: Vec<_> = Files::iter()
        .filter(|name| name.ends_with(".toml"))
        .collect();
    names.sort();
    let text =
        |name: &str| Files::get(name).map(|file| String::from_utf8_lossy(&file.data).into_owned());
    names
        .iter()
        .filter_map(|name| Some((name.to_string(), text(name)?)))
        .collect()
}

impl Vocabulary {
    /// Reads the files of a vocabulary, each with its name.
    ///
    /// # Errors
    /// Everything that is wrong, each with its file and line.
    pub fn read<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Vec<Fault>> {
        let records = file::records(files)?;
        let mut vocabulary = Self::default();
        for (number, record) in (0..).zip(&records) {
            vocabulary.numbers.insert(record.id.clone(), NeedId(number));
        }
        for record in records {
            vocabulary.add(record);
        }
        vocabulary.words.sort();
        vocabulary.words.dedup();
        Ok(vocabulary)
    }

    fn add(&mut self, record: Record) {
        let number = self.numbers[&record.id];
        let words: Vec<String> = written_out(&record.words).collect();
        for phrase in &words {
            self.asked.add(phrase, number, false);
            self.listed.add(phrase, number, false);
        }
        written_out(&record.says).for_each(|phrase| self.asked.add(&phrase, number, true));
        written_out(&record.listing).for_each(|phrase| self.listed.add(&phrase, number, false));
        written_out(&record.not).for_each(|phrase| self.not.add(&phrase, number, false));
        for term in record
            .ukcat
            .iter()
            .chain(&record.open_eligibility)
            .chain(&record.esd)
        {
            self.terms
                .entry(term.to_lowercase())
                .or_default()
                .push(number);
        }
        self.terms
            .entry(record.label.to_lowercase())
            .or_default()
            .push(number);
        let spoken = record
            .words
            .iter()
            .chain(&record.says)
            .chain([&record.label]);
        let spoken = spoken.flat_map(|phrase| phrase.split(|c: char| !c.is_alphanumeric()));
        self.words
            .extend(spoken.filter(|word| word.len() > 3).map(str::to_lowercase));
        let known = |id: &String| self.numbers.get(id).copied();
        self.needs.push(Need {
            parent: record.parent.as_ref().and_then(known),
            related: record.related.iter().filter_map(known).collect(),
            id: record.id,
            label: record.label,
            words,
        });
    }

    /// All of them, in the order of their numbers.
    pub fn needs(&self) -> &[Need] {
        &self.needs
    }

    /// One need.
    pub fn need(&self, number: NeedId) -> &Need {
        &self.needs[usize::from(number.0)]
    }

    /// The need with this id.
    pub fn number(&self, id: &str) -> Option<NeedId> {
        self.numbers.get(id).copied()
    }

    /// The wider needs of which one is a part, nearest first.
    pub fn ancestors(&self, number: NeedId) -> impl Iterator<Item = NeedId> {
        std::iter::successors(self.need(number).parent, |wider| self.need(*wider).parent)
    }

    /// The needs that the words of a question show.
    pub fn asked(&self, tokens: &[Token]) -> Vec<Match<NeedId>> {
        self.unless_not(self.asked.find(tokens), tokens)
    }

    /// The needs that the words of a listing show.
    pub fn listed(&self, tokens: &[Token]) -> Vec<Match<NeedId>> {
        self.unless_not(self.listed.find(tokens), tokens)
    }

    /// The needs that a taxonomy term stands for, by its code or name.
    pub fn by_term(&self, term: &str) -> &[NeedId] {
        self.terms
            .get(&term.to_lowercase())
            .map_or(&[], Vec::as_slice)
    }

    /// The words of the phrases that people use, in lower case and in order, each once.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    fn unless_not(&self, found: Vec<Match<NeedId>>, tokens: &[Token]) -> Vec<Match<NeedId>> {
        if found.is_empty() {
            return found;
        }
        let not = self.not.find(tokens);
        let denied = |one: &Match<NeedId>| {
            not.iter()
                .any(|no| no.means == one.means && no.from <= one.from && one.to <= no.to)
        };
        longest(found)
            .into_iter()
            .filter(|one| !denied(one))
            .collect()
    }
}

/// Phrases with each of their choices.
fn written_out(phrases: &[String]) -> impl Iterator<Item = String> {
    // Proven: what cannot be spread was refused when the file was read.
    let spread = phrases
        .iter()
        .map(|phrase| spread(phrase).unwrap_or_default());
    spread.flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vocabulary_has_no_fault() {
        let files = embedded();
        let read = Vocabulary::read(
            files
                .iter()
                .map(|(name, text)| (name.as_str(), text.as_str())),
        );
        let read = read.unwrap_or_else(|faults| panic!("{}", file::list(&faults)));
        assert!(read.needs().len() >= 80, "{} needs", read.needs().len());
    }
}
