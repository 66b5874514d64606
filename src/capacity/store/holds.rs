//! Places that are kept or gone, and reports that a statement is wrong.

use super::statements::{keep, lock};
use super::{columns, key, line_at};
use crate::capacity::Author;
use crate::db::schema::{capacity_lines, signposts};
use crate::db::{Conn, Kind, Tx, prepared};
use crate::error::Result;
use crate::search::truth::LineRow;
use diesel::prelude::*;
use jiff::Timestamp;
use std::collections::HashMap;

/// When the holds on these lines end that have not ended at `now`, by slot. Milliseconds since 1970.
pub(super) fn ends(conn: &mut Conn, slots: &[i64], now: i64) -> Result<HashMap<i64, Vec<i64>>> {
    let mut ends: HashMap<i64, Vec<i64>> = HashMap::new();
    if slots.is_empty() {
        return Ok(ends);
    }
    let rows: Vec<(i64, Option<i64>)> = signposts::table
        .filter(signposts::slot.eq_any(slots))
        .filter(signposts::freed_at.is_null())
        .filter(signposts::held_until.gt(now))
        .select((signposts::slot, signposts::held_until))
        .load(conn)?;
    for (slot, until) in rows {
        ends.entry(slot).or_default().extend(until);
    }
    Ok(ends)
}

/// Keeps others from changing a line until this transaction ends, marks it as changed, and returns
/// it as it now is.
///
/// # Errors
/// There is no such line, or the database fails.
pub fn touch(tx: &mut Tx, slot: i64) -> Result<LineRow> {
    struct Touch;
    let next = diesel::update(capacity_lines::table.find(slot))
        .set(capacity_lines::revision.eq(capacity_lines::revision + 1));
    prepared::<Touch, _>(next).execute(tx as &mut Conn)?;
    let line = line_at(tx, slot)?;
    tx.changed(Kind::Capacity, key(&line.service_id, &line.location_id));
    Ok(line)
}

/// Counts places as gone, for somebody has come for them; fewer than none are given back.
///
/// # Errors
/// The database fails.
pub fn take(tx: &mut Tx, slot: i64, places: i32) -> Result<()> {
    diesel::update(capacity_lines::table.find(slot))
        .set(capacity_lines::taken.eq(capacity_lines::taken + places))
        .execute(tx as &mut Conn)?;
    Ok(())
}

/// Counts people as sent; fewer than none were not sent after all.
///
/// # Errors
/// The database fails.
pub fn count_sent(tx: &mut Tx, slot: i64, people: i32) -> Result<()> {
    let line = capacity_lines::table.find(slot);
    diesel::update(line.filter(capacity_lines::sent.ge(-people)))
        .set(capacity_lines::sent.eq(capacity_lines::sent + people))
        .execute(tx as &mut Conn)?;
    Ok(())
}

/// Records a report that what is said of a line is wrong, which counts until somebody confirms it or
/// says something else, and returns the line as it then is.
///
/// # Errors
/// The database fails.
pub fn dispute(tx: &mut Tx, slot: u32, author: &Author, now: Timestamp) -> Result<LineRow> {
    lock(tx, slot, None)?;
    struct Dispute;
    let disputed = diesel::update(capacity_lines::table.find(i64::from(slot)))
        .set((
            capacity_lines::disputed.eq(true),
            capacity_lines::disputed_at.eq(now.as_millisecond()),
        ))
        .returning(columns());
    let held = prepared::<Dispute, _>(disputed).get_result(tx as &mut Conn)?;
    keep(tx, held, "report", author, now)
}
