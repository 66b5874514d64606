//! One-tap links: how somebody who runs a service says how much room it has, from a telephone and
//! without an account. Whoever has the link speaks for one line, until it expires or is revoked.

pub mod guard;
pub mod store;

pub use crate::accounts::Token;

use crate::capacity::Author;
use crate::domain::availability::Source;
use crate::error::FieldError;
use jiff::{SignedDuration, Timestamp};

/// How long a link works.
pub const VALID_FOR: SignedDuration = SignedDuration::from_hours(21 * 24);
/// Links of one contact for one line that work at the same time; with one more, the oldest is
/// revoked. Several work, so that an older letter still does when a newer one has come.
pub const MOST_ALIVE: usize = 5;
/// Letters at most in the label of whoever a link is for.
const LONGEST_LABEL: usize = 80;

/// A link to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLink {
    /// The service.
    pub service_id: String,
    /// The location; empty for none.
    pub location_id: String,
    /// Whose it is, for the history: a role or an address, such as `the office`; may be empty.
    pub issued_to: String,
    /// To whom it is sent, as a hash, where a message takes it there: a new one can be sent to the same.
    pub sent_to: Option<String>,
}

impl NewLink {
    /// What is wrong with it, field by field.
    pub fn faults(&self) -> Vec<FieldError> {
        let mut faults = Vec::new();
        if self.issued_to.chars().count() > LONGEST_LABEL {
            let message = format!("is longer than {LONGEST_LABEL} letters");
            faults.push(FieldError::new("issued_to", message));
        }
        if self.issued_to.chars().any(char::is_control) {
            faults.push(FieldError::new("issued_to", "holds control characters"));
        }
        faults
    }
}

/// When a link that is made at `now` stops working.
pub fn expiry(now: Timestamp) -> Timestamp {
    now.saturating_add(VALID_FOR).unwrap_or(Timestamp::MAX)
}

/// The path of the page that a token opens.
pub fn path(token: &Token) -> String {
    format!("/u/{}", token.as_str())
}

/// Who says what is said by a link.
pub fn author(issued_to: &str) -> Author {
    let name = match issued_to {
        "" => "one-tap link".to_owned(),
        label => format!("one-tap link: {label}"),
    };
    Author {
        source: Source::Provider,
        name,
    }
}
