//! Whole HSDS services: the service with its organisation and locations inside.

use super::Shelf;
use super::load::{organization_of, parse, texts};
use crate::db::Conn;
use crate::directory::record::{self, Document};
use crate::error::Result;
use std::collections::{BTreeSet, HashMap};

/// One whole nested service; none if there is no such service.
///
/// # Errors
/// The database fails.
pub fn assemble(conn: &mut Conn, service_id: &str) -> Result<Option<Document>> {
    Ok(assemble_all(conn, &[service_id.to_owned()])?.pop())
}

/// The whole nested services with these ids, in this order; ids that no service has are left out.
/// Asks the database three times for each five hundred.
///
/// # Errors
/// The database fails.
pub fn assemble_all(conn: &mut Conn, ids: &[String]) -> Result<Vec<Document>> {
    let found = texts(conn, Shelf::Services, ids)?;
    let found = ids.iter().filter_map(|id| found.get(id));
    let services: Vec<Document> = found.map(|text| parse(text)).collect::<Result<_>>()?;
    let organizations = services.iter().filter_map(organization_of);
    let organizations = related(conn, Shelf::Organizations, organizations.map(str::to_owned))?;
    let locations = services.iter().flat_map(record::location_ids);
    let locations = related(conn, Shelf::Locations, locations)?;
    let nested = services.into_iter().map(|service| {
        let organization = organization_of(&service).and_then(|id| organizations.get(id).cloned());
        record::assemble(service, organization, |id| locations.get(id).cloned())
    });
    Ok(nested.collect())
}

fn related(
    conn: &mut Conn,
    shelf: Shelf,
    ids: impl Iterator<Item = String>,
) -> Result<HashMap<String, Document>> {
    let ids: BTreeSet<String> = ids.collect();
    let ids: Vec<String> = ids.into_iter().collect();
    let found = texts(conn, shelf, &ids)?;
    let parsed = found.into_iter().map(|(id, text)| Ok((id, parse(&text)?)));
    parsed.collect()
}
