//! What goes live at once and what waits for a steward. Whoever runs a service knows best when it is open;
//! what decides who is sent there, and where, is looked at by a second pair of eyes.

use super::field::{Field, Part};

/// What becomes of a change by whoever runs the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// It is shown as soon as it is sent.
    AtOnce(&'static str),
    /// A steward looks at it first.
    Waits(&'static str),
}

impl Tier {
    /// Whether a steward looks at it first.
    pub fn waits(self) -> bool {
        matches!(self, Tier::Waits(_))
    }

    /// Why.
    pub fn reason(self) -> &'static str {
        match self {
            Tier::AtOnce(reason) | Tier::Waits(reason) => reason,
        }
    }
}

/// Whose a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Only services of the same provider are given there.
    Own,
    /// Another organisation's service is given there too: what is said of the place is said of theirs.
    Shared,
    /// The listing does not have it yet.
    New,
}

/// What becomes of a change of this field; the standing is that of the place, if it is about one.
pub fn tier(field: &Field, standing: Standing) -> Tier {
    match (field, standing) {
        (Field::At(..), Standing::New) => Tier::Waits("it decides where people are sent"),
        (Field::At(_, Part::Times), _) => by_time(),
        (Field::At(..), Standing::Shared) => {
            Tier::Waits("others are at this place too, and it would change for them")
        }
        (Field::At(_, part), Standing::Own) => of_place(*part),
        (field, _) => of_service(field),
    }
}

fn of_service(field: &Field) -> Tier {
    match field {
        Field::Times | Field::Running | Field::Alert => by_time(),
        Field::Phone | Field::Email | Field::Website => {
            Tier::AtOnce("a number that no longer works helps nobody")
        }
        Field::Routes | Field::Process => Tier::AtOnce("you know best how people get in"),
        Field::Free | Field::Fees => Tier::AtOnce("you know best what it costs"),
        Field::Languages => Tier::AtOnce("you know best what is spoken"),
        Field::Name => Tier::Waits("people know it by its name, and find it by that"),
        Field::Description => Tier::Waits("it decides who finds the service"),
        Field::Eligibility | Field::MinimumAge | Field::MaximumAge => {
            Tier::Waits("it decides who is sent to you, and who is not")
        }
        Field::At(_, part) => of_place(*part),
    }
}

fn by_time() -> Tier {
    Tier::AtOnce("a wrong time sends somebody to a locked door")
}

fn of_place(part: Part) -> Tier {
    match part {
        Part::Times => by_time(),
        Part::Access => Tier::AtOnce("you know your own building"),
        Part::Name | Part::Street | Part::Second | Part::Town | Part::Postcode => {
            Tier::Waits("it decides where people are sent")
        }
    }
}
