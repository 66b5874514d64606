//! What somebody who sends people finds on the page of a service, beside what everybody sees.

use crate::accounts::Role;
use jiff::SignedDuration;

/// What the forms of somebody who is signed in need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// The id of the service.
    pub service: String,
    /// What each form of the session carries.
    pub form: String,
    /// What tells this page from each other one: a form that is sent twice from it is done once.
    pub once: String,
    /// For how long a place is kept, in words.
    pub kept: String,
    /// Whether they may send somebody.
    pub sends: bool,
}

impl Desk {
    /// Whether somebody with this role sends people.
    pub fn is_for(role: Role) -> bool {
        matches!(role, Role::Navigator | Role::Steward)
    }
}

/// `2 days`, `90 minutes`: how long a place is kept.
pub fn span(time: SignedDuration) -> String {
    let minutes = time.as_mins();
    let (number, unit) = match minutes {
        m if m % (24 * 60) == 0 && m > 24 * 60 => (m / (24 * 60), "day"),
        m if m % 60 == 0 => (m / 60, "hour"),
        m => (m, "minute"),
    };
    crate::web::view::words::count(number, unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_said_in_the_largest_unit_that_fits() {
        let said = [30, 60, 90, 24 * 60, 48 * 60, 7 * 24 * 60]
            .map(|minutes| span(SignedDuration::from_mins(minutes)));
        let hoped = [
            "30 minutes",
            "1 hour",
            "90 minutes",
            "24 hours",
            "2 days",
            "7 days",
        ];
        assert_eq!(said, hoped);
    }
}
