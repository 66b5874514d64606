//! What one person has sent lately.

use super::{Row, shown};
use crate::db::Conn;
use crate::db::schema::{capacity_lines, services, signposts};
use crate::error::Result;
use crate::signposts::Signpost;
use diesel::prelude::*;
use jiff::Timestamp;
use std::collections::HashMap;

/// A signpost in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// The signpost.
    pub signpost: Signpost,
    /// What its service is called; none if that has gone from the directory.
    pub name: Option<String>,
    /// Whether nobody has said yet what became of it, and its place was not given up.
    pub is_open: bool,
}

/// The latest signposts of whoever has this id, newest first.
///
/// # Errors
/// The database fails.
pub fn made_by(conn: &mut Conn, maker: &str, limit: i64, now: Timestamp) -> Result<Vec<Listed>> {
    let rows: Vec<Row> = signposts::table
        .filter(signposts::made_by.eq(maker))
        .order((signposts::created_at.desc(), signposts::id.desc()))
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    let places = places(conn, &rows)?;
    let names = names(conn, &rows)?;
    let listed = rows.into_iter().map(|row| Listed {
        is_open: row.outcome.is_none() && row.freed_at.is_none(),
        name: names.get(&row.service_id).cloned(),
        signpost: {
            let place = places.get(&row.slot).map_or("", String::as_str);
            shown(row, place, now)
        },
    });
    Ok(listed.collect())
}

/// The location of each line, by slot.
fn places(conn: &mut Conn, rows: &[Row]) -> Result<HashMap<i64, String>> {
    let slots: Vec<i64> = rows.iter().map(|row| row.slot).collect();
    let found: Vec<(i64, String)> = capacity_lines::table
        .filter(capacity_lines::slot.eq_any(slots))
        .select((capacity_lines::slot, capacity_lines::location_id))
        .load(conn)?;
    Ok(found.into_iter().collect())
}

fn names(conn: &mut Conn, rows: &[Row]) -> Result<HashMap<String, String>> {
    let ids: Vec<&String> = rows.iter().map(|row| &row.service_id).collect();
    let found: Vec<(String, String)> = services::table
        .filter(services::id.eq_any(ids))
        .select((services::id, services::name))
        .load(conn)?;
    Ok(found.into_iter().collect())
}
