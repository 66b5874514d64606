//! Rows of subscriptions.

mod row;

use crate::accounts::people;
use crate::db::schema::subscriptions;
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::subscriptions::Subscription;
use crate::subscriptions::room::Memory;
use diesel::prelude::*;
use row::{Row, all};
use std::collections::HashSet;

/// Keeps a new one, with the secret that signs what it is told; `look_at` is when to look at it though
/// nothing has changed.
///
/// # Errors
/// The database fails.
pub fn insert(
    tx: &mut Tx,
    new: &Subscription,
    secret: Option<&str>,
    look_at: Option<i64>,
) -> Result<()> {
    let conn: &mut Conn = tx;
    diesel::insert_into(subscriptions::table)
        .values(&Row::of(new))
        .execute(conn)?;
    diesel::update(subscriptions::table.find(&new.id))
        .set((
            subscriptions::secret.eq(secret),
            subscriptions::look_at.eq(look_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// One, whether it has ended or not.
///
/// # Errors
/// The database fails.
pub fn find(conn: &mut Conn, id: &str) -> Result<Option<Subscription>> {
    let row: Option<Row> = subscriptions::table
        .find(id)
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.and_then(Row::subscription))
}

/// Those of a key that have not ended, newest first, after so many, and how many there are.
///
/// # Errors
/// The database fails.
pub fn of_key(
    conn: &mut Conn,
    key_id: &str,
    offset: i64,
    limit: i64,
) -> Result<(Vec<Subscription>, i64)> {
    let rows: Vec<Row> = subscriptions::table
        .filter(subscriptions::created_by.eq(key_id))
        .filter(subscriptions::ended_at.is_null())
        .order((subscriptions::created_at.desc(), subscriptions::id.desc()))
        .offset(offset)
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    Ok((all(rows), living_of_key(conn, key_id)?))
}

/// How many of a key have not ended.
///
/// # Errors
/// The database fails.
pub fn living_of_key(conn: &mut Conn, key_id: &str) -> Result<i64> {
    Ok(subscriptions::table
        .filter(subscriptions::created_by.eq(key_id))
        .filter(subscriptions::ended_at.is_null())
        .count()
        .get_result(conn)?)
}

/// How many an e-mail address was asked about since then and has not answered.
///
/// # Errors
/// The database fails.
pub fn unconfirmed_of(conn: &mut Conn, address: &str, since: i64) -> Result<i64> {
    Ok(subscriptions::table
        .filter(subscriptions::address.eq(address))
        .filter(subscriptions::confirmed_at.is_null())
        .filter(subscriptions::created_at.gt(since))
        .count()
        .get_result(conn)?)
}

/// All that are told anything at `now`: confirmed, not ended, and of a key or an account that still works.
///
/// # Errors
/// The database fails.
pub fn live(conn: &mut Conn, now: i64) -> Result<Vec<Subscription>> {
    let rows: Vec<Row> = subscriptions::table
        .filter(subscriptions::confirmed_at.is_not_null())
        .filter(subscriptions::ended_at.is_null())
        .order(subscriptions::id)
        .select(Row::as_select())
        .load(conn)?;
    let over = people::over(conn, now)?;
    let mut live = all(rows);
    live.retain(|one| !over.contains(&one.created_by));
    Ok(live)
}

/// The ids of those to be looked at by `now`, though nothing has changed.
///
/// # Errors
/// The database fails.
pub fn due(conn: &mut Conn, now: i64) -> Result<HashSet<String>> {
    let ids: Vec<String> = subscriptions::table
        .filter(subscriptions::look_at.le(now))
        .filter(subscriptions::confirmed_at.is_not_null())
        .filter(subscriptions::ended_at.is_null())
        .select(subscriptions::id)
        .load(conn)?;
    Ok(ids.into_iter().collect())
}

/// Remembers what was told, and when to look again.
///
/// # Errors
/// The database fails.
pub fn remember(tx: &mut Tx, id: &str, memory: Memory, look_at: Option<i64>) -> Result<()> {
    diesel::update(subscriptions::table.find(id))
        .set((
            subscriptions::waiting.eq(memory.waiting),
            subscriptions::told_at.eq(memory.told_at),
            subscriptions::look_at.eq(look_at),
        ))
        .execute(tx as &mut Conn)?;
    Ok(())
}

/// Looks at one only when something changes.
///
/// # Errors
/// The database fails.
pub fn look_no_more(tx: &mut Tx, id: &str) -> Result<()> {
    diesel::update(subscriptions::table.find(id))
        .set(subscriptions::look_at.eq(None::<i64>))
        .execute(tx as &mut Conn)?;
    Ok(())
}

/// Records that its address said yes, from when on it counts what is new.
///
/// # Errors
/// The database fails.
pub fn confirm(tx: &mut Tx, id: &str, from_slot: i64, waiting: bool, now: i64) -> Result<()> {
    let asked = subscriptions::table
        .find(id)
        .filter(subscriptions::confirmed_at.is_null())
        .filter(subscriptions::ended_at.is_null());
    diesel::update(asked)
        .set((
            subscriptions::confirmed_at.eq(now),
            subscriptions::from_slot.eq(from_slot),
            subscriptions::waiting.eq(waiting),
            subscriptions::look_at.eq(now),
        ))
        .execute(tx as &mut Conn)?;
    Ok(())
}

/// Ends one, and forgets its secrets; what still waits to be delivered is given up. Says whether it had
/// not ended before.
///
/// # Errors
/// The database fails.
pub fn end(tx: &mut Tx, id: &str, now: i64) -> Result<bool> {
    let living = subscriptions::table
        .find(id)
        .filter(subscriptions::ended_at.is_null());
    let ended = diesel::update(living)
        .set((
            subscriptions::ended_at.eq(now),
            subscriptions::secret.eq(None::<String>),
        ))
        .execute(tx as &mut Conn)?;
    if ended > 0 {
        super::secrets::forget(tx, id)?;
        super::deliveries::give_up(tx, id)?;
    }
    Ok(ended > 0)
}
