//! The languages that the pages speak: English, in which they are written, and Welsh, from a catalogue
//! as translators know them. A page is put together in English, as letters and the API are; when it is
//! written out, its sentences are looked up in the catalogue, those with numbers and names in them by the
//! words around these. What groups write of themselves stays in the language in which they wrote it.

mod book;
mod calendar;
pub mod choice;
pub mod filters;
mod grammar;
mod list;
pub mod pages;
mod phrase;
pub mod po;

use book::Book;
use std::sync::LazyLock;

/// A language of the pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tongue {
    /// The language in which they are written.
    #[default]
    English,
    /// Cymraeg.
    Welsh,
}

impl Tongue {
    /// What the root of a page says of itself (BCP 47).
    pub fn tag(self) -> &'static str {
        match self {
            Tongue::English => "en-GB",
            Tongue::Welsh => "cy",
        }
    }

    /// Its name in an address and in the cookie.
    pub fn as_str(self) -> &'static str {
        match self {
            Tongue::English => "en",
            Tongue::Welsh => "cy",
        }
    }

    /// What it calls itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Tongue::English => "English",
            Tongue::Welsh => "Cymraeg",
        }
    }

    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Tongue::English => Tongue::Welsh,
            Tongue::Welsh => Tongue::English,
        }
    }

    /// The one of this short name.
    pub fn parse(word: &str) -> Option<Self> {
        [Tongue::English, Tongue::Welsh]
            .into_iter()
            .find(|one| one.as_str() == word)
    }

    /// Words of ours in this language; nothing where the catalogue has none.
    pub fn known(self, english: &str) -> Option<String> {
        match self {
            Tongue::English => Some(english.to_owned()),
            Tongue::Welsh => welsh().speak(english),
        }
    }

    /// Words of ours in this language; in English where the catalogue has none.
    pub fn words(self, english: &str) -> String {
        self.known(english).unwrap_or_else(|| english.to_owned())
    }

    /// A phrase with its gaps, such as `{name}`, filled in the order of the English.
    pub fn filled(self, phrase: &str, values: &[&str]) -> String {
        match self {
            Tongue::English => phrase::Phrase::read(phrase).filled_in_order(values),
            Tongue::Welsh => welsh().filled(phrase, values),
        }
    }
}

/// Everything that is said in Welsh.
fn welsh() -> &'static Book {
    static BOOK: LazyLock<Book> =
        LazyLock::new(|| Book::of(po::read(include_str!("../../../locale/cy.po"))));
    &BOOK
}
