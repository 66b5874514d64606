//! Where people reach this server.

use crate::error::{Error, Result};
use reqwest::Url;
use std::fmt;
use std::str::FromStr;

/// The address that stands before the path in links that are sent to people, without a slash at its
/// end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(String);

impl FromStr for PublicUrl {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let refused = |why: &str| {
            Error::Usage(format!(
                "the public address \"{text}\" is not understood ({why}): write https://HOST or http://HOST:PORT"
            ))
        };
        let url: Url = text.parse().map_err(|_| refused("it is no address"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(refused("it is not on the web"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refused("it holds a name or a password"));
        }
        // The pages refer to each other from the root of the server.
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(refused("it goes on after the host"));
        }
        Ok(Self(url.as_str().trim_end_matches('/').to_owned()))
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_same_with_and_without_a_slash() {
        for (text, address) in [
            ("https://room.example", "https://room.example"),
            ("https://Room.Example/", "https://room.example"),
            ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ] {
            assert_eq!(text.parse::<PublicUrl>().unwrap().to_string(), address);
        }
    }

    #[test]
    fn what_cannot_stand_before_a_path_is_refused() {
        for text in [
            "",
            "room.example",
            "ftp://room.example",
            "https://me:secret@room.example",
            "https://room.example/directory",
            "https://room.example/?x",
            "https://room.example/#x",
        ] {
            let said = text.parse::<PublicUrl>().unwrap_err().to_string();
            assert!(said.contains("write https://HOST"), "{said}");
        }
    }
}
