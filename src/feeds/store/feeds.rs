//! Rows of feeds.

use crate::db::schema::feeds;
use crate::db::{Conn, Tx};
use crate::error::{Error, Result};
use diesel::prelude::*;
use uuid::Uuid;

/// A feed.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = feeds)]
pub struct Feed {
    /// Its id.
    pub id: String,
    /// What stewards call it.
    pub name: String,
    /// The address that was typed.
    pub address: String,
    /// The server, which is asked one thing at a time.
    pub host: String,
    /// The address of its list of services; empty until it has answered.
    pub list: String,
    /// `3` or `1`, by the standard that its records follow; empty until it has answered.
    pub kind: String,
    /// Whether records that are held already, with the same ids, are its own.
    pub adopts: bool,
    /// Hours between two runs.
    pub every_hours: i32,
    /// When it was registered, in milliseconds since 1970, as all times here.
    pub made_at: i64,
    /// By whom.
    pub made_by: String,
    /// Since when it is paused.
    pub paused_at: Option<i64>,
    /// Since when it is no feed any more.
    pub removed_at: Option<i64>,
    /// When it is to be asked next.
    pub next_at: i64,
    /// Until when it belongs to whoever asks it.
    pub lease_until: i64,
    /// Runs that have failed since the last that did not.
    pub failures: i32,
    /// The latest change that it told of; none if it cannot be asked for what changed.
    pub latest: Option<i64>,
    /// When all of it was last taken.
    pub whole_at: Option<i64>,
    /// The run whose pages tell whether one has changed.
    pub pages_run: Option<String>,
}

/// A feed to be registered; see [`Feed`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFeed {
    /// What stewards call it.
    pub name: String,
    /// Its address.
    pub address: String,
    /// The server.
    pub host: String,
    /// Whether records that are held already are its own.
    pub adopts: bool,
    /// Hours between two runs.
    pub every_hours: i32,
}

/// All feeds that were not removed, by name.
///
/// # Errors
/// The database fails.
pub fn all(conn: &mut Conn) -> Result<Vec<Feed>> {
    Ok(feeds::table
        .filter(feeds::removed_at.is_null())
        .order((feeds::name, feeds::id))
        .select(Feed::as_select())
        .load(conn)?)
}

/// One feed that was not removed.
///
/// # Errors
/// There is none.
pub fn find(conn: &mut Conn, id: &str) -> Result<Feed> {
    let found: Option<Feed> = feeds::table
        .find(id)
        .filter(feeds::removed_at.is_null())
        .select(Feed::as_select())
        .first(conn)
        .optional()?;
    found.ok_or_else(|| Error::NotFound(format!("there is no feed {id}")))
}

/// The feed of an address, also one that was removed.
///
/// # Errors
/// The database fails.
pub fn at(conn: &mut Conn, address: &str) -> Result<Option<Feed>> {
    Ok(feeds::table
        .filter(feeds::address.eq(address))
        .select(Feed::as_select())
        .first(conn)
        .optional()?)
}

/// Registers a feed, to be asked at once; its id.
///
/// # Errors
/// The database fails.
pub fn add(tx: &mut Tx, new: &NewFeed, by: &str, now: i64) -> Result<String> {
    let id = Uuid::now_v7().to_string();
    diesel::insert_into(feeds::table)
        .values((
            feeds::id.eq(&id),
            feeds::name.eq(&new.name),
            feeds::address.eq(&new.address),
            feeds::host.eq(&new.host),
            feeds::list.eq(""),
            feeds::kind.eq(""),
            feeds::adopts.eq(new.adopts),
            feeds::every_hours.eq(new.every_hours),
            feeds::made_at.eq(now),
            feeds::made_by.eq(by),
            feeds::next_at.eq(now),
            feeds::lease_until.eq(0),
            feeds::failures.eq(0),
        ))
        .execute(tx as &mut Conn)?;
    Ok(id)
}

/// Registers one again that was removed, under its old id: what it gave is still its own.
///
/// # Errors
/// The database fails.
pub fn revive(tx: &mut Tx, id: &str, new: &NewFeed, now: i64) -> Result<()> {
    diesel::update(feeds::table.find(id))
        .set((
            feeds::name.eq(&new.name),
            feeds::adopts.eq(new.adopts),
            feeds::every_hours.eq(new.every_hours),
            feeds::removed_at.eq(None::<i64>),
            feeds::paused_at.eq(None::<i64>),
            feeds::next_at.eq(now),
        ))
        .execute(tx as &mut Conn)?;
    Ok(())
}

/// Pauses a feed, or lets it go on.
///
/// # Errors
/// The database fails.
pub fn pause(tx: &mut Tx, id: &str, since: Option<i64>) -> Result<()> {
    diesel::update(feeds::table.find(id))
        .set(feeds::paused_at.eq(since))
        .execute(tx as &mut Conn)?;
    Ok(())
}

/// Removes a feed. What it gave stays as it is.
///
/// # Errors
/// The database fails.
pub fn remove(tx: &mut Tx, id: &str, now: i64) -> Result<()> {
    diesel::update(feeds::table.find(id))
        .set(feeds::removed_at.eq(now))
        .execute(tx as &mut Conn)?;
    Ok(())
}

/// Has a feed asked at the next opportunity.
///
/// # Errors
/// The database fails.
pub fn hurry(tx: &mut Tx, id: &str, now: i64) -> Result<()> {
    diesel::update(feeds::table.find(id))
        .set(feeds::next_at.eq(now))
        .execute(tx as &mut Conn)?;
    Ok(())
}
