//! Since when services of the sample borough are listed: most for long, some since lately.

use crate::db::schema::services;
use crate::db::{Conn, Tx};
use crate::error::Result;
use diesel::prelude::*;
use jiff::{SignedDuration, Timestamp};

/// For how many days most are listed.
const DAYS: i64 = 130;
/// Of so many services one came later.
const LATER: usize = 13;

/// Lists them.
///
/// # Errors
/// The database fails.
pub fn remember(tx: &mut Tx, now: Timestamp) -> Result<()> {
    let conn: &mut Conn = tx;
    let ago = |days: i64| (now - SignedDuration::from_hours(24 * days)).as_millisecond();
    diesel::update(services::table)
        .set(services::listed_at.eq(ago(DAYS)))
        .execute(conn)?;
    let all: Vec<String> = services::table
        .order(services::id)
        .select(services::id)
        .load(conn)?;
    for (id, days) in all.iter().step_by(LATER).zip((4..DAYS).step_by(5)) {
        diesel::update(services::table.find(id))
            .set(services::listed_at.eq(ago(days)))
            .execute(conn)?;
    }
    Ok(())
}
