//! Rows of taps: what somebody who is signed in said last of each line, for undoing it.

use crate::capacity::store::{Before, Used};
use crate::db::schema::account_taps;
use crate::db::{Conn, Tx};
use crate::domain::time::from_millis;
use crate::error::Result;
use diesel::prelude::*;
use std::collections::HashMap;

/// Lines asked for in one statement.
const AT_ONCE: usize = 500;

/// The last tap of an account on each of these lines, by slot; a line that it never tapped is left out.
///
/// # Errors
/// The database fails.
pub fn of(conn: &mut Conn, account_id: &str, slots: &[u32]) -> Result<HashMap<u32, Used>> {
    let slots: Vec<i64> = slots.iter().map(|slot| i64::from(*slot)).collect();
    let mut found = HashMap::new();
    for slots in slots.chunks(AT_ONCE) {
        let rows: Vec<(i64, i64, i64, Option<String>)> = account_taps::table
            .filter(account_taps::account_id.eq(account_id))
            .filter(account_taps::slot.eq_any(slots))
            .select((
                account_taps::slot,
                account_taps::version,
                account_taps::tapped_at,
                account_taps::held_before,
            ))
            .load(conn)?;
        let used = rows.into_iter().filter_map(|(slot, version, at, before)| {
            let used = Used {
                at: from_millis(at),
                version,
                before: before.as_deref().and_then(Before::read),
            };
            Some((u32::try_from(slot).ok()?, used))
        });
        found.extend(used);
    }
    Ok(found)
}

/// Keeps the last tap of an account on a line.
///
/// # Errors
/// The database fails.
pub fn keep(tx: &mut Tx, account_id: &str, slot: u32, used: &Used) -> Result<()> {
    let conn: &mut Conn = tx;
    let slot = i64::from(slot);
    diesel::delete(account_taps::table.find((account_id, slot))).execute(conn)?;
    diesel::insert_into(account_taps::table)
        .values((
            account_taps::account_id.eq(account_id),
            account_taps::slot.eq(slot),
            account_taps::version.eq(used.version),
            account_taps::tapped_at.eq(used.at.as_millisecond()),
            account_taps::held_before.eq(used.before.as_ref().map(Before::write)),
        ))
        .execute(conn)?;
    Ok(())
}
