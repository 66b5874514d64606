//! The lines of many services at once.

use super::{LineRecord, key, rows};
use crate::db::Conn;
use crate::db::schema::{capacity_lines, services};
use crate::error::Result;
use crate::search::truth::LineRow;
use diesel::prelude::*;
use std::collections::{BTreeSet, HashMap, HashSet};

/// What is known of a service whose room somebody speaks of.
#[derive(Debug, Default)]
pub struct Lines {
    /// The organisation that runs it, if it names one.
    pub organization_id: Option<String>,
    /// Its listed lines, in the order of their slots.
    pub lines: Vec<LineRow>,
}

/// The listed lines of a service; none if there is no such service.
///
/// # Errors
/// The database fails.
pub fn lines_of_one(conn: &mut Conn, id: &str) -> Result<Option<Lines>> {
    let known: Option<(Option<String>, String)> = services::table
        .find(id)
        .select((services::organization_id, services::status))
        .first(conn)
        .optional()?;
    let Some((organization_id, status)) = known else {
        return Ok(None);
    };
    let records: Vec<LineRecord> = capacity_lines::table
        .filter(capacity_lines::service_id.eq(id))
        .filter(capacity_lines::listed.eq(true))
        .order(capacity_lines::slot)
        .select(LineRecord::as_select())
        .load(conn)?;
    let closed = status != "active";
    let lines = rows(conn, records)?.into_iter();
    Ok(Some(Lines {
        organization_id,
        lines: lines.map(|row| LineRow { closed, ..row }).collect(),
    }))
}

/// The lines with these keys, listed or not, by their keys; one that is not there is left out.
///
/// # Errors
/// The database fails.
pub fn lines_with_keys(conn: &mut Conn, keys: &BTreeSet<&str>) -> Result<HashMap<String, LineRow>> {
    let ids = keys
        .iter()
        .map(|key| key.split_once('/').map_or(*key, |(service, _)| service));
    let ids: BTreeSet<&str> = ids.collect();
    let closed: Vec<(String, String)> = services::table
        .filter(services::id.eq_any(&ids))
        .filter(services::status.ne("active"))
        .select((services::id, services::status))
        .load(conn)?;
    let closed: HashSet<String> = closed.into_iter().map(|(id, _)| id).collect();
    let records: Vec<LineRecord> = capacity_lines::table
        .filter(capacity_lines::service_id.eq_any(&ids))
        .select(LineRecord::as_select())
        .load(conn)?;
    let rows = rows(conn, records)?.into_iter().map(|row| LineRow {
        closed: closed.contains(&row.service_id),
        ..row
    });
    let named = rows.map(|row| (key(&row.service_id, &row.location_id), row));
    Ok(named
        .filter(|(key, _)| keys.contains(key.as_str()))
        .collect())
}

/// The listed lines of these services; a service that is not there is left out.
///
/// # Errors
/// The database fails.
pub fn lines_of_all(conn: &mut Conn, ids: &[String]) -> Result<HashMap<String, Lines>> {
    let known: Vec<(String, Option<String>, String)> = services::table
        .filter(services::id.eq_any(ids))
        .select((services::id, services::organization_id, services::status))
        .load(conn)?;
    let records: Vec<LineRecord> = capacity_lines::table
        .filter(capacity_lines::service_id.eq_any(ids))
        .filter(capacity_lines::listed.eq(true))
        .order(capacity_lines::slot)
        .select(LineRecord::as_select())
        .load(conn)?;
    let mut of: HashMap<String, Vec<LineRow>> = HashMap::new();
    for row in rows(conn, records)? {
        of.entry(row.service_id.clone()).or_default().push(row);
    }
    let services = known.into_iter().map(|(id, organization_id, status)| {
        let mut lines = of.remove(&id).unwrap_or_default();
        for line in &mut lines {
            line.closed = status != "active";
        }
        let lines = Lines {
            organization_id,
            lines,
        };
        (id, lines)
    });
    Ok(services.collect())
}
