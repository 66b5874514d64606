//! What a feed has given: by which id it knows it, and by which we do.

use super::super::shape::ids::Named;
use crate::db::schema::feed_records;
use crate::db::{Conn, Tx};
use crate::error::Result;
use diesel::prelude::*;
use std::collections::{HashMap, HashSet};

/// Rows read or written in one statement.
const AT_ONCE: usize = 500;

/// One thing that a feed has given.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = feed_records)]
pub struct Given {
    /// The feed.
    pub feed_id: String,
    /// What it is; see [`Named`].
    pub kind: String,
    /// The id by which the feed knows it.
    pub their_id: String,
    /// The id by which we do.
    pub our_id: String,
    /// When it was last changed, as the feed says, in milliseconds since 1970.
    pub modified_at: Option<i64>,
    /// The run that saw it last.
    pub seen_run: String,
    /// Since when it is not listed.
    pub missing_since: Option<i64>,
    /// Since when it is withdrawn.
    pub withdrawn_at: Option<i64>,
}

/// Those with these ids of the feed, by its id.
///
/// # Errors
/// The database fails.
pub fn of(
    conn: &mut Conn,
    feed_id: &str,
    named: Named,
    their_ids: &[String],
) -> Result<HashMap<String, Given>> {
    let mut found = HashMap::new();
    for ids in their_ids.chunks(AT_ONCE) {
        let rows: Vec<Given> = feed_records::table
            .filter(feed_records::feed_id.eq(feed_id))
            .filter(feed_records::kind.eq(named.as_str()))
            .filter(feed_records::their_id.eq_any(ids))
            .select(Given::as_select())
            .load(conn)?;
        found.extend(rows.into_iter().map(|row| (row.their_id.clone(), row)));
    }
    Ok(found)
}

/// Those of our ids that any feed has given.
///
/// # Errors
/// The database fails.
pub fn taken(conn: &mut Conn, named: Named, our_ids: &[String]) -> Result<HashSet<String>> {
    let mut found = HashSet::new();
    for ids in our_ids.chunks(AT_ONCE) {
        let rows: Vec<String> = feed_records::table
            .filter(feed_records::kind.eq(named.as_str()))
            .filter(feed_records::our_id.eq_any(ids))
            .select(feed_records::our_id)
            .load(conn)?;
        found.extend(rows);
    }
    Ok(found)
}

/// The feed that gave one of our services.
///
/// # Errors
/// The database fails.
pub fn giver(conn: &mut Conn, service_id: &str) -> Result<Option<String>> {
    Ok(feed_records::table
        .filter(feed_records::kind.eq(Named::Service.as_str()))
        .filter(feed_records::our_id.eq(service_id))
        .select(feed_records::feed_id)
        .first(conn)
        .optional()?)
}

/// Whether some feed lists one of these services of ours.
///
/// # Errors
/// The database fails.
pub fn are_listed(conn: &mut Conn, our_ids: &[String]) -> Result<bool> {
    let listed: Option<String> = feed_records::table
        .filter(feed_records::kind.eq(Named::Service.as_str()))
        .filter(feed_records::our_id.eq_any(our_ids))
        .filter(feed_records::missing_since.is_null())
        .filter(feed_records::withdrawn_at.is_null())
        .select(feed_records::our_id)
        .first(conn)
        .optional()?;
    Ok(listed.is_some())
}

/// Puts these in the place of what was known of them.
///
/// # Errors
/// The database fails, or another feed has one of the ids.
pub fn replace(tx: &mut Tx, given: &[Given]) -> Result<()> {
    for some in given.chunks(AT_ONCE) {
        for kind in [Named::Service, Named::Organization, Named::Location] {
            let of_kind = some.iter().filter(|one| one.kind == kind.as_str());
            let of_kind: Vec<&Given> = of_kind.collect();
            let Some(first) = of_kind.first() else {
                continue;
            };
            let held = feed_records::table
                .filter(feed_records::feed_id.eq(&first.feed_id))
                .filter(feed_records::kind.eq(kind.as_str()))
                .filter(feed_records::their_id.eq_any(of_kind.iter().map(|one| &one.their_id)));
            diesel::delete(held).execute(tx as &mut Conn)?;
            let insert = diesel::insert_into(feed_records::table);
            match tx as &mut Conn {
                Conn::Postgres(conn) => insert.values(of_kind).execute(conn)?,
                Conn::Sqlite(conn) => insert.values(of_kind).execute(conn)?,
            };
        }
    }
    Ok(())
}

/// Notes that services are listed, of which nothing new is told.
///
/// # Errors
/// The database fails.
pub fn see(tx: &mut Tx, feed_id: &str, run_id: &str, their_ids: &[String]) -> Result<()> {
    for ids in their_ids.chunks(AT_ONCE) {
        let listed = feed_records::table
            .filter(feed_records::feed_id.eq(feed_id))
            .filter(feed_records::kind.eq(Named::Service.as_str()))
            .filter(feed_records::their_id.eq_any(ids));
        diesel::update(listed)
            .set((
                feed_records::seen_run.eq(run_id),
                feed_records::missing_since.eq(None::<i64>),
            ))
            .execute(tx as &mut Conn)?;
    }
    Ok(())
}

/// The ids of the feed for all services that are not missing.
///
/// # Errors
/// The database fails.
pub fn present(conn: &mut Conn, feed_id: &str) -> Result<Vec<String>> {
    Ok(feed_records::table
        .filter(feed_records::feed_id.eq(feed_id))
        .filter(feed_records::kind.eq(Named::Service.as_str()))
        .filter(feed_records::missing_since.is_null())
        .select(feed_records::their_id)
        .load(conn)?)
}

/// Up to `limit` services that this run has not seen, after one, in the order of the feed's ids.
///
/// # Errors
/// The database fails.
pub fn unseen(
    conn: &mut Conn,
    feed_id: &str,
    run_id: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<Given>> {
    Ok(feed_records::table
        .filter(feed_records::feed_id.eq(feed_id))
        .filter(feed_records::kind.eq(Named::Service.as_str()))
        .filter(feed_records::seen_run.ne(run_id))
        .filter(feed_records::their_id.gt(after))
        .order(feed_records::their_id)
        .limit(limit)
        .select(Given::as_select())
        .load(conn)?)
}

/// How many services each of these feeds lists.
///
/// # Errors
/// The database fails.
pub fn counts(conn: &mut Conn, feed_ids: &[String]) -> Result<HashMap<String, i64>> {
    let rows: Vec<(String, i64)> = feed_records::table
        .filter(feed_records::feed_id.eq_any(feed_ids))
        .filter(feed_records::kind.eq(Named::Service.as_str()))
        .filter(feed_records::missing_since.is_null())
        .group_by(feed_records::feed_id)
        .select((feed_records::feed_id, diesel::dsl::count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}
