//! What a run has fetched and not yet taken.

use crate::db::schema::{feed_pages, feed_staged};
use crate::db::{Conn, Tx};
use crate::error::Result;
use diesel::prelude::*;
use std::collections::HashSet;

/// One record that a feed lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staged {
    /// The id by which the feed knows it.
    pub their_id: String,
    /// Where it stands, for a person who wants to look.
    pub place: String,
    /// What it says, as JSON; none where that is what it said before, or of no use.
    pub record: Option<String>,
}

#[derive(Insertable)]
#[diesel(table_name = feed_staged)]
struct Row<'a> {
    run_id: &'a str,
    number: i64,
    their_id: &'a str,
    place: &'a str,
    record: Option<&'a str>,
}

/// Adds records; `listed` were there before.
///
/// # Errors
/// The database fails.
pub fn add(tx: &mut Tx, run_id: &str, listed: u64, new: &[Staged]) -> Result<()> {
    let first = i64::try_from(listed).unwrap_or(i64::MAX);
    let rows = (first..).zip(new).map(|(number, staged)| Row {
        run_id,
        number,
        their_id: &staged.their_id,
        place: &staged.place,
        record: staged.record.as_deref(),
    });
    let rows: Vec<Row> = rows.collect();
    if rows.is_empty() {
        return Ok(());
    }
    let insert = diesel::insert_into(feed_staged::table);
    match tx as &mut Conn {
        Conn::Postgres(conn) => insert.values(&rows).execute(conn)?,
        Conn::Sqlite(conn) => insert.values(&rows).execute(conn)?,
    };
    Ok(())
}

/// The ids of all that a run has listed so far.
///
/// # Errors
/// The database fails.
pub fn ids(conn: &mut Conn, run_id: &str) -> Result<HashSet<String>> {
    let ids: Vec<String> = feed_staged::table
        .filter(feed_staged::run_id.eq(run_id))
        .select(feed_staged::their_id)
        .load(conn)?;
    Ok(ids.into_iter().collect())
}

/// All that a run has listed, in order.
///
/// # Errors
/// The database fails.
pub fn all(conn: &mut Conn, run_id: &str) -> Result<Vec<Staged>> {
    let rows: Vec<(String, String, Option<String>)> = feed_staged::table
        .filter(feed_staged::run_id.eq(run_id))
        .order(feed_staged::number)
        .select((
            feed_staged::their_id,
            feed_staged::place,
            feed_staged::record,
        ))
        .load(conn)?;
    let staged = rows.into_iter().map(|(their_id, place, record)| Staged {
        their_id,
        place,
        record,
    });
    Ok(staged.collect())
}

/// Forgets what a run has fetched, and its pages too unless they tell what has changed.
///
/// # Errors
/// The database fails.
pub fn forget(tx: &mut Tx, run_id: &str, with_pages: bool) -> Result<()> {
    let conn: &mut Conn = tx;
    diesel::delete(feed_staged::table.filter(feed_staged::run_id.eq(run_id))).execute(conn)?;
    if with_pages {
        diesel::delete(feed_pages::table.filter(feed_pages::run_id.eq(run_id))).execute(conn)?;
    }
    Ok(())
}
