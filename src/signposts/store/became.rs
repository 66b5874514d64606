//! Those who were sent somewhere, and what became of them: never who, nor by whom.

use crate::db::Conn;
use crate::db::schema::signposts;
use crate::domain::time::from_millis;
use crate::error::Result;
use crate::signposts::Outcome;
use diesel::prelude::*;
use jiff::Timestamp;

/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

/// Somebody who was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flowed {
    /// The line.
    pub slot: i64,
    /// The need, if it was said.
    pub need: Option<String>,
    /// When.
    pub sent_at: Timestamp,
    /// What became of them, if it was told.
    pub outcome: Option<Outcome>,
    /// Whole days until it was told.
    pub days: Option<i64>,
}

/// Those who were sent from one moment to before another, with what was told of them before a third.
///
/// # Errors
/// The database fails.
pub fn sent_between(
    conn: &mut Conn,
    (from, to): (Timestamp, Timestamp),
    told_before: Timestamp,
) -> Result<Vec<Flowed>> {
    type Row = (i64, Option<String>, i64, Option<String>, Option<i64>);
    let rows: Vec<Row> = signposts::table
        .filter(signposts::created_at.ge(from.as_millisecond()))
        .filter(signposts::created_at.lt(to.as_millisecond()))
        .select((
            signposts::slot,
            signposts::need,
            signposts::created_at,
            signposts::outcome,
            signposts::outcome_at,
        ))
        .load(conn)?;
    let flowed = rows.into_iter().map(|(slot, need, at, outcome, told_at)| {
        let told_at = told_at.filter(|told| *told < told_before.as_millisecond());
        let outcome = outcome.as_deref().filter(|_| told_at.is_some());
        Flowed {
            slot,
            need,
            sent_at: from_millis(at),
            outcome: outcome.and_then(Outcome::parse),
            days: told_at.map(|told| (told - at).max(0) / DAY_MS),
        }
    });
    Ok(flowed.collect())
}
