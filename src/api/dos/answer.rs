//! What is answered: the seven fields of the contract; those that have no value are left out.

use crate::capacity::history;
use crate::db::Conn;
use crate::directory::record::text;
use crate::directory::store::{Shelf, document};
use crate::domain::availability::State;
use crate::error::Result;
use crate::search::truth::LineRow;
use jiff::{Timestamp, Unit};
use serde::Serialize;
use utoipa::ToSchema;

/// The capacity status of a service.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CapacityStatus {
    /// The service.
    id: String,
    /// Its name.
    name: String,
    /// RED, AMBER or GREEN.
    status: &'static str,
    /// When what was said ends by itself. After that it is not confirmed, which is AMBER.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    reset_date_time: Option<String>,
    /// The provider's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<String>,
    /// The name of the key or account that spoke last.
    #[serde(skip_serializing_if = "Option::is_none")]
    modified_by: Option<String>,
    /// When it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    modified_date: Option<String>,
}

impl CapacityStatus {
    /// What is shown of a line at `now`.
    ///
    /// # Errors
    /// The database fails.
    pub fn read(conn: &mut Conn, id: &str, line: Option<&LineRow>, now: Timestamp) -> Result<Self> {
        let Some(line) = line else {
            return Self::new(conn, id, None, State::Unconfirmed, None);
        };
        let shown = line.availability(now);
        let until = shown.until.filter(|until| *until > now);
        Self::new(conn, id, Some(line), shown.state, until)
    }

    /// What was just said of a line, which may have ended already: nought minutes are allowed.
    ///
    /// # Errors
    /// The database fails.
    pub fn said(conn: &mut Conn, id: &str, line: &LineRow) -> Result<Self> {
        let vitals = line.known.statement.as_ref().map(|said| said.vitals);
        let state = match vitals {
            Some(vitals) if !line.closed => vitals.believed_state(0),
            _ => line.availability(Timestamp::MIN).state,
        };
        let until = vitals.and_then(|vitals| vitals.until);
        Self::new(conn, id, Some(line), state, until)
    }

    fn new(
        conn: &mut Conn,
        id: &str,
        line: Option<&LineRow>,
        state: State,
        until: Option<Timestamp>,
    ) -> Result<Self> {
        let service = document(conn, Shelf::Services, id)?;
        let name = service.as_ref().and_then(|service| text(service, "name"));
        let last = line.map(|line| history::last_word(conn, line.slot));
        let (author, at) = last.transpose()?.flatten().unzip();
        let said = line.and_then(|line| line.known.statement.as_ref());
        let status = colour(state);
        Ok(Self {
            id: id.to_owned(),
            name: name.unwrap_or_default().to_owned(),
            status,
            reset_date_time: until.filter(|_| status != GREEN).map(seconds),
            notes: said.and_then(|said| said.details.note.clone()),
            modified_by: author,
            modified_date: at.map(seconds),
        })
    }

    /// The same without the name of who spoke, unless the reader may know it.
    pub fn without_author_unless(mut self, may: bool) -> Self {
        self.modified_by = self.modified_by.filter(|_| may);
        self
    }
}

const GREEN: &str = "GREEN";

/// The colour for a state. Neither a waiting list nor a thing that nobody has confirmed is a
/// refusal; what does not run is.
fn colour(state: State) -> &'static str {
    match state {
        State::Open => GREEN,
        State::Limited | State::Unconfirmed | State::WaitingList => "AMBER",
        State::Paused | State::Full | State::Closed => "RED",
    }
}

/// `2026-03-01T09:30:00Z`: the contract has whole seconds.
fn seconds(time: Timestamp) -> String {
    let whole = time.round(Unit::Second).unwrap_or(time);
    format!("{whole:.0}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_in_whole_seconds() {
        let time: Timestamp = "2026-03-01T09:30:00.400Z".parse().unwrap();
        assert_eq!(seconds(time), "2026-03-01T09:30:00Z");
    }

    #[test]
    fn only_what_is_open_is_green_and_what_does_not_run_is_red() {
        let colours = State::ALL.map(colour);
        let (green, amber, red) = ("GREEN", "AMBER", "RED");
        assert_eq!(colours, [green, amber, amber, amber, red, red, red]);
    }
}
