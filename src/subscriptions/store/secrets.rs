//! Secrets that sign: the one that a webhook has, and those that it had until lately.

use crate::db::schema::{old_secrets, subscriptions};
use crate::db::{Conn, Tx};
use crate::error::{Error, Result};
use diesel::prelude::*;
use uuid::Uuid;

/// Milliseconds for which an old secret goes on signing beside the new one.
pub const BOTH_SIGN_MS: i64 = 24 * 3_600_000;
/// Old secrets that sign at the same time, at most: the header has to stay short.
const MOST: usize = 4;

/// Gives a webhook a new secret; until `now` and a day its messages are signed with the old one too.
/// Says until when.
///
/// # Errors
/// It has none because it has ended or goes by e-mail, or the secret was changed too often.
pub fn change(tx: &mut Tx, id: &str, fresh: &str, now: i64) -> Result<i64> {
    let conn: &mut Conn = tx;
    // Whoever changes it at the same moment waits for the end of this.
    diesel::update(subscriptions::table.find(id))
        .set(subscriptions::secret.eq(subscriptions::secret))
        .execute(conn)?;
    let held: Option<String> = subscriptions::table
        .find(id)
        .select(subscriptions::secret)
        .first(conn)?;
    let none = "the subscription has no secret: it has ended, or goes by e-mail";
    let held = held.ok_or_else(|| Error::Conflict(none.into()))?;
    if old(conn, id, now)?.len() >= MOST {
        let often = format!(
            "the secret was changed {MOST} times within a day: wait until the first of these days is over"
        );
        return Err(Error::Conflict(often));
    }
    let until = now + BOTH_SIGN_MS;
    diesel::insert_into(old_secrets::table)
        .values((
            old_secrets::id.eq(Uuid::now_v7().to_string()),
            old_secrets::subscription_id.eq(id),
            old_secrets::secret.eq(held),
            old_secrets::until.eq(until),
        ))
        .execute(conn)?;
    diesel::update(subscriptions::table.find(id))
        .set(subscriptions::secret.eq(fresh))
        .execute(conn)?;
    Ok(until)
}

/// The old secrets that sign at `now`, the newest first.
///
/// # Errors
/// The database fails.
pub fn old(conn: &mut Conn, id: &str, now: i64) -> Result<Vec<String>> {
    Ok(old_secrets::table
        .filter(old_secrets::subscription_id.eq(id))
        .filter(old_secrets::until.gt(now))
        .order((old_secrets::until.desc(), old_secrets::id.desc()))
        .select(old_secrets::secret)
        .load(conn)?)
}

/// Forgets the old secrets of a subscription.
///
/// # Errors
/// The database fails.
pub fn forget(tx: &mut Tx, id: &str) -> Result<()> {
    let mine = old_secrets::table.filter(old_secrets::subscription_id.eq(id));
    diesel::delete(mine).execute(tx as &mut Conn)?;
    Ok(())
}
