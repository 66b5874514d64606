//! The lines of many services at once.

use super::LineRecord;
use crate::db::Conn;
use crate::db::schema::{capacity_lines, services};
use crate::error::Result;
use crate::search::truth::LineRow;
use diesel::prelude::*;
use std::collections::HashMap;

/// What is known of a service whose room somebody speaks of.
#[derive(Debug, Default)]
pub struct Lines {
    /// The organisation that runs it, if it names one.
    pub organization_id: Option<String>,
    /// Its listed lines, in the order of their slots.
    pub lines: Vec<LineRow>,
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
    let mut rows: HashMap<String, Vec<LineRow>> = HashMap::new();
    for row in super::rows(conn, records)? {
        rows.entry(row.service_id.clone()).or_default().push(row);
    }
    let services = known.into_iter().map(|(id, organization_id, status)| {
        let mut lines = rows.remove(&id).unwrap_or_default();
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
