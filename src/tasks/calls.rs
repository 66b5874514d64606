//! A task is done by a call: what came of it is recorded, and what was said of room with it, all or
//! nothing.

use super::rules::{Ending, try_again};
use super::store;
use crate::accounts::Principal;
use crate::capacity::{LONGEST_NOTE, Report, store as capacity};
use crate::db::Tx;
use crate::domain::schedule::local_day;
use crate::error::{Error, FieldError, Result};
use crate::search::truth::LineRow;
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

/// What came of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CallAnswer)]
pub enum Answer {
    /// Somebody was reached, and said how much room there is.
    Reached,
    /// Somebody was reached, and what is shown is right.
    Confirmed,
    /// Nobody answered: it is tried again tomorrow, after three times in a week.
    NoAnswer,
    /// It does not run any longer: the listing is to be changed.
    Closed,
}

/// What came of a call, as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// What came of it.
    pub result: Answer,
    /// At which of its locations; needed for `reached` and `confirmed` where there are several.
    pub location_id: Option<String>,
    /// For `reached`: how much room there is.
    pub capacity: Option<Report>,
    /// For `closed`: what those who look after the listing should know. Never about a person.
    pub note: Option<String>,
    /// The version of the line that was on the page, where there was a page: no other is changed.
    #[serde(skip)]
    pub seen: Option<i64>,
}

impl Call {
    /// The same with its location as the database has it.
    ///
    /// # Errors
    /// What is wrong at `now`, field by field.
    pub fn checked(mut self, now: Timestamp) -> Result<Self> {
        let mut faults = self.out_of_place();
        if let Some(report) = &self.capacity {
            let found = report.faults(now).into_iter();
            faults.extend(
                found.map(|fault| {
                    FieldError::new(format!("capacity.{}", fault.field), fault.message)
                }),
            );
        }
        if let Some(given) = self.location_id.take() {
            match crate::domain::id::parse(&given) {
                Ok(id) => self.location_id = Some(id.to_string()),
                Err(why) => faults.push(FieldError::new("location_id", why)),
            }
        }
        faults.extend(self.note.as_deref().and_then(note_fault));
        match faults.is_empty() {
            true => Ok(self),
            false => Err(Error::Invalid(faults)),
        }
    }

    /// Whether something is said about the room of a line.
    pub fn speaks_of_room(&self) -> bool {
        matches!(self.result, Answer::Reached | Answer::Confirmed)
    }

    /// Fields that are missing, or do not belong to what came of it.
    fn out_of_place(&self) -> Vec<FieldError> {
        let is_reached = self.result == Answer::Reached;
        let checks = [
            (
                is_reached && self.capacity.is_none(),
                "capacity",
                "is needed where somebody was reached: say how much room there is, or send the result confirmed",
            ),
            (
                !is_reached && self.capacity.is_some(),
                "capacity",
                "is only for the result reached",
            ),
            (
                !self.speaks_of_room() && self.location_id.is_some(),
                "location_id",
                "is only for the results reached and confirmed",
            ),
            (
                self.result != Answer::Closed && self.note.is_some(),
                "note",
                "is only for the result closed; for navigators, put a note into capacity",
            ),
        ];
        let wrong = checks.into_iter().filter(|(is_wrong, ..)| *is_wrong);
        wrong
            .map(|(_, field, message)| FieldError::new(field, message))
            .collect()
    }
}

fn note_fault(note: &str) -> Option<FieldError> {
    let is_control = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t');
    if note.chars().count() > LONGEST_NOTE {
        let message = format!("is longer than {LONGEST_NOTE} letters");
        return Some(FieldError::new("note", message));
    }
    let has_control = note.chars().any(is_control);
    has_control.then(|| FieldError::new("note", "holds control characters"))
}

/// Records what came of a call about a task at `now`; `line` is the one that was spoken of, if one
/// was, and is returned as it then is. The line is locked before the task, as whoever reports a
/// service does it.
///
/// # Errors
/// There is no such task, it is closed, or somebody else has it; nothing was ever said that could be
/// confirmed; what is said is older than what is held.
pub fn record(
    tx: &mut Tx,
    id: &str,
    call: &Call,
    line: Option<LineRow>,
    who: &Principal,
    now: Timestamp,
) -> Result<Option<LineRow>> {
    let line = line.map(|line| say(tx, call, line, who, now)).transpose()?;
    let ending = match call.result {
        Answer::Reached => Ending::Reached,
        Answer::Confirmed => Ending::Confirmed,
        Answer::Closed => Ending::Closed,
        Answer::NoAnswer => {
            let again = |row: &store::Row| {
                let attempts = row.attempts.saturating_add(1);
                (try_again(attempts, local_day(now, 0)), attempts)
            };
            store::put_off(tx, id, who, again, now)?;
            return Ok(line);
        }
    };
    store::finish(tx, id, who, (ending, call.note.as_deref()), now)?;
    Ok(line)
}

/// What was said of a line: how much room there is, or that nothing has changed.
fn say(
    tx: &mut Tx,
    call: &Call,
    line: LineRow,
    who: &Principal,
    now: Timestamp,
) -> Result<LineRow> {
    let author = who.author();
    let said = match &call.capacity {
        Some(report) => capacity::state(tx, line.slot, report, &author, None, now)?,
        None => capacity::confirm(tx, line.slot, &author, call.seen, now)?,
    };
    Ok(LineRow {
        closed: line.closed,
        ..said
    })
}
