//! Which services were listed at a moment, and which of them ran.

use crate::db::schema::{service_statuses, services};
use crate::db::{Conn, Tx};
use crate::domain::time::from_millis;
use crate::error::Result;
use diesel::dsl::min;
use diesel::prelude::*;
use jiff::Timestamp;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// The status of a service that runs.
const RUNS: &str = "active";

/// How services stood at a moment, as far as that differs from now.
#[derive(Debug, Default)]
pub struct Standing {
    /// Those that were not listed yet.
    pub absent: HashSet<Uuid>,
    /// Those of which the status was to change: whether the listing said that they did not run.
    pub closed: HashMap<Uuid, bool>,
}

/// Notes what the status of a service was, if it is about to have another.
///
/// # Errors
/// The database fails.
pub(super) fn remember(tx: &mut Tx, id: &str, next: &str, now: i64) -> Result<()> {
    let conn: &mut Conn = tx;
    let held: Option<String> = services::table
        .find(id)
        .select(services::status)
        .first(conn)
        .optional()?;
    let Some(held) = held.filter(|held| held != next) else {
        return Ok(());
    };
    diesel::insert_into(service_statuses::table)
        .values((
            service_statuses::service_id.eq(id),
            service_statuses::until.eq(now),
            service_statuses::status.eq(held),
        ))
        .execute(conn)?;
    Ok(())
}

/// How services stood at `then`. What was merged into another since is not told of.
///
/// # Errors
/// The database fails.
pub fn standing_then(conn: &mut Conn, then: Timestamp) -> Result<Standing> {
    let then = then.as_millisecond();
    let absent: Vec<String> = services::table
        .filter(services::listed_at.gt(then))
        .select(services::id)
        .load(conn)?;
    let changed: Vec<(String, String)> = service_statuses::table
        .filter(service_statuses::until.gt(then))
        .order(service_statuses::id.desc())
        .select((service_statuses::service_id, service_statuses::status))
        .load(conn)?;
    // The earliest change after that moment is the last that is put in.
    let closed = changed
        .into_iter()
        .filter_map(|(id, status)| Some((id.parse().ok()?, status != RUNS)));
    Ok(Standing {
        absent: absent.iter().filter_map(|id| id.parse().ok()).collect(),
        closed: closed.collect(),
    })
}

/// When the first service was listed; none where there is none.
///
/// # Errors
/// The database fails.
pub fn first_listed(conn: &mut Conn) -> Result<Option<Timestamp>> {
    let first: Option<i64> = services::table
        .select(min(services::listed_at))
        .first(conn)?;
    Ok(first.map(from_millis))
}
