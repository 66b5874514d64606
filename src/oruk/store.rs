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

/// A document with when it was last written, in milliseconds since 1970.
#[derive(Debug, Queryable)]
pub struct Row {
    /// Its id.
    pub id: String,
    /// The document as JSON.
    pub document: String,
    /// When it was last written.
    pub modified_at: i64,
}

/// What rows are asked for by; what is not said does not matter.
#[derive(Debug, Default)]
pub struct Filter<'a> {
    /// The one with this id.
    pub id: Option<&'a str>,
    /// Those whose names in small letters are like this, as SQL has it. Places have no names there.
    pub like: Option<&'a str>,
    /// Those written at this time or after it.
    pub since: Option<i64>,
}

/// A page of the organisations that are asked for, in the order of their ids, and how many there are.
///
/// # Errors
/// The database fails.
pub fn organization_rows(
    conn: &mut Conn,
    filter: &Filter,
    skip: usize,
    limit: usize,
) -> Result<(Vec<Row>, usize)> {
    let (skip, limit) = window(skip, limit);
    let asked = || {
        let mut asked = organizations::table.into_boxed();
        if let Some(id) = filter.id {
            asked = asked.filter(organizations::id.eq(id));
        }
        if let Some(like) = filter.like {
            asked = asked.filter(lower_name().like(like));
        }
        if let Some(since) = filter.since {
            asked = asked.filter(organizations::modified_at.ge(since));
        }
        asked
    };
    let columns = (
        organizations::id,
        organizations::document,
        organizations::modified_at,
    );
    let rows = asked()
        .order(organizations::id)
        .select(columns)
        .offset(skip)
        .limit(limit)
        .load(conn)?;
    let all: i64 = asked().select(count_star()).first(conn)?;
    Ok((rows, usize::try_from(all).unwrap_or(0)))
}

/// The same of locations.
///
/// # Errors
/// The database fails.
pub fn location_rows(
    conn: &mut Conn,
    filter: &Filter,
    skip: usize,
    limit: usize,
) -> Result<(Vec<Row>, usize)> {
    let (skip, limit) = window(skip, limit);
    let asked = || {
        let mut asked = locations::table.into_boxed();
        if let Some(id) = filter.id {
            asked = asked.filter(locations::id.eq(id));
        }
        if let Some(since) = filter.since {
            asked = asked.filter(locations::modified_at.ge(since));
        }
        asked
    };
    let columns = (locations::id, locations::document, locations::modified_at);
    let rows = asked()
        .order(locations::id)
        .select(columns)
        .offset(skip)
        .limit(limit)
        .load(conn)?;
    let all: i64 = asked().select(count_star()).first(conn)?;
    Ok((rows, usize::try_from(all).unwrap_or(0)))
}

/// The services whose names in small letters are like this, as SQL has it.
///
/// # Errors
/// The database fails.
pub fn services_like(conn: &mut Conn, like: &str) -> Result<BTreeSet<String>> {
    let ids: Vec<String> = services::table
        .filter(lower_name().like(like))
        .select(services::id)
        .load(conn)?;
    Ok(ids.into_iter().collect())
}

fn lower_name() -> diesel::expression::SqlLiteral<diesel::sql_types::Text> {
    diesel::dsl::sql("LOWER(name)")
}
