//! Facts about the database as a whole.

use super::Conn;
use super::schema::settings;
use crate::error::Result;
use diesel::prelude::*;
use uuid::Uuid;

const EPOCH: &str = "epoch";
const UPKEEP_DAY: &str = "upkeep_day";

/// The epoch of the database: another one means that its past is another, as after a restore, and
/// that nothing derived from it may be trusted.
pub fn epoch(conn: &mut Conn) -> Result<String> {
    Ok(settings::table
        .find(EPOCH)
        .select(settings::value)
        .first(conn)?)
}

/// Gives a new database its epoch.
pub fn ensure_epoch(conn: &mut Conn) -> Result<()> {
    let known = settings::table
        .find(EPOCH)
        .select(settings::value)
        .first::<String>(conn)
        .optional()?;
    match known {
        Some(_) => Ok(()),
        None => begin_epoch(conn),
    }
}

/// Whether upkeep was begun on this day. Asked first, so that nothing is written for nothing.
///
/// # Errors
/// The database fails.
pub fn is_upkeep_done(conn: &mut Conn, day: &str) -> Result<bool> {
    let done: Option<String> = settings::table
        .find(UPKEEP_DAY)
        .select(settings::value)
        .first(conn)
        .optional()?;
    Ok(done.is_none_or(|done| done == day))
}

/// Takes the upkeep of a day; false if another node has taken it.
///
/// # Errors
/// The database fails.
pub fn take_upkeep(conn: &mut Conn, day: &str) -> Result<bool> {
    let other_day = settings::table
        .find(UPKEEP_DAY)
        .filter(settings::value.ne(day));
    let taken = diesel::update(other_day)
        .set(settings::value.eq(day))
        .execute(conn)?;
    Ok(taken > 0)
}

/// Begins a new epoch.
pub fn begin_epoch(conn: &mut Conn) -> Result<()> {
    let value = Uuid::new_v4().to_string();
    let changed = diesel::update(settings::table.find(EPOCH))
        .set(settings::value.eq(&value))
        .execute(conn)?;
    if changed == 0 {
        diesel::insert_into(settings::table)
            .values((settings::name.eq(EPOCH), settings::value.eq(&value)))
            .execute(conn)?;
    }
    Ok(())
}
