//! What is told of services: their names, and whose money ends.

use crate::db::Conn;
use crate::db::schema::{funding_awards, services};
use crate::error::Result;
use diesel::prelude::*;
use jiff::civil::Date;
use std::collections::HashMap;

/// Services asked for in one statement.
const AT_ONCE: usize = 500;

/// What each of these is called; those that are gone are left out.
///
/// # Errors
/// The database fails.
pub fn names(conn: &mut Conn, ids: &[String]) -> Result<HashMap<String, String>> {
    let mut names = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(AT_ONCE) {
        let rows: Vec<(String, String)> = services::table
            .filter(services::id.eq_any(ids))
            .select((services::id, services::name))
            .load(conn)?;
        names.extend(rows);
    }
    Ok(names)
}

/// The active services that have an award whose last day lies between these two, both included.
///
/// # Errors
/// The database fails.
pub fn ending(conn: &mut Conn, from: Date, to: Date) -> Result<Vec<String>> {
    Ok(funding_awards::table
        .inner_join(services::table.on(services::id.eq(funding_awards::service_id)))
        .filter(services::status.eq("active"))
        .filter(funding_awards::ends_on.ge(from.to_string()))
        .filter(funding_awards::ends_on.le(to.to_string()))
        .order(funding_awards::service_id)
        .select(funding_awards::service_id)
        .distinct()
        .load(conn)?)
}
