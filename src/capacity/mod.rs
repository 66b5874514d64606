//! Capacity statements: what providers say about room, kept as observations.

pub mod history;
pub mod shown;
pub mod store;
pub mod then;
pub mod which;

use crate::domain::availability::{Source, StatedState};
use crate::error::FieldError;
use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};
use serde::Deserialize;
use utoipa::ToSchema;

/// The most that a number of places, people or weeks can be: more is a slip of the finger.
const MOST: i32 = 1_000_000;
/// Letters in a unit at most.
const LONGEST_UNIT: usize = 40;
/// Letters in a note at most.
pub const LONGEST_NOTE: usize = 900;

/// What somebody says about room, as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// `open`, `limited`, `waiting_list`, `full` or `paused`.
    pub state: StatedState,
    /// Places not taken, if they are counted.
    pub places_free: Option<i32>,
    /// Places in all.
    pub places_total: Option<i32>,
    /// What a place is: a seat, a parcel, an appointment. `place` if places are counted and this is
    /// left out.
    pub unit: Option<String>,
    /// People on the waiting list.
    pub waiting: Option<i32>,
    /// Weeks that somebody joining now would wait.
    pub wait_weeks: Option<i32>,
    /// The day on which it opens again, `YYYY-MM-DD`.
    #[schema(value_type = Option<String>, format = Date)]
    pub opens_on: Option<Date>,
    /// When the statement ends: a time, or a day, which means the end of that day in the UK.
    #[serde(default, deserialize_with = "time_or_day")]
    #[schema(value_type = Option<String>)]
    pub until: Option<Timestamp>,
    /// A note for navigators. Never about a person.
    pub note: Option<String>,
    /// When it was true; now, if left out.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub as_of: Option<Timestamp>,
}

/// Who says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// In which role.
    pub source: Source,
    /// The name of the key or account.
    pub name: String,
}

impl Report {
    /// A report that says nothing but this.
    pub fn of(state: StatedState) -> Self {
        Self {
            state,
            places_free: None,
            places_total: None,
            unit: None,
            waiting: None,
            wait_weeks: None,
            opens_on: None,
            until: None,
            note: None,
            as_of: None,
        }
    }

    /// What a place is called: as said, or `place` where places are counted.
    pub fn unit_or_usual(&self) -> Option<&str> {
        let counts = self.places_free.is_some() || self.places_total.is_some();
        self.unit.as_deref().or(counts.then_some("place"))
    }

    /// What is wrong with it, field by field; nothing if it can be recorded at `now`.
    pub fn faults(&self, now: Timestamp) -> Vec<FieldError> {
        let mut faults = Vec::new();
        let numbers = [
            ("places_free", self.places_free),
            ("places_total", self.places_total),
            ("waiting", self.waiting),
            ("wait_weeks", self.wait_weeks),
        ];
        for (field, number) in numbers {
            if number.is_some_and(|number| !(0..=MOST).contains(&number)) {
                faults.push(FieldError::new(field, format!("must be from 0 to {MOST}")));
            }
        }
        text_faults(&mut faults, "unit", self.unit.as_deref(), LONGEST_UNIT);
        text_faults(&mut faults, "note", self.note.as_deref(), LONGEST_NOTE);
        faults.extend(self.contradictions(now));
        faults
    }

    fn contradictions(&self, now: Timestamp) -> Vec<FieldError> {
        let mut faults = Vec::new();
        let roomy = matches!(self.state, StatedState::Open | StatedState::Limited);
        if roomy && self.places_free == Some(0) {
            faults.push(FieldError::new(
                "places_free",
                "is 0, but the state says that there is room: send state full, or the number of places",
            ));
        }
        if !roomy && self.places_free.is_some_and(|free| free > 0) {
            faults.push(FieldError::new(
                "places_free",
                "is above 0, but the state says that there is no room: send state open or limited, or leave it out",
            ));
        }
        let both = self.places_free.zip(self.places_total);
        if both.is_some_and(|(free, total)| free > total) {
            faults.push(FieldError::new("places_free", "is more than places_total"));
        }
        if self.until.is_some_and(|until| until <= now) {
            faults.push(FieldError::new("until", "has passed already"));
        }
        faults
    }
}

fn text_faults(faults: &mut Vec<FieldError>, field: &str, text: Option<&str>, longest: usize) {
    let Some(text) = text else { return };
    if text.chars().count() > longest {
        faults.push(FieldError::new(
            field,
            format!("is longer than {longest} letters"),
        ));
    }
    // PostgreSQL cannot hold NUL, and no other control character belongs in a note either.
    if text
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    {
        faults.push(FieldError::new(field, "holds control characters"));
    }
}

/// The end of a day in the UK; none for a day that no calendar reaches.
pub fn end_of(day: Date) -> Option<Timestamp> {
    let zone = TimeZone::get("Europe/London").ok()?;
    let midnight = day.tomorrow().ok()?.to_zoned(zone).ok()?;
    Some(midnight.timestamp())
}

/// Reads a time, or a day as its end in the UK.
fn time_or_day<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Timestamp>, D::Error> {
    let Some(text) = Option::<String>::deserialize(from)? else {
        return Ok(None);
    };
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(Some(time));
    }
    let end = || end_of(text.parse().ok()?);
    end().map(Some).ok_or_else(|| {
        serde::de::Error::custom(
            "must be a time such as 2026-03-01T09:30:00Z, or a day such as 2026-03-01",
        )
    })
}
