//! An organisation with all that is part of it, and what they run.

use crate::db::Conn;
use crate::db::schema::{organizations, services};
use crate::error::Result;
use diesel::prelude::*;
use std::collections::HashMap;

/// Ids asked for in one statement.
const AT_ONCE: usize = 500;
/// Generations that are followed; more can only be a mistake in the data.
const MOST_GENERATIONS: usize = 32;

/// The id of an organisation and of all that are part of it, or of its parts. A ring of parents is
/// followed once around.
///
/// # Errors
/// The database fails.
pub fn organization_and_children(conn: &mut Conn, id: &str) -> Result<Vec<String>> {
    let mut family = vec![id.to_owned()];
    let mut begin = 0;
    for _ in 0..MOST_GENERATIONS {
        let parents = family.split_at(begin).1.to_vec();
        begin = family.len();
        for parents in parents.chunks(AT_ONCE) {
            let children: Vec<String> = organizations::table
                .filter(organizations::parent_id.eq_any(parents))
                .order(organizations::id)
                .select(organizations::id)
                .load(conn)?;
            family.extend(children);
        }
        let known = family.split_at(begin).0.to_vec();
        let new = family.split_off(begin).into_iter();
        family.extend(new.filter(|child| !known.contains(child)));
        if family.len() == begin {
            break;
        }
    }
    Ok(family)
}

/// The ids of the services that these organisations run, by name.
///
/// # Errors
/// The database fails.
pub fn services_run_by(conn: &mut Conn, organizations: &[String]) -> Result<Vec<String>> {
    let mut found: Vec<(String, String)> = Vec::new();
    for ids in organizations.chunks(AT_ONCE) {
        let rows: Vec<(String, String)> = services::table
            .filter(services::organization_id.eq_any(ids))
            .filter(services::merged_into.is_null())
            .select((services::name, services::id))
            .load(conn)?;
        found.extend(rows);
    }
    found.sort_unstable();
    Ok(found.into_iter().map(|(_, id)| id).collect())
}

/// The organisations in whose names these words stand, as id and name, by name: up to `limit`.
///
/// # Errors
/// The database fails.
pub fn organizations_called(
    conn: &mut Conn,
    words: &str,
    limit: i64,
) -> Result<Vec<(String, String)>> {
    // PostgreSQL cannot hold NUL, and what stands for any letter is meant as itself.
    let escaped = words.to_lowercase().replace(['%', '_', '\\', '\0'], " ");
    if escaped.trim().is_empty() {
        return Ok(Vec::new());
    }
    let pattern = format!("%{}%", escaped.trim());
    let lower = diesel::dsl::sql::<diesel::sql_types::Text>("LOWER(name)");
    Ok(organizations::table
        .filter(lower.like(pattern))
        .order((organizations::name, organizations::id))
        .limit(limit)
        .select((organizations::id, organizations::name))
        .load(conn)?)
}

/// The names of these organisations, by id; one that is not known is left out.
///
/// # Errors
/// The database fails.
pub fn organization_names(conn: &mut Conn, ids: &[String]) -> Result<HashMap<String, String>> {
    let mut names = HashMap::new();
    for ids in ids.chunks(AT_ONCE) {
        let found: Vec<(String, String)> = organizations::table
            .filter(organizations::id.eq_any(ids))
            .select((organizations::id, organizations::name))
            .load(conn)?;
        names.extend(found);
    }
    Ok(names)
}
