//! What came with a tap: which button it was, and what was typed beside it, kept as it was typed so
//! that it can be shown again.

use crate::capacity::{Report, end_of};
use crate::domain::availability::{StatedState, Statement};
use crate::error::{Error, FieldError, Result};
use crate::gate::form::Typed as Form;
use jiff::Timestamp;

/// A button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tap {
    /// "Nothing has changed".
    Same,
    /// "Undo".
    Undo,
    /// How much room there is.
    State(StatedState),
}

impl Tap {
    fn read(word: &str) -> Option<Self> {
        match word {
            "same" => Some(Self::Same),
            "undo" => Some(Self::Undo),
            word => StatedState::parse(word).map(Self::State),
        }
    }
}

/// The fields of the form; empty where nothing was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Typed {
    /// The version of the line that was on the page.
    pub version: String,
    /// Places free.
    pub places_free: String,
    /// People on the waiting list.
    pub waiting: String,
    /// Weeks to wait.
    pub wait_weeks: String,
    /// The last day on which it holds.
    pub until: String,
    /// A note for navigators.
    pub note: String,
}

/// The fields of the page.
pub const FIELDS: [&str; 7] = [
    "say",
    "version",
    "places_free",
    "waiting",
    "wait_weeks",
    "until",
    "note",
];

/// Reads the body of the form.
///
/// # Errors
/// It is no form of this page, or has no button.
pub fn read(body: &[u8]) -> Result<(Tap, Typed)> {
    of(&Form::read(body, &FIELDS)?)
}

/// Reads a form that was read already.
///
/// # Errors
/// It has no button of the page.
pub fn of(form: &Form) -> Result<(Tap, Typed)> {
    let tap = Tap::read(form.get("say"));
    let tap = tap.ok_or_else(|| Error::invalid("say", "must be one of the buttons of the page"))?;
    let field = |name: &str| form.get(name).to_owned();
    let typed = Typed {
        version: field("version"),
        places_free: field("places_free"),
        waiting: field("waiting"),
        wait_weeks: field("wait_weeks"),
        until: field("until"),
        note: field("note"),
    };
    Ok((tap, typed))
}

impl Typed {
    /// Whether something is there to be shown again.
    pub fn is_empty(&self) -> bool {
        let fields = [
            &self.places_free,
            &self.waiting,
            &self.wait_weeks,
            &self.until,
            &self.note,
        ];
        fields.iter().all(|field| field.is_empty())
    }

    /// The version that was on the page.
    pub fn expected(&self) -> Option<i64> {
        self.version.parse().ok()
    }

    /// What is said by this. How many places there are in all, and what they are called, is no news
    /// and stays as it was.
    ///
    /// # Errors
    /// What cannot be read, field by field.
    pub fn report(
        &self,
        state: StatedState,
        held: Option<&Statement>,
    ) -> Result<Report, Vec<FieldError>> {
        let mut faults = Vec::new();
        let note = self.note.split_whitespace().collect::<Vec<_>>().join(" ");
        let held = held.map(|held| held.details.clone()).unwrap_or_default();
        let mut report = Report {
            places_free: number("places_free", &self.places_free, &mut faults),
            waiting: number("waiting", &self.waiting, &mut faults),
            wait_weeks: number("wait_weeks", &self.wait_weeks, &mut faults),
            until: self.until_when(&mut faults),
            note: Some(note).filter(|note| !note.is_empty()),
            unit: held.unit,
            ..Report::of(state)
        };
        let free = report.places_free.unwrap_or(0);
        report.places_total = held.places_total.filter(|total| *total >= free);
        if faults.is_empty() {
            Ok(report)
        } else {
            Err(faults)
        }
    }

    /// The same, if it can be recorded at `now`.
    ///
    /// # Errors
    /// What cannot be read, or contradicts itself, field by field.
    pub fn checked(
        &self,
        state: StatedState,
        held: Option<&Statement>,
        now: Timestamp,
    ) -> Result<Report> {
        let report = self.report(state, held).map_err(Error::Invalid)?;
        match report.faults(now) {
            faults if faults.is_empty() => Ok(report),
            faults => Err(Error::Invalid(faults)),
        }
    }

    fn until_when(&self, faults: &mut Vec<FieldError>) -> Option<Timestamp> {
        if self.until.is_empty() {
            return None;
        }
        let end = self.until.parse().ok().and_then(end_of);
        if end.is_none() {
            faults.push(FieldError::new("until", "write a day such as 2027-03-31"));
        }
        end
    }
}

fn number(field: &str, typed: &str, faults: &mut Vec<FieldError>) -> Option<i32> {
    if typed.is_empty() {
        return None;
    }
    let number = typed.parse().ok();
    if number.is_none() {
        faults.push(FieldError::new(field, "write a number such as 3"));
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capacity::Report;
    use proptest::prelude::*;

    fn report(body: &str) -> Result<Report, Vec<FieldError>> {
        match read(body.as_bytes()) {
            Ok((Tap::State(state), typed)) => typed.report(state, None),
            other => panic!("{body}: {other:?}"),
        }
    }

    #[test]
    fn one_tap_says_a_state_and_nothing_more() {
        assert_eq!(report("say=full"), Ok(Report::of(StatedState::Full)));
        let empty = "places_free=&waiting=&wait_weeks=&until=&note=++&say=waiting_list";
        assert_eq!(report(empty), Ok(Report::of(StatedState::WaitingList)));
    }

    #[test]
    fn what_was_typed_goes_with_the_tap() {
        let body = "places_free=+3&waiting=2&wait_weeks=0&until=2027-06-30&note=a%0D%0Ab&say=open";
        let said = report(body).unwrap();
        let numbers = (said.places_free, said.waiting, said.wait_weeks);
        assert_eq!(numbers, (Some(3), Some(2), Some(0)));
        assert_eq!(said.note.as_deref(), Some("a b"));
        assert_eq!(said.until.unwrap().to_string(), "2027-06-30T23:00:00Z");
    }

    #[test]
    fn what_cannot_be_read_is_said_field_by_field() {
        let faults = report("places_free=three&waiting=1.5&until=soon&say=open").unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["places_free", "waiting", "until"]);
    }

    #[test]
    fn what_is_not_on_the_page_is_refused() {
        for body in [
            "",
            "say=",
            "say=closed",
            "say=open&name=Ada",
            "note=x",
            "say=%FF",
        ] {
            assert!(read(body.as_bytes()).is_err(), "{body}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_is_sent_panics(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&body);
        }
    }
}
