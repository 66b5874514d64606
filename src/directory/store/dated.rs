//! The services that people can open, with the moment of their last change.

use crate::db::Conn;
use crate::db::schema::services;
use crate::error::Result;
use diesel::dsl::count_star;
use diesel::prelude::*;

/// How many services stand for themselves.
///
/// # Errors
/// The database fails.
pub fn standing_count(conn: &mut Conn) -> Result<i64> {
    let all: i64 = services::table.select(count_star()).first(conn)?;
    let gone: i64 = services::table
        .filter(services::merged_into.is_not_null())
        .select(count_star())
        .first(conn)?;
    Ok(all - gone)
}

/// Up to `limit` services that stand for themselves, after so many others, with the time of their last change in
/// milliseconds since 1970, in the order of their ids.
///
/// # Errors
/// The database fails.
pub fn dated(conn: &mut Conn, skip: i64, limit: i64) -> Result<Vec<(String, i64)>> {
    Ok(services::table
        .filter(services::merged_into.is_null())
        .order(services::id)
        .offset(skip)
        .limit(limit)
        .select((services::id, services::modified_at))
        .load(conn)?)
}
