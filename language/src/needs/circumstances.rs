//! What a question says beside the need: access, language, cost, days and times, ways in, and for
//! whom somebody asks. It is data, in `index/circumstances.toml`.

use super::file::{self, Fault};
use super::phrases::{Match, Phrases, longest};
use super::token::Token;
use super::vocabulary::vocabulary;
use serde::Deserialize;
use std::sync::LazyLock;
use toml::Spanned;

/// Days as schedules of Open Referral write them.
const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// The file itself.
pub const FILE: &str = include_str!("../../../index/circumstances.toml");

/// What a circumstance is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An arrangement for access.
    Access,
    /// A language that somebody speaks.
    Language,
    /// What it may cost.
    Cost,
    /// The way in.
    Route,
    /// How it is given.
    Delivery,
    /// A day of the week.
    Day,
    /// A part of the day.
    Time,
    /// For whom somebody asks.
    Person,
}

/// One circumstance.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Circumstance {
    /// What it is about.
    pub kind: Kind,
    /// What the parameter says.
    pub id: String,
    /// What people read.
    pub label: String,
    /// What questions say.
    pub phrases: Vec<String>,
    /// What holds one of the phrases and means something else.
    #[serde(default)]
    pub not: Vec<String>,
    /// Other ids of the kind that will do.
    #[serde(default)]
    pub also: Vec<String>,
    /// Words by which listings say that they offer it, in lower case.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Needs that somebody of whom it is said may have: listings for them are better answers.
    #[serde(default)]
    pub hints: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    circumstance: Vec<Spanned<Circumstance>>,
}

/// All circumstances, ready to be found.
#[derive(Debug, Default)]
pub struct Circumstances {
    all: Vec<Circumstance>,
    phrases: Phrases<u16>,
    not: Phrases<u16>,
}

/// The circumstances that are part of the program.
pub fn circumstances() -> &'static Circumstances {
    static CIRCUMSTANCES: LazyLock<Circumstances> = LazyLock::new(|| {
        // Proven: the file is part of the binary, and a test below reads it.
        Circumstances::read(FILE).unwrap_or_else(|faults| panic!("{}", file::list(&faults)))
    });
    &CIRCUMSTANCES
}

impl Circumstances {
    /// Reads the file.
    ///
    /// # Errors
    /// What is wrong, with its line.
    pub fn read(text: &str) -> Result<Self, Vec<Fault>> {
        const NAME: &str = "circumstances.toml";
        let file: File = file::toml(NAME, text).map_err(|fault| vec![fault])?;
        let mut found = Self::default();
        let mut faults = Vec::new();
        for one in file.circumstance {
            let line = file::line(text, one.span().start);
            let one = one.into_inner();
            for message in wrong(&one) {
                faults.push(Fault {
                    file: NAME.into(),
                    line,
                    message,
                });
            }
            found.add(one);
        }
        match faults.is_empty() {
            true => Ok(found),
            false => Err(faults),
        }
    }

    fn add(&mut self, one: Circumstance) {
        let number = self.all.len() as u16;
        for phrase in &one.phrases {
            self.phrases.add(phrase, number, false);
        }
        for phrase in &one.not {
            self.not.add(phrase, number, false);
        }
        self.all.push(one);
    }

    /// The one with this number.
    pub fn get(&self, number: u16) -> &Circumstance {
        &self.all[usize::from(number)]
    }

    /// The one of a kind with this id.
    pub fn with_id(&self, kind: Kind, id: &str) -> Option<&Circumstance> {
        self.all.iter().find(|one| one.kind == kind && one.id == id)
    }

    /// Those that the words of a question show, by number.
    pub fn find(&self, tokens: &[Token]) -> Vec<Match<u16>> {
        let found = self.phrases.find(tokens);
        if found.is_empty() {
            return found;
        }
        let not = self.not.find(tokens);
        let denied = |one: &Match<u16>| {
            let mut not = not.iter();
            not.any(|no| no.means == one.means && no.from <= one.from && one.to <= no.to)
        };
        longest(found)
            .into_iter()
            .filter(|one| !denied(one))
            .collect()
    }

    /// The words of all phrases.
    pub fn stems(&self) -> impl Iterator<Item = &str> {
        self.phrases.stems()
    }
}

fn wrong(one: &Circumstance) -> Vec<String> {
    let mut messages = Vec::new();
    if one.phrases.is_empty() {
        messages.push(format!("\"{}\" has no phrases", one.id));
    }
    for phrase in one.phrases.iter().chain(&one.not) {
        if !phrase.contains(char::is_alphanumeric) {
            messages.push(format!("\"{}\" has an empty phrase", one.id));
        }
    }
    let unknown = one
        .hints
        .iter()
        .filter(|hint| vocabulary().number(hint).is_none());
    messages.extend(unknown.map(|hint| format!("\"{hint}\" is no id of a need")));
    if one.kind == Kind::Day {
        let days = std::iter::once(&one.id).chain(&one.also);
        let odd = days.filter(|day| !DAYS.contains(&day.as_str()));
        messages.extend(odd.map(|day| format!("\"{day}\" is no day: write MO, TU and so on")));
    }
    messages
}

#[cfg(test)]
mod tests {
    use super::super::token::{joined, tokens};
    use super::*;

    fn ids(text: &str) -> Vec<String> {
        let found = circumstances().find(&tokens(&joined(text)));
        found
            .iter()
            .map(|one| circumstances().get(one.means).id.clone())
            .collect()
    }

    #[test]
    fn the_file_has_no_fault() {
        if let Err(faults) = Circumstances::read(FILE) {
            panic!("{}", file::list(&faults));
        }
    }

    #[test]
    fn circumstances_are_found_and_their_namesakes_are_not() {
        assert_eq!(
            ids("free yoga on Mondays, she uses a wheelchair"),
            ["free", "MO", "wheelchair"]
        );
        assert_eq!(ids("coffee morning, gluten free"), Vec::<String>::new());
        assert_eq!(ids("speaks only Urdu"), ["ur"]);
    }

    #[test]
    fn a_fault_is_told_with_its_line() {
        let text = "[[circumstance]]\nkind = \"day\"\nid = \"XX\"\nlabel = \"?\"\nphrases = []\n";
        let faults = Circumstances::read(text).unwrap_err();
        assert_eq!(faults.len(), 2);
        assert_eq!(faults[0].line, 1);
    }
}
