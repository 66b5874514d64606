//! What is sent, read as leniently as the contract reads it: `RED` in any case, a number for a
//! note, a text for a number.

use crate::capacity::{LONGEST_NOTE, Report};
use crate::domain::availability::StatedState;
use crate::error::{Error, FieldError, Result};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use utoipa::ToSchema;

/// Minutes after which a statement ends, unless others are sent.
const USUAL_MINUTES: i64 = 240;
/// Minutes at most: a day.
const MOST_MINUTES: i64 = 1440;

/// What is said. A field that is there and null is not one that is absent.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Payload {
    /// RED, AMBER or GREEN, in any case.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = String)]
    status: Option<Value>,
    /// Minutes from now after which it is no longer believed, from 0 to 1440; 240 if left out.
    /// Without effect on GREEN.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<i64>)]
    reset_status_in: Option<Value>,
    /// A note for navigators of at most 900 letters. Never about a person.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    notes: Option<Value>,
}

fn present<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(from).map(Some)
}

/// What was understood of a payload.
#[derive(Debug, PartialEq, Eq)]
pub struct Said {
    state: StatedState,
    minutes: i64,
    note: Option<String>,
}

impl Said {
    /// What it says at `now`, in our terms.
    pub fn report(&self, now: Timestamp) -> Report {
        let ends = self.state != StatedState::Open;
        Report {
            until: ends.then(|| now + SignedDuration::from_mins(self.minutes)),
            note: self.note.clone(),
            ..Report::of(self.state)
        }
    }
}

impl Payload {
    /// What it says.
    ///
    /// # Errors
    /// Everything that is wrong with it, by field, each with its code.
    pub fn read(&self) -> Result<Said> {
        let state = state(self.status.as_ref());
        let minutes = self
            .reset_status_in
            .as_ref()
            .map_or(Ok(USUAL_MINUTES), minutes);
        let note = self.notes.as_ref().map(note).transpose();
        match (state, minutes, note) {
            (Ok(state), Ok(minutes), Ok(note)) => Ok(Said {
                state,
                minutes,
                note,
            }),
            (state, minutes, note) => {
                let faults = [
                    ("status", state.err()),
                    ("resetStatusIn", minutes.err()),
                    ("notes", note.err()),
                ];
                let faults = faults.into_iter();
                let faults = faults.filter_map(|(field, why)| Some(FieldError::new(field, why?)));
                Err(Error::Invalid(faults.collect()))
            }
        }
    }
}

fn state(value: Option<&Value>) -> Result<StatedState, String> {
    let value = value.ok_or("VAL-0001 - no capacity status was given: send status")?;
    let word = value.as_str().unwrap_or_default().to_ascii_uppercase();
    match word.as_str() {
        "RED" => Ok(StatedState::Full),
        "AMBER" => Ok(StatedState::Limited),
        "GREEN" => Ok(StatedState::Open),
        _ => Err("VAL-0002 - the capacity status must be RED, AMBER or GREEN".into()),
    }
}

fn minutes(value: &Value) -> Result<i64, String> {
    let whole = match value {
        // A cast of what is too large for the type is its largest, which is out of range as well.
        Value::Number(number) => number
            .as_f64()
            .filter(|number| number.fract() == 0.0)
            .map(|number| number as i64),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    let whole = whole.ok_or("VAL-0003 - resetStatusIn must be a whole number of minutes")?;
    match whole {
        0..=MOST_MINUTES => Ok(whole),
        _ => Err(format!(
            "VAL-0004 - resetStatusIn must be from 0 to {MOST_MINUTES} minutes"
        )),
    }
}

fn note(value: &Value) -> Result<String, String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Null => String::new(),
        _ => return Err("notes must be a text".into()),
    };
    let is_odd = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    match text.chars().count() {
        0 => Err("VAL-0006 - the notes are blank: leave them out, or say something".into()),
        LONGEST_NOTE.. if text.chars().count() > LONGEST_NOTE => Err(format!(
            "VAL-0005 - the notes are longer than {LONGEST_NOTE} letters"
        )),
        _ if text.chars().any(is_odd) => Err("the notes hold control characters".into()),
        _ => Ok(text),
    }
}

#[cfg(test)]
mod tests;
