//! What the outbox has not got rid of, in figures.

use crate::db::Conn;
use crate::db::schema::messages;
use crate::error::Result;
use diesel::dsl::min;
use diesel::prelude::*;

/// What is left in the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Backlog {
    /// Messages that wait, those that are being sent included.
    pub waiting: i64,
    /// Messages that no gateway will ever take.
    pub given_up: i64,
    /// When the oldest of those that wait was queued, in milliseconds since 1970.
    pub oldest_at: Option<i64>,
}

/// What is left at this moment; what was sent is not counted, however much that is.
///
/// # Errors
/// The database fails.
pub fn backlog(conn: &mut Conn) -> Result<Backlog> {
    let waiting = || messages::table.filter(messages::state.eq_any(["queued", "sending"]));
    let given_up = messages::table.filter(messages::state.eq("failed"));
    Ok(Backlog {
        waiting: waiting().count().get_result(conn)?,
        given_up: given_up.count().get_result(conn)?,
        oldest_at: waiting().select(min(messages::created_at)).first(conn)?,
    })
}
