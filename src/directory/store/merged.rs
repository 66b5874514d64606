//! Services that were merged into others: they keep their rows, and nobody finds them.

use crate::db::Conn;
use crate::db::schema::services;
use crate::error::Result;
use diesel::prelude::*;

/// The service that stands for this one; none if it stands for itself, or is not known.
///
/// # Errors
/// The database fails.
pub fn merged_into(conn: &mut Conn, id: &str) -> Result<Option<String>> {
    let found: Option<Option<String>> = services::table
        .find(id)
        .select(services::merged_into)
        .first(conn)
        .optional()?;
    Ok(found.flatten())
}

/// Those of these services that stand for themselves.
///
/// # Errors
/// The database fails.
pub fn standing(conn: &mut Conn, ids: &[String]) -> Result<Vec<String>> {
    let gone: Vec<String> = services::table
        .filter(services::id.eq_any(ids))
        .filter(services::merged_into.is_not_null())
        .select(services::id)
        .load(conn)?;
    let standing = ids.iter().filter(|id| !gone.contains(id));
    Ok(standing.cloned().collect())
}
