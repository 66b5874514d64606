//! Subscriptions and deliveries in figures.

use crate::db::Conn;
use crate::db::schema::{api_keys, deliveries, subscriptions};
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

/// How many there are at this moment; what has arrived is not counted.
///
/// # Errors
/// The database fails.
pub fn figures(conn: &mut Conn) -> Result<Figures> {
    let revoked = api_keys::table
        .filter(api_keys::revoked_at.is_not_null())
        .select(api_keys::id);
    let live = subscriptions::table
        .filter(subscriptions::confirmed_at.is_not_null())
        .filter(subscriptions::ended_at.is_null())
        .filter(subscriptions::created_by.ne_all(revoked));
    let waiting = deliveries::table.filter(deliveries::state.eq_any(["queued", "sending"]));
    let dead = deliveries::table.filter(deliveries::state.eq("dead"));
    Ok(Figures {
        live: live.count().get_result(conn)?,
        waiting: waiting.count().get_result(conn)?,
        dead: dead.count().get_result(conn)?,
    })
}
