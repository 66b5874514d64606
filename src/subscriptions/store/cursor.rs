//! How far the change feed was read: one row, of which one node takes hold at a time.

use crate::db::schema::{capacity_lines, subscription_cursor};
use crate::db::{Conn, Tx};
use crate::error::Result;
use diesel::dsl::max;
use diesel::prelude::*;

/// How far it was read.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = subscription_cursor)]
pub struct Cursor {
    /// The last change that was read.
    pub seq: i64,
    /// The day on which all awards were last looked at; empty before the first.
    pub funding_day: String,
}

/// Where it stands at this moment.
///
/// # Errors
/// The database fails.
pub fn read(conn: &mut Conn) -> Result<Cursor> {
    Ok(subscription_cursor::table
        .find(1)
        .select(Cursor::as_select())
        .first(conn)?)
}

/// Takes hold of it until this transaction ends: another node waits, and then finds it moved.
///
/// # Errors
/// The database fails.
pub fn take(tx: &mut Tx) -> Result<Cursor> {
    let conn: &mut Conn = tx;
    diesel::update(subscription_cursor::table.find(1))
        .set(subscription_cursor::seq.eq(subscription_cursor::seq))
        .execute(conn)?;
    read(conn)
}

/// Moves it.
///
/// # Errors
/// The database fails.
pub fn put(tx: &mut Tx, cursor: &Cursor) -> Result<()> {
    diesel::update(subscription_cursor::table.find(1))
        .set((
            subscription_cursor::seq.eq(cursor.seq),
            subscription_cursor::funding_day.eq(&cursor.funding_day),
        ))
        .execute(tx as &mut Conn)?;
    Ok(())
}

/// The highest slot of any capacity line: a service all of whose lines have higher ones is added later.
///
/// # Errors
/// The database fails.
pub fn highest_slot(conn: &mut Conn) -> Result<i64> {
    let highest: Option<i64> = capacity_lines::table
        .select(max(capacity_lines::slot))
        .first(conn)?;
    Ok(highest.unwrap_or(0))
}

/// The first slot of each of these services.
///
/// # Errors
/// The database fails.
pub fn first_slots(conn: &mut Conn, services: &[String]) -> Result<Vec<(String, i64)>> {
    let mut slots: Vec<(String, i64)> = capacity_lines::table
        .filter(capacity_lines::service_id.eq_any(services))
        .order((capacity_lines::service_id, capacity_lines::slot))
        .select((capacity_lines::service_id, capacity_lines::slot))
        .load(conn)?;
    slots.dedup_by(|later, first| later.0 == first.0);
    Ok(slots)
}
