//! Words of ours that a program puts together: a phrase as the catalogue has it, and what is put into it.
//! Which language it is in is known only when a page is made.

use super::Tongue;
use std::fmt;

/// Where something is put into a phrase.
const GAP: &str = "{}";

/// A phrase, and what is put into its gaps.
#[derive(Clone, PartialEq, Eq)]
pub struct Said {
    phrase: Phrase,
    put: Vec<Put>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phrase {
    One(&'static str),
    Counted {
        one: &'static str,
        many: &'static str,
        number: u64,
    },
}

#[derive(Clone, PartialEq, Eq)]
enum Put {
    /// A number, a name: the same in every language.
    Theirs(String),
    /// Words of ours.
    Ours(Said),
}

/// Says a phrase; each `{}` of it is a gap.
pub fn said(phrase: &'static str) -> Said {
    Said {
        phrase: Phrase::One(phrase),
        put: Vec::new(),
    }
}

/// Says one of two phrases, by a number; in other languages there may be more than two.
pub fn counted(one: &'static str, many: &'static str, number: u64) -> Said {
    Said {
        phrase: Phrase::Counted { one, many, number },
        put: Vec::new(),
    }
}

impl Said {
    /// Puts something into the next gap that is the same in every language: a number, a name.
    pub fn with(mut self, theirs: impl fmt::Display) -> Self {
        self.put.push(Put::Theirs(theirs.to_string()));
        self
    }

    /// Puts words of ours into the next gap.
    pub fn and(mut self, ours: Said) -> Self {
        self.put.push(Put::Ours(ours));
        self
    }
}

impl From<&'static str> for Said {
    fn from(phrase: &'static str) -> Self {
        said(phrase)
    }
}

/// In English.
impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.speak(Tongue::English))
    }
}

impl fmt::Debug for Said {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:?}", self.to_string())
    }
}

impl PartialEq<&str> for Said {
    fn eq(&self, english: &&str) -> bool {
        self.to_string() == *english
    }
}

/// What can be said in each of the languages.
pub trait Speak {
    /// The words in this language.
    fn speak(&self, tongue: Tongue) -> String;
}

impl Speak for Said {
    fn speak(&self, tongue: Tongue) -> String {
        let phrase = match self.phrase {
            Phrase::One(phrase) => tongue.words(phrase),
            Phrase::Counted { one, many, number } => tongue.counted(one, many, number),
        };
        let put = self.put.iter().map(|put| match put {
            Put::Theirs(text) => text.clone(),
            Put::Ours(said) => said.speak(tongue),
        });
        filled(phrase, put)
    }
}

impl Speak for str {
    fn speak(&self, tongue: Tongue) -> String {
        tongue.words(self).to_owned()
    }
}

impl<T: Speak + ?Sized> Speak for &T {
    fn speak(&self, tongue: Tongue) -> String {
        (**self).speak(tongue)
    }
}

/// A phrase with its gaps filled in order. What is left over is not said, and a gap too many is empty.
pub fn filled(phrase: &str, mut put: impl Iterator<Item = String>) -> String {
    let mut pieces = phrase.split(GAP);
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        text += &put.next().unwrap_or_default();
        text += piece;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled_in_order() {
        let words = said("{} of {}: {}").with(3).with("<b>").and(said("Full"));
        assert_eq!(words, "3 of <b>: Full");
        assert_eq!(said("{} and {}").with("{}"), "{} and ");
    }

    #[test]
    fn english_tells_one_from_many() {
        let places = |number| counted("{} place", "{} places", number).with(number);
        assert_eq!(places(1), "1 place");
        assert_eq!(places(0), "0 places");
        assert_eq!(places(2), "2 places");
    }
}
