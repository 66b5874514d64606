//! The languages that the pages speak: English, in which they are written, and Welsh, from a catalogue
//! as translators know them. What groups write of themselves stays in the language in which they wrote it.

mod catalogue;
pub mod choice;
pub mod filters;
mod said;

pub use said::{Said, Speak, counted, said};

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

    /// The one of this short name.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "en" => Some(Tongue::English),
            "cy" => Some(Tongue::Welsh),
            _ => None,
        }
    }

    /// Words of ours in this language; in English where the catalogue has none.
    pub fn words<'a>(self, english: &'a str) -> &'a str {
        match self {
            Tongue::English => english,
            Tongue::Welsh => catalogue::welsh().gettext(english),
        }
    }

    /// The same for words with a number: English tells one from many, Welsh has more forms.
    pub fn counted<'a>(self, one: &'a str, many: &'a str, number: u64) -> &'a str {
        match (self, number) {
            (Tongue::English, 1) => one,
            (Tongue::English, _) => many,
            (Tongue::Welsh, _) => catalogue::welsh().ngettext(one, many, number),
        }
    }
}
