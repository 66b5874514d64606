//! Whole records, as they are published: the open document, tidied, with the room and the clock that are ours.

use super::changed;
use super::format::{id_of, named};
use super::room::capacities;
use super::shape::Kind;
use super::tidy::tidy;
use crate::capacity::store::lines_of_all;
use crate::db::Conn;
use crate::directory::record::{Document, text};
use crate::directory::store::assemble_all;
use crate::domain::time::{from_millis, rfc3339};
use crate::error::Result;
use crate::search::truth::LineRow;
use jiff::Timestamp;
use serde_json::Value;

/// The whole services with these ids, in this order, with their organisation and places inside. Asks the
/// database a dozen times, however many there are.
///
/// # Errors
/// The database fails.
pub fn whole(conn: &mut Conn, ids: &[String], now: Timestamp) -> Result<Vec<Document>> {
    let records = assemble_all(conn, ids)?;
    let mut lines = lines_of_all(conn, ids)?;
    let changed = changed::latest(conn, ids)?;
    let records = records.into_iter().filter_map(|record| {
        let id = text(&record, "id")?.to_owned();
        let lines = lines.remove(&id).unwrap_or_default().lines;
        let at = changed.get(&id).copied().map(from_millis);
        let published = service(record, &id, &lines, at, now);
        if published.is_none() {
            tracing::warn!(id, "a service is not published: it has no name");
        }
        published
    });
    Ok(records.collect())
}

fn service(
    mut record: Document,
    id: &str,
    lines: &[LineRow],
    changed: Option<Timestamp>,
    now: Timestamp,
) -> Option<Document> {
    // What a feed once said of room has become a statement, which may be another by now.
    record.shift_remove("capacities");
    record.shift_remove("last_modified");
    name_sites(&mut record, id);
    let mut record = tidy(Kind::Service, record, id)?;
    let capacities = capacities(lines, now);
    if !capacities.is_empty() {
        record.insert("capacities".into(), capacities.into());
    }
    if let Some(at) = changed {
        record.insert("last_modified".into(), rfc3339(at).into());
    }
    Some(record)
}

/// Gives an id to each place of a service, and the two that it joins.
fn name_sites(record: &mut Document, service: &str) {
    let sites = record
        .get_mut("service_at_locations")
        .and_then(Value::as_array_mut);
    let sites = sites.into_iter().flatten().filter_map(Value::as_object_mut);
    for (at, site) in sites.enumerate() {
        let id = site_id(service, at, site);
        site.insert("id".into(), id.into());
        site.insert("service_id".into(), service.into());
    }
}

/// The id of a service at a location: its own, or one made of the two.
pub fn site_id(service: &str, at: usize, site: &Document) -> String {
    let id = match text(site, "id") {
        Some(id) => id_of(id),
        None => {
            let place = text(site, "location_id").map_or_else(|| at.to_string(), String::from);
            named("service_at_location", &format!("{service}/{place}"))
        }
    };
    id.to_string()
}
