//! Pages of signposts: one, those that one person made, and where else to go.

pub mod elsewhere;
pub mod list;
pub mod one;
mod spoken;

pub use elsewhere::ElsewherePage;
pub use list::ListPage;
pub use one::SignpostPage;

use crate::signposts::Outcome;

/// What a button says, and what is shown once it was pressed.
pub fn words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Attended => "Came",
        Outcome::DidNotAttend => "Did not come",
        Outcome::NotSuitable => "Not right for them",
        Outcome::TurnedAwayFull => "Turned away: full",
        Outcome::ServiceClosed => "It was closed",
        Outcome::CouldNotContact => "Could not get through",
        Outcome::Declined => "Did not want to",
    }
}
