//! Signposts: somebody is sent to a service. A signpost may keep a place there for a while; it carries
//! a code and never a person, and what became of it says how far a listing is to be believed.

pub mod answered;
pub mod code;
pub mod making;
pub mod store;

pub use code::Code;

use crate::domain::availability::{Known, State};
use crate::error::{Error, FieldError, Result};
use crate::geography::Outcode;
use crate::needs::vocabulary;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Somebody is to be sent to a service. Nothing here is about the person.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SignpostWish)]
pub struct Wish {
    /// The service.
    pub service_id: String,
    /// At which of its locations; where there is most room, if left out.
    pub location_id: Option<String>,
    /// Whether a place is to be kept.
    #[serde(default)]
    pub hold: bool,
    /// What the person needs: an id of the needs vocabulary.
    pub need: Option<String>,
    /// The first half of the person's postcode, never the whole of it.
    pub outcode: Option<String>,
}

impl Wish {
    /// The same with ids as the database has them.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn checked(self) -> Result<Self> {
        let mut faults = Vec::new();
        let mut uuid = |field: &str, text: &str| match crate::domain::id::parse(text) {
            Ok(id) => id.to_string(),
            Err(why) => {
                faults.push(FieldError::new(field, why));
                String::new()
            }
        };
        let service_id = uuid("service_id", &self.service_id);
        let location_id = self.location_id.map(|id| uuid("location_id", &id));
        if self
            .need
            .as_deref()
            .is_some_and(|need| vocabulary().number(need).is_none())
        {
            faults.push(FieldError::new(
                "need",
                "is not a need that is known here: send an id as a search gives it, such as \"loneliness\"",
            ));
        }
        let outcode = self.outcode.map(|text| text.trim().to_ascii_uppercase());
        if outcode
            .as_ref()
            .is_some_and(|text| Outcode::exact(text.as_bytes()).is_none())
        {
            faults.push(FieldError::new(
                "outcode",
                "must be the first half of a postcode, such as M32, and no more of it",
            ));
        }
        match faults.is_empty() {
            true => Ok(Self {
                service_id,
                location_id,
                outcode,
                ..self
            }),
            false => Err(Error::Invalid(faults)),
        }
    }

    /// Whether somebody can be sent to a line like this at `now`. A waiting list can be joined; but no
    /// place can be kept on one.
    pub fn fits(&self, known: &Known, closed: bool, now: Timestamp) -> bool {
        let state = known.state(closed, now);
        state.is_signpostable() || (state == State::WaitingList && !self.hold)
    }
}

/// What became of a signpost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The person came, and was taken in.
    Attended,
    /// The person did not come.
    DidNotAttend,
    /// It was not the right thing for the person.
    NotSuitable,
    /// There was no room.
    TurnedAwayFull,
    /// It does not run, or did not run then.
    ServiceClosed,
    /// Nobody answered.
    CouldNotContact,
    /// The person did not want to.
    Declined,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Outcome; 7] = [
        Outcome::Attended,
        Outcome::DidNotAttend,
        Outcome::NotSuitable,
        Outcome::TurnedAwayFull,
        Outcome::ServiceClosed,
        Outcome::CouldNotContact,
        Outcome::Declined,
    ];

    /// The word in JSON and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Attended => "attended",
            Outcome::DidNotAttend => "did_not_attend",
            Outcome::NotSuitable => "not_suitable",
            Outcome::TurnedAwayFull => "turned_away_full",
            Outcome::ServiceClosed => "service_closed",
            Outcome::CouldNotContact => "could_not_contact",
            Outcome::Declined => "declined",
        }
    }

    /// Whether the person came, or tried to.
    pub fn went(self) -> bool {
        self == Outcome::Attended || self.is_failure()
    }

    /// The outcome for a word, if it is one.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|outcome| outcome.as_str() == word)
    }

    /// Whether the person went, or tried to, and the service let them down.
    pub fn is_failure(self) -> bool {
        matches!(
            self,
            Outcome::TurnedAwayFull | Outcome::ServiceClosed | Outcome::CouldNotContact
        )
    }

    /// Whether it says that what is shown at `now` is wrong. Somebody who was turned away from what is
    /// shown as having no room tells nothing new.
    pub fn disputes(self, known: &Known, now: Timestamp) -> bool {
        match self {
            Outcome::TurnedAwayFull => known.state(false, now).is_signpostable(),
            Outcome::ServiceClosed | Outcome::CouldNotContact => true,
            _ => false,
        }
    }
}

/// A signpost, as it is shown to whoever may see it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Signpost {
    /// Its id.
    pub id: String,
    /// What is said over the telephone.
    pub code: String,
    /// The service.
    pub service_id: String,
    /// The location; null for a service without one.
    pub location_id: Option<String>,
    /// What the person needs.
    pub need: Option<String>,
    /// Where the person lives, roughly.
    pub outcode: Option<String>,
    /// When it was made.
    #[serde(with = "crate::domain::time::required")]
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// Until when a place is kept; null where none is, or not any longer.
    #[serde(with = "crate::domain::time::optional")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub held_until: Option<Timestamp>,
    /// What became of it.
    pub outcome: Option<Outcome>,
    /// When that was told.
    #[serde(with = "crate::domain::time::optional")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub outcome_at: Option<Timestamp>,
}
