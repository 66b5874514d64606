//! Whole HSDS services: the service with its organisation and locations inside.

use super::Shelf;
use super::load::{organization_of, parse, texts};
use crate::db::Conn;
use crate::directory::record::{self, Document};
use crate::directory::withheld::{self, Pass};
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
    assembled(conn, ids, None)
}

/// The same with all that this pass opens in its places, and the marks that say for whom it is.
///
/// # Errors
/// The database fails.
pub fn assemble_seeing(conn: &mut Conn, ids: &[String], pass: Pass) -> Result<Vec<Document>> {
    assembled(conn, ids, Some(pass))
}

fn assembled(conn: &mut Conn, ids: &[String], pass: Option<Pass>) -> Result<Vec<Document>> {
    let mut found = documents(conn, Shelf::Services, ids, pass)?;
    let services: Vec<Document> = ids.iter().filter_map(|id| found.remove(id)).collect();
    let organizations = services.iter().filter_map(organization_of);
    let organizations = related(
        conn,
        Shelf::Organizations,
        organizations.map(str::to_owned),
        pass,
    )?;
    let locations = services.iter().flat_map(record::location_ids);
    let locations = related(conn, Shelf::Locations, locations, pass)?;
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
    pass: Option<Pass>,
) -> Result<HashMap<String, Document>> {
    let ids: BTreeSet<String> = ids.collect();
    let ids: Vec<String> = ids.into_iter().collect();
    documents(conn, shelf, &ids, pass)
}

fn documents(
    conn: &mut Conn,
    shelf: Shelf,
    ids: &[String],
    pass: Option<Pass>,
) -> Result<HashMap<String, Document>> {
    let found = texts(conn, shelf, ids)?;
    let parts = match pass {
        Some(_) => withheld::store::of(conn, shelf, ids)?,
        None => HashMap::new(),
    };
    let whole = found.into_iter().map(|(id, text)| {
        let document = parse(&text)?;
        let document = match pass.zip(parts.get(&id)) {
            Some((pass, parts)) => withheld::restore(document, parts, pass),
            None => document,
        };
        Ok((id, document))
    });
    whole.collect()
}
