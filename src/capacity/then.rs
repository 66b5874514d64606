//! What was known of the room of every line at a moment in the past: a few queries for all of them.

use super::history::last_of_all;
use super::shown::{Came, came_since, known_then};
use crate::db::Conn;
use crate::db::schema::signposts;
use crate::domain::availability::{Holds, Known};
use crate::error::Result;
use crate::signposts::Outcome;
use diesel::prelude::*;
use jiff::Timestamp;
use std::collections::HashMap;

/// What was known at `then`, by slot; a line of which nothing was is left out. Numbers and states are those that
/// were shown; what only decides an order is not put together again.
///
/// # Errors
/// The database fails.
pub fn all_then(conn: &mut Conn, then: Timestamp) -> Result<HashMap<u32, Known>> {
    let said = last_of_all(conn, then)?;
    let mut holds = held(conn, then)?;
    // Nobody who came before the oldest of these words was said is missing in any of them.
    let since = said.iter().map(|(_, past)| past.recorded_at).min();
    let mut came = came(conn, since.unwrap_or(then), then)?;
    let mut known = HashMap::with_capacity(said.len());
    for (slot, past) in said {
        let came = came.remove(&slot).unwrap_or_default();
        let came = came_since(&came, Some(&past), then);
        let holds = Holds::ending(holds.remove(&slot).unwrap_or_default());
        known.insert(slot, known_then(Some(&past), came, holds));
    }
    // Somebody may be on the way to where nothing was ever said.
    for (slot, ends) in holds {
        known.insert(slot, known_then(None, 0, Holds::ending(ends)));
    }
    let numbered = known
        .into_iter()
        .filter_map(|(slot, known)| Some((u32::try_from(slot).ok()?, known)));
    Ok(numbered.collect())
}

/// When the places end that were kept then, by slot.
fn held(conn: &mut Conn, then: Timestamp) -> Result<HashMap<i64, Vec<i64>>> {
    let then = then.as_millisecond();
    let was_free = signposts::freed_at.le(then).assume_not_null();
    let kept = signposts::freed_at.is_null().or(diesel::dsl::not(was_free));
    let rows: Vec<(i64, Option<i64>)> = signposts::table
        .filter(signposts::created_at.le(then))
        .filter(signposts::held_until.gt(then))
        .filter(kept)
        .select((signposts::slot, signposts::held_until))
        .load(conn)?;
    let mut ends: HashMap<i64, Vec<i64>> = HashMap::new();
    for (slot, until) in rows {
        ends.entry(slot).or_default().extend(until);
    }
    Ok(ends)
}

/// Those who had come by then, by slot, of whom that was told after `since`.
fn came(conn: &mut Conn, since: Timestamp, then: Timestamp) -> Result<HashMap<i64, Vec<Came>>> {
    let rows: Vec<(i64, i64, Option<i64>, Option<i64>)> = signposts::table
        .filter(signposts::outcome.eq(Outcome::Attended.as_str()))
        .filter(signposts::outcome_at.gt(since.as_millisecond()))
        .filter(signposts::outcome_at.le(then.as_millisecond()))
        .select((
            signposts::slot,
            signposts::created_at,
            signposts::held_until,
            signposts::outcome_at,
        ))
        .load(conn)?;
    let mut came: HashMap<i64, Vec<Came>> = HashMap::new();
    for (slot, created_at, held_until, at) in rows {
        let one = at.map(|at| Came {
            created_at,
            held_until,
            at,
        });
        came.entry(slot).or_default().extend(one);
    }
    Ok(came)
}
