//! What a page says of a tap that could not be done, in the words of somebody who has a telephone
//! and not a description of an API.

use super::label;
use crate::domain::availability::StatedState;
use crate::error::FieldError;
use crate::web::view::words::sentence;
use actix_web::http::StatusCode;

/// Why a tap was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Something typed cannot be taken together with this button.
    Wrong(StatedState, Vec<FieldError>),
    /// Somebody else has changed the line since.
    Changed,
    /// It can no longer be undone.
    TooLate,
    /// There is nothing to confirm, or it has ended.
    Ended,
}

impl Notice {
    /// The status of the page.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Wrong(..) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Changed | Self::TooLate | Self::Ended => StatusCode::CONFLICT,
        }
    }

    /// What stands above the page.
    pub fn words(&self) -> String {
        let words = match self {
            Self::Wrong(..) => "Not sent yet. Please look at what is marked below, then tap again.",
            Self::Changed => {
                "Nothing was done, for somebody has changed this in the meantime. This is how it is \
                 now; please tap what is true."
            }
            Self::TooLate => {
                "It is too late to undo that. This is how it is now; please tap what is true."
            }
            Self::Ended => "What was said before has ended, so please tap how it is today.",
        };
        words.to_owned()
    }

    /// What is wrong, field by field.
    pub fn problems(&self) -> Vec<(String, String)> {
        let Self::Wrong(state, faults) = self else {
            return Vec::new();
        };
        let problem = |fault: &FieldError| (fault.field.clone(), plainly(*state, fault));
        faults.iter().map(problem).collect()
    }
}

fn plainly(state: StatedState, fault: &FieldError) -> String {
    let roomy = matches!(state, StatedState::Open | StatedState::Limited);
    let label = label(state);
    let contradicts = fault.message.contains("the state says");
    match (fault.field.as_str(), roomy) {
        ("places_free", true) if contradicts => {
            format!("“{label}” and no places do not go together. Tap “Full”, or change the number.")
        }
        ("places_free", false) if contradicts => {
            format!(
                "“{label}” and free places do not go together. Tap “Has room” or “A few places”, or clear this."
            )
        }
        ("until", _) if fault.message.contains("passed") => "This day has passed.".to_owned(),
        _ if fault.message.starts_with("write ") => sentence(&format!("Please {}", fault.message)),
        _ => sentence(&format!("This {}", fault.message)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capacity::Report;

    fn said(state: StatedState, report: Report) -> Vec<(String, String)> {
        let now = "2026-11-21T08:00:00Z".parse().unwrap();
        Notice::Wrong(state, Report { state, ..report }.faults(now)).problems()
    }

    #[test]
    fn contradictions_are_told_by_the_names_of_the_buttons() {
        let with = |places_free| Report {
            places_free,
            ..Report::of(StatedState::Open)
        };
        let none = said(StatedState::Limited, with(Some(0)));
        assert!(
            none[0].1.contains("“A few places” and no places"),
            "{none:?}"
        );
        let some = said(StatedState::Paused, with(Some(2)));
        assert!(some[0].1.contains("“Paused” and free places"), "{some:?}");
        let less = said(StatedState::Open, with(Some(-1)));
        assert_eq!(less[0].1, "This must be from 0 to 1000000.");
        let past = Report {
            until: "2026-11-20T00:00:00Z".parse().ok(),
            ..Report::of(StatedState::Full)
        };
        assert_eq!(said(StatedState::Full, past)[0].1, "This day has passed.");
    }
}
