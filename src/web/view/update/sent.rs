//! Those who were sent here, by their codes: what became of them is one tap.

use crate::signposts::{Outcome, Signpost};
use crate::web::view::words::{day_of, days_ago, moment};
use jiff::Timestamp;

/// Somebody who was sent here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The code that they bring.
    pub code: String,
    /// `sent yesterday`, and until when a place is kept.
    pub when: String,
    /// What was told of them a moment ago.
    pub told: Option<&'static str>,
    /// What can be told.
    pub outcomes: [(&'static str, &'static str); 4],
}

impl Sent {
    /// The list, as it was loaded.
    pub fn list(signposts: Vec<Signpost>, now: Timestamp) -> Vec<Self> {
        signposts
            .into_iter()
            .map(|one| Self::view(one, now))
            .collect()
    }

    fn view(signpost: Signpost, now: Timestamp) -> Self {
        let sent = days_ago(day_of(signpost.created_at), day_of(now));
        let when = match signpost.held_until {
            Some(until) => format!("sent {sent}; a place is kept until {}", moment(until, now)),
            None => format!("sent {sent}"),
        };
        Self {
            code: signpost.code,
            when,
            told: signpost.outcome.map(words),
            outcomes: [
                Outcome::Attended,
                Outcome::DidNotAttend,
                Outcome::TurnedAwayFull,
                Outcome::NotSuitable,
            ]
            .map(|outcome| (outcome.as_str(), words(outcome))),
        }
    }
}

/// What a button says.
fn words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Attended => "Came",
        Outcome::DidNotAttend => "Did not come",
        Outcome::NotSuitable => "Not right for them",
        Outcome::TurnedAwayFull => "We had no room",
        Outcome::ServiceClosed => "We were closed",
        Outcome::CouldNotContact => "Could not get through",
        Outcome::Declined => "Did not want to",
    }
}
