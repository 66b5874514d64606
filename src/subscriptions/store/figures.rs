//! Subscriptions and deliveries in figures.

use crate::accounts::people;
use crate::db::Conn;
use crate::db::schema::{deliveries, subscriptions};
use crate::error::Result;
use diesel::prelude::*;

/// How many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// Subscriptions that are told anything.
    pub live: i64,
    /// Deliveries that wait, those that are being posted included.
    pub waiting: i64,
    /// Deliveries that were given up.
    pub dead: i64,
}

/// How many there are at `now`, in milliseconds since 1970; what has arrived is not counted.
///
/// # Errors
/// The database fails.
pub fn figures(conn: &mut Conn, now: i64) -> Result<Figures> {
    let over = people::over(conn, now)?;
    let live: Vec<String> = subscriptions::table
        .filter(subscriptions::confirmed_at.is_not_null())
        .filter(subscriptions::ended_at.is_null())
        .select(subscriptions::created_by)
        .load(conn)?;
    let live = live.iter().filter(|made_by| !over.contains(*made_by));
    let waiting = deliveries::table.filter(deliveries::state.eq_any(["queued", "sending"]));
    let dead = deliveries::table.filter(deliveries::state.eq("dead"));
    Ok(Figures {
        live: live.count() as i64,
        waiting: waiting.count().get_result(conn)?,
        dead: dead.count().get_result(conn)?,
    })
}
