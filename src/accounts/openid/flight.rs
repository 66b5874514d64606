//! What is remembered of somebody while they are at the provider: in a cookie of theirs, so that they can
//! come back to any node.

use crate::accounts::secret;
use crate::error::Result;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Bytes of chance in each of its secrets.
const BYTES: usize = 32;
/// Letters of it, written down, at most.
const LONGEST: usize = 3500;
/// Letters of the path that one is led to, at most; a longer one is left out.
const LONGEST_PATH: usize = 1500;

/// One sign-in that was begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flight {
    /// Comes back with the browser: it is this browser that began it.
    pub(super) state: String,
    /// Comes back inside what the provider signs: it was signed for this sign-in.
    pub(super) nonce: String,
    /// Goes to the provider with the code: whoever has caught the code alone has nothing.
    pub(super) verifier: String,
    /// Where one wanted to go.
    pub to: String,
}

impl Flight {
    /// A new one.
    ///
    /// # Errors
    /// The system has no chance to give.
    pub fn new(to: &str) -> Result<Self> {
        Ok(Self {
            state: secret::<BYTES>()?,
            nonce: secret::<BYTES>()?,
            verifier: secret::<BYTES>()?,
            to: to
                .chars()
                .take_while(|_| to.len() <= LONGEST_PATH)
                .collect(),
        })
    }

    /// What the provider is told of the verifier beforehand.
    pub fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.verifier.as_bytes()))
    }

    /// Whether somebody came back with what they left with.
    pub fn is_of(&self, state: &str) -> bool {
        self.state.as_bytes().ct_eq(state.as_bytes()).into()
    }

    /// As it stands in a cookie.
    pub fn written(&self) -> String {
        // Four texts can always be written.
        let json = serde_json::to_string(self).unwrap_or_default();
        URL_SAFE_NO_PAD.encode(json)
    }

    /// Reads it; none for anything else.
    pub fn read(text: &str) -> Option<Self> {
        let text = Some(text).filter(|text| text.len() <= LONGEST)?;
        let json = URL_SAFE_NO_PAD.decode(text).ok()?;
        let flight: Self = serde_json::from_slice(&json).ok()?;
        (!flight.state.is_empty() && !flight.nonce.is_empty()).then_some(flight)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_comes_back_as_it_was_and_only_with_its_own_state() {
        let flight = Flight::new("/services/a?at=b").unwrap();
        assert_eq!(Flight::read(&flight.written()), Some(flight.clone()));
        assert!(flight.is_of(&flight.state));
        for other in ["", "a", &flight.nonce] {
            assert!(!flight.is_of(other), "{other}");
        }
        for broken in ["", "e30", "x!", &"A".repeat(4000)] {
            assert_eq!(Flight::read(broken), None, "{broken}");
        }
        assert_ne!(Flight::new("/").unwrap(), Flight::new("/").unwrap());
        assert_eq!(Flight::new(&"/a".repeat(1000)).unwrap().to, "");
    }

    #[test]
    fn the_challenge_is_that_of_the_standard() {
        let flight = Flight {
            verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".into(),
            ..Flight::new("/").unwrap()
        };
        let expected = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert_eq!(flight.challenge(), expected);
    }
}
