//! The secret part of a link that is sent to somebody.

use crate::error::{Error, Result};
use std::fmt;

/// Letters and digits that nobody takes for each other when they read a link aloud: 32, so that
/// each stands for five bits.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
/// Letters in a token: 130 bits of chance.
const LENGTH: usize = 26;

/// A secret that opens one page. It is shown once; the database keeps its hash.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A new one.
    ///
    /// # Errors
    /// The system has no chance to give.
    pub fn new() -> Result<Self> {
        let mut chance = [0u8; LENGTH];
        getrandom::fill(&mut chance).map_err(Error::internal)?;
        let letter = |byte: &u8| char::from(LETTERS[usize::from(byte % 32)]);
        Ok(Self(chance.iter().map(letter).collect()))
    }

    /// Reads what stands in an address; none if it cannot be a token.
    pub fn read(text: &str) -> Option<Self> {
        let known = |byte: u8| LETTERS.contains(&byte);
        (text.len() == LENGTH && text.bytes().all(known)).then(|| Self(text.to_owned()))
    }

    /// The token as it stands in an address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    pub fn hash(&self) -> String {
        super::hash(&self.0)
    }
}

impl fmt::Debug for Token {
    /// Without the secret, for logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn tokens_are_read_as_they_were_written_and_differ() {
        let all: HashSet<String> = (0..200).map(|_| Token::new().unwrap().0).collect();
        assert_eq!(all.len(), 200);
        for text in all {
            assert_eq!(Token::read(&text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn a_token_has_at_least_128_bits_and_none_is_wasted() {
        assert_eq!(LETTERS.iter().collect::<HashSet<_>>().len(), 32);
        const { assert!(LENGTH * 5 >= 128) };
    }

    #[test]
    fn what_cannot_be_a_token_is_not_looked_up() {
        let token = Token::new().unwrap().0;
        let all = [
            String::new(),
            token[1..].to_owned(),
            token.clone() + "a",
            token.to_uppercase() + "x",
            token.replace(&token[..1], "é"),
            format!("{}/", &token[1..]),
        ];
        for text in all {
            assert_eq!(Token::read(&text), None, "{text}");
        }
    }

    #[test]
    fn the_secret_is_not_in_a_log() {
        let token = Token::new().unwrap();
        assert!(!format!("{token:?}").contains(token.as_str()));
        assert!(!token.hash().contains(token.as_str()));
    }
}
