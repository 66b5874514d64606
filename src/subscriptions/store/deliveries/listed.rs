//! Deliveries as those who wait for them see them: the list, and trying a dead one again.

use crate::db::schema::deliveries;
use crate::db::{Conn, Tx};
use crate::error::{Error, Result};
use diesel::prelude::*;

/// A delivery as those who look at it see it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = deliveries)]
pub struct Delivery {
    /// Its id.
    pub id: String,
    /// queued, sending, delivered or dead.
    pub state: String,
    /// What it says.
    pub event: String,
    /// How often it was tried.
    pub attempts: i32,
    /// When it is tried next, in milliseconds since 1970.
    pub next_try_at: i64,
    /// When it was made.
    pub created_at: i64,
    /// When it arrived.
    pub delivered_at: Option<i64>,
    /// What went wrong last.
    pub last_error: Option<String>,
}

/// Those of a subscription, in any state or in this one, newest first, after so many, and how many
/// there are.
///
/// # Errors
/// The database fails.
pub fn of(
    conn: &mut Conn,
    subscription_id: &str,
    state: Option<&str>,
    (offset, limit): (i64, i64),
) -> Result<(Vec<Delivery>, i64)> {
    let states: Vec<&str> = match state {
        Some(state) => vec![state],
        None => vec!["queued", "sending", "delivered", "dead"],
    };
    let rows = deliveries::table
        .filter(deliveries::subscription_id.eq(subscription_id))
        .filter(deliveries::state.eq_any(&states))
        .order((deliveries::created_at.desc(), deliveries::id.desc()))
        .offset(offset)
        .limit(limit)
        .select(Delivery::as_select())
        .load(conn)?;
    let total = deliveries::table
        .filter(deliveries::subscription_id.eq(subscription_id))
        .filter(deliveries::state.eq_any(&states))
        .count()
        .get_result(conn)?;
    Ok((rows, total))
}

/// Has a dead delivery tried again, from the first attempt on.
///
/// # Errors
/// There is none of this id, or it is not dead.
pub fn retry(tx: &mut Tx, subscription_id: &str, id: &str, now: i64) -> Result<Delivery> {
    let conn: &mut Conn = tx;
    let mine = deliveries::table
        .filter(deliveries::id.eq(id))
        .filter(deliveries::subscription_id.eq(subscription_id));
    let found: Option<Delivery> = mine.select(Delivery::as_select()).first(conn).optional()?;
    let found = found.ok_or_else(|| {
        Error::NotFound("the subscription has no such delivery: its list has their ids".into())
    })?;
    if found.state != "dead" {
        return Err(Error::Conflict(format!(
            "the delivery is {}: only one that is dead can be tried again",
            found.state
        )));
    }
    diesel::update(deliveries::table.find(id))
        .set((
            deliveries::state.eq("queued"),
            deliveries::attempts.eq(0),
            deliveries::next_try_at.eq(now),
        ))
        .execute(conn)?;
    Ok(deliveries::table
        .find(id)
        .select(Delivery::as_select())
        .first(conn)?)
}
