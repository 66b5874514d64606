//! Taking a statement or a confirmation back: what was in force before it is in force again.

use super::columns;
use super::statements::{keep, lock};
use crate::capacity::Author;
use crate::db::schema::capacity_lines;
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::search::truth::LineRow;
use diesel::prelude::*;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// All that a line says, as it was at one moment. The history has every statement, but not whether
/// it was disputed, nor who had said what somebody else confirmed.
#[derive(
    Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable, AsChangeset,
)]
#[diesel(table_name = capacity_lines)]
#[diesel(treat_none_as_null = true)]
pub struct Before {
    state: Option<String>,
    places_free: Option<i32>,
    places_total: Option<i32>,
    unit: Option<String>,
    waiting: Option<i32>,
    wait_weeks: Option<i32>,
    opens_on: Option<String>,
    until: Option<i64>,
    note: Option<String>,
    as_of: Option<i64>,
    confirmed_at: Option<i64>,
    changed_at: Option<i64>,
    source: Option<String>,
    disputed: bool,
    #[serde(default)]
    taken: i32,
    #[serde(default)]
    sent: i32,
    #[serde(default)]
    disputed_at: Option<i64>,
}

impl Before {
    /// As it is kept.
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Whether the same is said of room, whenever and by whomever.
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        let content = |it: &Self| Self {
            as_of: None,
            confirmed_at: None,
            changed_at: None,
            source: None,
            disputed: false,
            taken: 0,
            sent: 0,
            disputed_at: None,
            ..it.clone()
        };
        content(self) == content(other)
    }

    /// Reads what was kept; none if another hand has changed it.
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

/// The last thing that somebody said of a line by one tap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    /// When.
    pub at: Timestamp,
    /// The version of the line that it made.
    pub version: i64,
    /// The line as it was before, unless it was an undoing itself.
    pub before: Option<Before>,
}

/// What a line says now, to be kept beside what is going to change it.
///
/// # Errors
/// The database fails.
pub fn before(conn: &mut Conn, slot: u32) -> Result<Before> {
    Ok(capacity_lines::table
        .find(i64::from(slot))
        .select(Before::as_select())
        .first(conn)?)
}

/// Takes back the version `done` of a line: it says again what it said before, from when it said it.
/// That is a version of its own in the history, of the kind `undo`.
///
/// # Errors
/// The line has another version, so that somebody has changed it since.
pub fn undo(
    tx: &mut Tx,
    slot: u32,
    done: i64,
    before: &Before,
    author: &Author,
    now: Timestamp,
) -> Result<LineRow> {
    lock(tx, slot, Some(done))?;
    let held = diesel::update(capacity_lines::table.find(i64::from(slot)))
        .set(before)
        .returning(columns())
        .get_result(tx as &mut Conn)?;
    keep(tx, held, "undo", author, now)
}
