//! What people who send others to services tell each other about one: local knowledge, such as which door
//! to knock at. It is never about a person who is helped, and never shown to the public or to those who
//! run the service.

pub mod store;

use crate::accounts::{Principal, Role};
use crate::error::{Error, Result};
use jiff::{SignedDuration, Timestamp};

/// Letters in a note at most.
pub const LONGEST: usize = 1000;
/// What is older may not be true any longer.
const OLD: SignedDuration = SignedDuration::from_hours(24 * 365);

/// A note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Its id.
    pub id: String,
    /// What it says.
    pub body: String,
    /// The id of whoever wrote it.
    pub author_id: String,
    /// Their name.
    pub author_name: String,
    /// When.
    pub made_at: Timestamp,
}

impl Note {
    /// Whether it is over a year old at `now`.
    pub fn is_old(&self, now: Timestamp) -> bool {
        now.duration_since(self.made_at) > OLD
    }
}

/// Whether somebody may take away what whoever has this id wrote: their own, and a steward any.
pub fn may_be_removed_by(author_id: &str, who: &Principal) -> bool {
    who.role == Role::Steward || author_id == who.id
}

/// Refuses everybody who may not read and write notes.
///
/// # Errors
/// It is a provider, or somebody who may only speak of room.
pub fn must_be_professional(who: &Principal) -> Result<()> {
    who.must_be(&[Role::Navigator, Role::Commissioner])
}

/// What was typed, as it is kept: lines end in one way, and nothing stands around it.
///
/// # Errors
/// It is empty, too long, or has characters that nobody types.
pub fn checked(text: &str) -> Result<String> {
    let text = text.replace("\r\n", "\n").trim().to_owned();
    let letters = text.chars().count();
    if letters == 0 {
        return Err(Error::invalid(
            "body",
            "is empty: write what others should know",
        ));
    }
    if letters > LONGEST {
        let why = format!("has {letters} letters, and may have {LONGEST}: say it more shortly");
        return Err(Error::invalid("body", why));
    }
    if text
        .chars()
        .any(|letter| letter.is_control() && !matches!(letter, '\n' | '\t'))
    {
        return Err(Error::invalid(
            "body",
            "holds control characters: type it anew",
        ));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_empty_or_too_long_is_refused() {
        assert!(checked(" \r\n ").is_err());
        assert!(checked(&"é".repeat(LONGEST)).is_ok());
        assert!(checked(&"é".repeat(LONGEST + 1)).is_err());
        assert!(checked("a\0b").is_err());
        assert_eq!(checked(" side\r\ndoor ").unwrap(), "side\ndoor");
    }

    #[test]
    fn a_note_is_old_after_a_year() {
        let made_at: Timestamp = "2025-11-22T08:00:00Z".parse().unwrap();
        let note = Note {
            id: String::new(),
            body: String::new(),
            author_id: String::new(),
            author_name: String::new(),
            made_at,
        };
        assert!(!note.is_old(made_at + OLD));
        assert!(note.is_old(made_at + OLD + SignedDuration::from_secs(1)));
    }

    proptest! {
        #[test]
        fn what_is_kept_stays_as_it_is(text in ".{0,60}") {
            if let Ok(kept) = checked(&text) {
                prop_assert_eq!(checked(&kept).unwrap(), kept);
            }
        }
    }
}
