//! Rows of deliveries: queueing, taking with a lease, and what became of them.

mod listed;

pub use listed::{Delivery, of, retry};

use super::secrets;
use crate::db::schema::{deliveries, subscriptions};
use crate::db::{Conn, Tx};
use crate::domain::retry::{LEASE_MS, shortened};
use crate::error::Result;
use diesel::prelude::*;
use uuid::Uuid;

/// Deliveries looked at before giving up on finding one that nobody else takes.
const LOOK_AT: i64 = 20;
/// What is said of those that a subscription leaves behind.
const ENDED: &str = "the subscription has ended";

/// A delivery that this process has taken to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Names it for ever, however often it is tried.
    pub id: String,
    /// The subscription that it is for.
    pub subscription_id: String,
    /// What to send.
    pub event: String,
    /// How often it has been taken, with this time.
    pub attempts: i32,
    /// Where to.
    pub address: String,
    /// What to sign it with: the secret, and those that it took the place of lately.
    pub secrets: Vec<String>,
}

/// Queues an event.
///
/// # Errors
/// The database fails.
pub fn queue(tx: &mut Tx, subscription_id: &str, event: &str, now: i64) -> Result<()> {
    diesel::insert_into(deliveries::table)
        .values((
            deliveries::id.eq(format!("msg_{}", Uuid::now_v7().simple())),
            deliveries::subscription_id.eq(subscription_id),
            deliveries::event.eq(event),
            deliveries::state.eq("queued"),
            deliveries::next_try_at.eq(now),
            deliveries::created_at.eq(now),
        ))
        .execute(tx as &mut Conn)?;
    Ok(())
}

/// Queued and its time has come; or taken by somebody who has not been heard of since.
#[diesel::dsl::auto_type]
fn ready(now: i64) -> _ {
    let queued = deliveries::state
        .eq("queued")
        .and(deliveries::next_try_at.le(now));
    let left = deliveries::state
        .eq("sending")
        .and(deliveries::leased_until.le(now));
    queued.or(left)
}

/// Taken by this attempt, and by nobody since.
#[diesel::dsl::auto_type]
fn held(attempts: i32) -> _ {
    deliveries::state
        .eq("sending")
        .and(deliveries::attempts.eq(attempts))
}

/// Whether any waits to be sent now.
///
/// # Errors
/// The database fails.
pub fn is_any_ready(conn: &mut Conn, now: i64) -> Result<bool> {
    let first: Option<String> = deliveries::table
        .filter(ready(now))
        .select(deliveries::id)
        .first(conn)
        .optional()?;
    Ok(first.is_some())
}

/// Takes the delivery that has waited longest, for [`LEASE_MS`]. Whoever else asks at the same moment
/// gets another one.
///
/// # Errors
/// The database fails.
pub fn take(tx: &mut Tx, now: i64) -> Result<Option<Taken>> {
    let conn: &mut Conn = tx;
    let waiting: Vec<String> = deliveries::table
        .filter(ready(now))
        .order((deliveries::next_try_at, deliveries::id))
        .limit(LOOK_AT)
        .select(deliveries::id)
        .load(conn)?;
    for id in waiting {
        let free = deliveries::table
            .filter(deliveries::id.eq(&id))
            .filter(ready(now));
        let taken = diesel::update(free)
            .set((
                deliveries::state.eq("sending"),
                deliveries::leased_until.eq(now + LEASE_MS),
                deliveries::attempts.eq(deliveries::attempts + 1),
            ))
            .execute(conn)?;
        if taken == 0 {
            continue;
        }
        if let Some(taken) = loaded(conn, &id, now)? {
            return Ok(Some(taken));
        }
    }
    Ok(None)
}

/// A delivery with where it goes. One whose subscription has ended is given up.
fn loaded(conn: &mut Conn, id: &str, now: i64) -> Result<Option<Taken>> {
    let (subscription_id, event, attempts): (String, String, i32) = deliveries::table
        .find(id)
        .select((
            deliveries::subscription_id,
            deliveries::event,
            deliveries::attempts,
        ))
        .first(conn)?;
    let target: Option<(String, Option<String>)> = subscriptions::table
        .find(&subscription_id)
        .select((subscriptions::address, subscriptions::secret))
        .first(conn)
        .optional()?;
    let Some((address, Some(secret))) = target else {
        diesel::update(deliveries::table.find(id))
            .set((
                deliveries::state.eq("dead"),
                deliveries::last_error.eq(ENDED),
            ))
            .execute(conn)?;
        return Ok(None);
    };
    let mut signing = vec![secret];
    signing.extend(secrets::old(conn, &subscription_id, now)?);
    Ok(Some(Taken {
        id: id.to_owned(),
        subscription_id,
        event,
        attempts,
        address,
        secrets: signing,
    }))
}

/// Records that it has arrived, whoever holds it now.
///
/// # Errors
/// The database fails.
pub fn delivered(tx: &mut Tx, id: &str, now: i64) -> Result<()> {
    diesel::update(deliveries::table.find(id))
        .set((
            deliveries::state.eq("delivered"),
            deliveries::delivered_at.eq(now),
            deliveries::leased_until.eq(None::<i64>),
            deliveries::last_error.eq(None::<String>),
        ))
        .execute(tx as &mut Conn)?;
    Ok(())
}

/// Puts it back, to be tried again at this time; without one it is dead.
///
/// # Errors
/// The database fails.
pub fn failed(tx: &mut Tx, taken: &Taken, why: &str, next_try_at: Option<i64>) -> Result<()> {
    let mine = deliveries::table
        .find(&taken.id)
        .filter(held(taken.attempts));
    let state = if next_try_at.is_some() {
        "queued"
    } else {
        "dead"
    };
    diesel::update(mine)
        .set((
            deliveries::state.eq(state),
            deliveries::next_try_at.eq(next_try_at.unwrap_or(0)),
            deliveries::leased_until.eq(None::<i64>),
            deliveries::last_error.eq(shortened(why)),
        ))
        .execute(tx as &mut Conn)?;
    Ok(())
}

/// Lets the other deliveries of a subscription wait until then: where one has not arrived, the next
/// would not either, and those of other receivers would wait behind them.
///
/// # Errors
/// The database fails.
pub fn rest(tx: &mut Tx, subscription_id: &str, until: i64) -> Result<()> {
    let others = deliveries::table
        .filter(deliveries::subscription_id.eq(subscription_id))
        .filter(deliveries::state.eq("queued"))
        .filter(deliveries::next_try_at.lt(until));
    diesel::update(others)
        .set(deliveries::next_try_at.eq(until))
        .execute(tx as &mut Conn)?;
    Ok(())
}

/// Gives up what a subscription that has ended leaves behind.
///
/// # Errors
/// The database fails.
pub fn give_up(tx: &mut Tx, subscription_id: &str) -> Result<()> {
    let left = deliveries::table
        .filter(deliveries::subscription_id.eq(subscription_id))
        .filter(deliveries::state.eq("queued"));
    diesel::update(left)
        .set((
            deliveries::state.eq("dead"),
            deliveries::last_error.eq(ENDED),
        ))
        .execute(tx as &mut Conn)?;
    Ok(())
}
