//! What the lists ask of the database.

use crate::db::Conn;
use crate::db::schema::{locations, organizations, services};
use crate::directory::store::Shelf;
use crate::error::Result;
use diesel::dsl::count_star;
use diesel::prelude::*;
use std::collections::BTreeSet;

/// Where a list begins, and how long it is; a negative number is no limit to SQLite alone.
fn window(skip: usize, limit: usize) -> (i64, i64) {
    let number = |number| i64::try_from(number).unwrap_or(i64::MAX);
    (number(skip), number(limit))
}

/// Up to `limit` ids of services after so many others, in order, and how many there are. Those that were
/// merged into others are none. Only indexes are read, never the documents.
///
/// # Errors
/// The database fails.
pub fn services(conn: &mut Conn, skip: usize, limit: usize) -> Result<(Vec<String>, usize)> {
    let (skip, limit) = window(skip, limit);
    let gone = merged(conn)?;
    let ids: Vec<String> = services::table
        .filter(services::id.ne_all(&gone))
        .order(services::id)
        .select(services::id)
        .offset(skip)
        .limit(limit)
        .load(conn)?;
    let all: i64 = services::table.select(count_star()).first(conn)?;
    Ok((
        ids,
        usize::try_from(all).unwrap_or(0).saturating_sub(gone.len()),
    ))
}

/// The services that others stand for.
///
/// # Errors
/// The database fails.
pub fn merged(conn: &mut Conn) -> Result<Vec<String>> {
    Ok(services::table
        .filter(services::merged_into.is_not_null())
        .select(services::id)
        .load(conn)?)
}

/// The services of an organisation.
///
/// # Errors
/// The database fails.
pub fn services_of(conn: &mut Conn, organization: &str) -> Result<BTreeSet<String>> {
    let ids: Vec<String> = services::table
        .filter(services::organization_id.eq(organization))
        .select(services::id)
        .load(conn)?;
    Ok(ids.into_iter().collect())
}

/// Up to `limit` ids of organisations after so many others, in order, and how many there are.
///
/// # Errors
/// The database fails.
pub fn organizations(conn: &mut Conn, skip: usize, limit: usize) -> Result<(Vec<String>, usize)> {
    let (skip, limit) = window(skip, limit);
    let ids: Vec<String> = organizations::table
        .order(organizations::id)
        .select(organizations::id)
        .offset(skip)
        .limit(limit)
        .load(conn)?;
    let all: i64 = organizations::table.select(count_star()).first(conn)?;
    Ok((ids, usize::try_from(all).unwrap_or(0)))
}

/// The organisations in whose names or descriptions these words stand.
///
/// # Errors
/// The database fails.
pub fn organizations_saying(conn: &mut Conn, words: &str) -> Result<BTreeSet<String>> {
    let pattern = words.to_lowercase().replace(['%', '_', '\\'], " ");
    let pattern = format!("%{}%", pattern.trim());
    let lower = diesel::dsl::sql::<diesel::sql_types::Text>("LOWER(name)");
    let ids: Vec<String> = organizations::table
        .filter(lower.like(pattern))
        .select(organizations::id)
        .load(conn)?;
    Ok(ids.into_iter().collect())
}

/// Up to `limit` documents of a shelf with ids above this one, in order, without services that others stand for.
///
/// # Errors
/// The database fails.
pub fn documents(
    conn: &mut Conn,
    shelf: Shelf,
    after: &str,
    limit: i64,
) -> Result<Vec<(String, String)>> {
    Ok(match shelf {
        Shelf::Services => services::table
            .filter(services::id.gt(after))
            .filter(services::merged_into.is_null())
            .order(services::id)
            .limit(limit)
            .select((services::id, services::document))
            .load(conn)?,
        Shelf::Organizations => organizations::table
            .filter(organizations::id.gt(after))
            .order(organizations::id)
            .limit(limit)
            .select((organizations::id, organizations::document))
            .load(conn)?,
        Shelf::Locations => locations::table
            .filter(locations::id.gt(after))
            .order(locations::id)
            .limit(limit)
            .select((locations::id, locations::document))
            .load(conn)?,
    })
}

/// Id, name and status of these services, in the order of their ids.
///
/// # Errors
/// The database fails.
pub fn names(conn: &mut Conn, ids: &[String]) -> Result<Vec<(String, String, String)>> {
    Ok(services::table
        .filter(services::id.eq_any(ids))
        .order(services::id)
        .select((services::id, services::name, services::status))
        .load(conn)?)
}
