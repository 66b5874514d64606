//! Whose turn it is to be asked, and by which node.

use super::feeds::{Feed, find};
use crate::db::schema::feeds;
use crate::db::{Conn, Tx};
use crate::error::{Error, Result};
use diesel::prelude::*;

/// Milliseconds for which a feed belongs to the node that asks it: longer than one page can take, with
/// all attempts. Each page makes it as long again.
pub const LEASE_MS: i64 = 30 * 60_000;

/// The feeds that are to be asked now, the one that waits longest first.
///
/// # Errors
/// The database fails.
pub fn due(conn: &mut Conn, now: i64) -> Result<Vec<String>> {
    Ok(feeds::table
        .filter(feeds::removed_at.is_null())
        .filter(feeds::paused_at.is_null())
        .filter(feeds::next_at.le(now))
        .filter(feeds::lease_until.le(now))
        .order((feeds::next_at, feeds::id))
        .select(feeds::id)
        .load(conn)?)
}

/// Takes a feed to ask it, for as long as the lease lasts; none if its server is being asked already.
///
/// # Errors
/// There is no such feed, or the database fails.
pub fn take(tx: &mut Tx, id: &str, now: i64) -> Result<Option<Feed>> {
    let feed = find(tx, id)?;
    let conn: &mut Conn = tx;
    let of_server = feeds::table.filter(feeds::host.eq(&feed.host));
    // Whoever wants any feed of this server waits here.
    diesel::update(of_server)
        .set(feeds::lease_until.eq(feeds::lease_until))
        .execute(conn)?;
    let asked: i64 = feeds::table
        .filter(feeds::host.eq(&feed.host))
        .filter(feeds::lease_until.gt(now))
        .count()
        .get_result(conn)?;
    if asked > 0 {
        return Ok(None);
    }
    let lease_until = now + LEASE_MS;
    diesel::update(feeds::table.find(id))
        .set(feeds::lease_until.eq(lease_until))
        .execute(conn)?;
    Ok(Some(Feed {
        lease_until,
        ..feed
    }))
}

/// Makes the lease as long again; the new end.
///
/// # Errors
/// It has run out, and another may have taken the feed.
pub fn renew(tx: &mut Tx, id: &str, lease_until: i64, now: i64) -> Result<i64> {
    let new = (now + LEASE_MS).max(lease_until + 1);
    let mine = feeds::table
        .find(id)
        .filter(feeds::lease_until.eq(lease_until));
    let renewed = diesel::update(mine)
        .set(feeds::lease_until.eq(new))
        .execute(tx as &mut Conn)?;
    match renewed {
        0 => Err(Error::Conflict(
            "another node has taken this feed meanwhile".into(),
        )),
        _ => Ok(new),
    }
}

/// How a feed stands after a run.
#[derive(Debug, Clone, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = feeds, treat_none_as_null = true)]
pub struct After {
    /// When it is to be asked next.
    pub next_at: i64,
    /// Runs that have failed since the last that did not.
    pub failures: i32,
    /// The address of its list.
    pub list: String,
    /// What its records follow.
    pub kind: String,
    /// The latest change that it told of.
    pub latest: Option<i64>,
    /// When all of it was last taken.
    pub whole_at: Option<i64>,
    /// The run whose pages tell whether one has changed.
    pub pages_run: Option<String>,
    /// Nobody has it any more.
    pub lease_until: i64,
}

/// Notes how a feed stands, and lets it go.
///
/// # Errors
/// The database fails.
pub fn release(tx: &mut Tx, id: &str, after: &After) -> Result<()> {
    diesel::update(feeds::table.find(id))
        .set(after)
        .execute(tx as &mut Conn)?;
    Ok(())
}
