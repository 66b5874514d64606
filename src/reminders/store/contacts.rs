//! Whom to ask: the contacts that were named for a service, else what its listing says.

use crate::db::schema::{service_contacts, services};
use crate::db::{Conn, Tx};
use crate::directory::record::{Document, text};
use crate::directory::store::{Shelf, parse, texts};
use crate::error::Result;
use crate::reminders::contact::{Channel, Contact};
use diesel::prelude::*;
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// Services asked for in one statement.
const AT_ONCE: usize = 500;

/// Where contacts are known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum From {
    /// Somebody named them.
    Named,
    /// The listing of the service has an e-mail address.
    Service,
    /// Its organisation has one.
    Organization,
    /// Nobody is known.
    Nobody,
}

/// Puts these in the place of the contacts of a service, in their order.
///
/// # Errors
/// The database fails.
pub fn put(tx: &mut Tx, service_id: &str, contacts: &[Contact]) -> Result<()> {
    let conn: &mut Conn = tx;
    diesel::delete(service_contacts::table.filter(service_contacts::service_id.eq(service_id)))
        .execute(conn)?;
    for (position, contact) in (1..).zip(contacts) {
        diesel::insert_into(service_contacts::table)
            .values((
                service_contacts::service_id.eq(service_id),
                service_contacts::position.eq(position),
                service_contacts::name.eq(&contact.name),
                service_contacts::channel.eq(contact.channel.as_str()),
                service_contacts::address.eq(&contact.address),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Whom to ask about one service, in order, and where that is known from.
///
/// # Errors
/// The database fails.
pub fn of(conn: &mut Conn, service_id: &str) -> Result<(From, Vec<Contact>)> {
    let mut all = of_all(conn, &[service_id.to_owned()])?;
    Ok(all.remove(service_id).unwrap_or((From::Nobody, Vec::new())))
}

/// Whom to ask about each of these services.
///
/// # Errors
/// The database fails.
pub fn of_all(conn: &mut Conn, ids: &[String]) -> Result<HashMap<String, (From, Vec<Contact>)>> {
    let mut found = HashMap::new();
    for ids in ids.chunks(AT_ONCE) {
        let mut named = named(conn, ids)?;
        let others: Vec<String> = ids
            .iter()
            .filter(|id| !named.contains_key(*id))
            .cloned()
            .collect();
        let listed = listed(conn, &others)?;
        found.extend(
            named
                .drain()
                .map(|(id, contacts)| (id, (From::Named, contacts))),
        );
        found.extend(
            listed
                .into_iter()
                .map(|(id, (from, contact))| (id, (from, vec![contact]))),
        );
    }
    Ok(found)
}

fn named(conn: &mut Conn, ids: &[String]) -> Result<HashMap<String, Vec<Contact>>> {
    let rows: Vec<(String, Option<String>, String, String)> = service_contacts::table
        .filter(service_contacts::service_id.eq_any(ids))
        .order((service_contacts::service_id, service_contacts::position))
        .select((
            service_contacts::service_id,
            service_contacts::name,
            service_contacts::channel,
            service_contacts::address,
        ))
        .load(conn)?;
    let mut found: HashMap<String, Vec<Contact>> = HashMap::new();
    for (service, name, channel, address) in rows {
        if let Some(channel) = Channel::parse(&channel) {
            found.entry(service).or_default().push(Contact {
                name,
                channel,
                address,
            });
        }
    }
    Ok(found)
}

/// What listings say: the service's own address, else that of its organisation.
fn listed(conn: &mut Conn, ids: &[String]) -> Result<HashMap<String, (From, Contact)>> {
    let owners: Vec<(String, Option<String>)> = services::table
        .filter(services::id.eq_any(ids))
        .select((services::id, services::organization_id))
        .load(conn)?;
    let own = emails(conn, Shelf::Services, ids)?;
    let mut organizations: Vec<String> = owners
        .iter()
        .filter_map(|(_, owner)| owner.clone())
        .collect();
    organizations.sort_unstable();
    organizations.dedup();
    let theirs = emails(conn, Shelf::Organizations, &organizations)?;
    let found = owners.into_iter().filter_map(|(id, owner)| {
        let own = own.get(&id).map(|contact| (From::Service, contact));
        let theirs = || {
            theirs
                .get(&owner?)
                .map(|contact| (From::Organization, contact))
        };
        let (from, contact) = own.or_else(theirs)?;
        Some((id, (from, contact.clone())))
    });
    Ok(found.collect())
}

fn emails(conn: &mut Conn, shelf: Shelf, ids: &[String]) -> Result<HashMap<String, Contact>> {
    let mut found = HashMap::new();
    for (id, document) in texts(conn, shelf, ids)? {
        let document: Document = parse(&document)?;
        if let Some(contact) = text(&document, "email").and_then(Contact::email) {
            found.insert(id, contact);
        }
    }
    Ok(found)
}
