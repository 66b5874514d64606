//! Reading documents and the ids that join them.

use super::Shelf;
use crate::db::Conn;
use crate::db::schema::{capacity_lines, locations, organizations, services};
use crate::directory::record::{self, Document};
use crate::error::{Error, Result};
use diesel::prelude::*;
use std::collections::HashMap;

/// Ids asked for in one statement; both databases allow many more.
const AT_ONCE: usize = 500;
/// Generations of organisations that are followed; more can only be a mistake in the data.
const MOST_PARENTS: usize = 32;

/// How much is in the directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Services, whatever their status.
    pub services: i64,
    /// Organisations.
    pub organizations: i64,
    /// Locations.
    pub locations: i64,
}

/// How much is in the directory.
///
/// # Errors
/// The database fails.
pub fn counts(conn: &mut Conn) -> Result<Counts> {
    Ok(Counts {
        services: services::table.count().get_result(conn)?,
        organizations: organizations::table.count().get_result(conn)?,
        locations: locations::table.count().get_result(conn)?,
    })
}

/// One document as it is kept; none if there is no such thing. The id is in the form that
/// [`crate::domain::id::parse`] gives.
///
/// # Errors
/// The database fails.
pub fn document(conn: &mut Conn, shelf: Shelf, id: &str) -> Result<Option<Document>> {
    let text = match shelf {
        Shelf::Services => services::table
            .find(id)
            .select(services::document)
            .first(conn),
        Shelf::Organizations => organizations::table
            .find(id)
            .select(organizations::document)
            .first(conn),
        Shelf::Locations => locations::table
            .find(id)
            .select(locations::document)
            .first(conn),
    };
    let text: Option<String> = text.optional()?;
    text.map(|text| parse(&text)).transpose()
}

/// The documents with these ids as JSON texts, by id; ids that nothing has are left out.
///
/// # Errors
/// The database fails.
pub fn texts(conn: &mut Conn, shelf: Shelf, ids: &[String]) -> Result<HashMap<String, String>> {
    let mut found = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(AT_ONCE) {
        let rows: Vec<(String, String)> = match shelf {
            Shelf::Services => services::table
                .filter(services::id.eq_any(ids))
                .select((services::id, services::document))
                .load(conn)?,
            Shelf::Organizations => organizations::table
                .filter(organizations::id.eq_any(ids))
                .select((organizations::id, organizations::document))
                .load(conn)?,
            Shelf::Locations => locations::table
                .filter(locations::id.eq_any(ids))
                .select((locations::id, locations::document))
                .load(conn)?,
        };
        found.extend(rows);
    }
    Ok(found)
}

/// Reads a document that the database keeps.
///
/// # Errors
/// It is not a JSON object, which only another hand can have done.
pub fn parse(text: &str) -> Result<Document> {
    serde_json::from_str(text)
        .map_err(|e| Error::internal(format!("a document in the database is not JSON: {e}")))
}

/// Up to `limit` ids of services that come after this one, in order, without those that were merged into
/// others; the empty text comes before all.
///
/// # Errors
/// The database fails.
pub fn ids_after(conn: &mut Conn, after: &str, limit: i64) -> Result<Vec<String>> {
    Ok(services::table
        .filter(services::id.gt(after))
        .filter(services::merged_into.is_null())
        .order(services::id)
        .limit(limit)
        .select(services::id)
        .load(conn)?)
}

/// The same for any shelf: up to `limit` ids that come after this one, in order.
///
/// # Errors
/// The database fails.
pub fn ids_on_after(conn: &mut Conn, shelf: Shelf, after: &str, limit: i64) -> Result<Vec<String>> {
    Ok(match shelf {
        Shelf::Services => return ids_after(conn, after, limit),
        Shelf::Organizations => organizations::table
            .filter(organizations::id.gt(after))
            .order(organizations::id)
            .limit(limit)
            .select(organizations::id)
            .load(conn)?,
        Shelf::Locations => locations::table
            .filter(locations::id.gt(after))
            .order(locations::id)
            .limit(limit)
            .select(locations::id)
            .load(conn)?,
    })
}

/// The ids of the services of one organisation, in order; not those of its children.
///
/// # Errors
/// The database fails.
pub fn services_of_organization(conn: &mut Conn, organization_id: &str) -> Result<Vec<String>> {
    Ok(services::table
        .filter(services::organization_id.eq(organization_id))
        .order(services::id)
        .select(services::id)
        .load(conn)?)
}

/// The ids of the services with a capacity line at this location, in order. A service that has
/// moved away keeps its line, so this can name a few too many, never too few.
///
/// # Errors
/// The database fails.
pub fn services_at_location(conn: &mut Conn, location_id: &str) -> Result<Vec<String>> {
    Ok(capacity_lines::table
        .filter(capacity_lines::location_id.eq(location_id))
        .order(capacity_lines::service_id)
        .select(capacity_lines::service_id)
        .load(conn)?)
}

/// The id of an organisation and of those above it, nearest first. A ring of parents is followed
/// once around. Without such an organisation the id still stands, alone.
///
/// # Errors
/// The database fails.
pub fn organization_and_parents(conn: &mut Conn, id: &str) -> Result<Vec<String>> {
    let mut chain = vec![id.to_owned()];
    while let Some(last) = chain.last().filter(|_| chain.len() < MOST_PARENTS) {
        let parent: Option<Option<String>> = organizations::table
            .find(last)
            .select(organizations::parent_id)
            .first(conn)
            .optional()?;
        match parent.flatten() {
            Some(parent) if !chain.contains(&parent) => chain.push(parent),
            _ => break,
        }
    }
    Ok(chain)
}

/// The organisation that a service document names.
pub fn organization_of(service: &Document) -> Option<&str> {
    record::text(service, "organization_id")
}

/// The organisation of a service and its parents; none if there is no such service.
///
/// # Errors
/// The database fails.
pub fn owners(conn: &mut Conn, service_id: &str) -> Result<Option<Vec<String>>> {
    let organization: Option<Option<String>> = services::table
        .find(service_id)
        .select(services::organization_id)
        .first(conn)
        .optional()?;
    match organization {
        None => Ok(None),
        Some(None) => Ok(Some(Vec::new())),
        Some(Some(id)) => organization_and_parents(conn, &id).map(Some),
    }
}
