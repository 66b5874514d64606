//! The code of a signpost: short, made to be said over a telephone, with a check character that
//! catches one wrong character and any two that changed places.

use crate::error::{Error, Result};
use std::fmt;

/// Digits and letters that are not taken for each other, neither seen nor heard. Their number is a
/// prime, so that the check catches every single slip.
const ALPHABET: &[u8; 19] = b"23456789ACHKMQRTWXY";
/// Characters in a code, the check among them.
const LENGTH: usize = 8;
/// Characters that are said in one breath.
const GROUP: usize = 4;

/// A code that is sound; whether it was given out, the database knows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Code([u8; LENGTH]);

impl Code {
    /// A code that nobody can guess.
    ///
    /// # Errors
    /// The machine has no chance to give.
    pub fn random() -> Result<Self> {
        let mut chance = [0; LENGTH * 2];
        getrandom::fill(&mut chance).map_err(Error::internal)?;
        let mut values = [0; LENGTH];
        for (value, two) in values.iter_mut().zip(chance.chunks(2)) {
            let number = u16::from_le_bytes([two[0], two[1]]);
            *value = (number % ALPHABET.len() as u16) as u8;
        }
        Ok(Self::checked(values))
    }

    /// Reads what somebody wrote or heard: in either case, with or without spaces and hyphens.
    ///
    /// # Errors
    /// It is no code, or has a slip; the text says which, for a person.
    pub fn parse(text: &str) -> Result<Self, String> {
        let written = text.chars().filter(|c| !matches!(c, ' ' | '-' | '.'));
        let values: Option<Vec<u8>> = written.take(LENGTH + 1).map(value).collect();
        let values = values.and_then(|values| <[u8; LENGTH]>::try_from(values).ok());
        let values = values.ok_or_else(|| {
            format!(
                "a code has {LENGTH} characters, such as \"{}\", and none but {}",
                Self::checked([0, 7, 12, 3, 9, 15, 1, 0]),
                String::from_utf8_lossy(ALPHABET),
            )
        })?;
        let code = Self::checked(values);
        let is_sound = code.0[LENGTH - 1] == ALPHABET[usize::from(values[LENGTH - 1])];
        is_sound
            .then_some(code)
            .ok_or_else(|| "one of its characters is wrong: ask for it again".into())
    }

    /// As the database keeps it: without spaces.
    pub fn as_str(&self) -> &str {
        // What is made here is ASCII, so this is never empty.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The code of these values, with the check put right.
    fn checked(mut values: [u8; LENGTH]) -> Self {
        let prime = ALPHABET.len();
        let weighed = (1..).zip(&values[..LENGTH - 1]);
        let sum: usize = weighed
            .map(|(weight, value)| weight * usize::from(*value))
            .sum();
        values[LENGTH - 1] = (sum * minus_inverse_of_last_weight() % prime) as u8;
        Self(values.map(|value| ALPHABET[usize::from(value)]))
    }
}

/// The weight of the check is the length, as if it were one of the rest, so that it may not change
/// places with another either: the weighted sum of all is a multiple of the prime.
const fn minus_inverse_of_last_weight() -> usize {
    let prime = ALPHABET.len();
    let mut factor = 0;
    while !(factor * LENGTH + 1).is_multiple_of(prime) {
        factor += 1;
    }
    factor
}

fn value(letter: char) -> Option<u8> {
    let letter = u8::try_from(letter.to_ascii_uppercase()).ok()?;
    let at = ALPHABET.iter().position(|known| *known == letter)?;
    u8::try_from(at).ok()
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, second) = self.as_str().split_at(GROUP);
        write!(f, "{first}-{second}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code() -> impl Strategy<Value = Code> {
        proptest::array::uniform8(0..ALPHABET.len() as u8).prop_map(Code::checked)
    }

    proptest! {
        #[test]
        fn a_code_is_read_however_it_is_written(code in code()) {
            let shown = code.to_string();
            for text in [shown.clone(), shown.to_lowercase(), shown.replace('-', " "), format!(" {}", code.as_str())] {
                prop_assert_eq!(Code::parse(&text), Ok(code.clone()));
            }
        }

        #[test]
        fn one_wrong_character_is_noticed(code in code(), at in 0..LENGTH, other in 0..ALPHABET.len()) {
            let mut text = code.0;
            text[at] = ALPHABET[other];
            let is_same = text == code.0;
            prop_assert_eq!(Code::parse(std::str::from_utf8(&text).unwrap()).is_ok(), is_same);
        }

        #[test]
        fn two_that_changed_places_are_noticed(code in code(), one in 0..LENGTH, other in 0..LENGTH) {
            let mut text = code.0;
            text.swap(one, other);
            let is_same = text == code.0;
            prop_assert_eq!(Code::parse(std::str::from_utf8(&text).unwrap()).is_ok(), is_same);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,20}") {
            let _ = Code::parse(&text);
        }
    }

    #[test]
    fn codes_differ_and_are_sound() {
        let codes: std::collections::HashSet<_> =
            (0..1000).map(|_| Code::random().unwrap()).collect();
        assert_eq!(codes.len(), 1000);
        assert!(
            codes
                .iter()
                .all(|code| Code::parse(&code.to_string()).as_ref() == Ok(code))
        );
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert!(Code::parse("ABC").unwrap_err().contains("8 characters"));
        assert!(Code::parse("2222-2223").unwrap_err().contains("wrong"));
    }
}
