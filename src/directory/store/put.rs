//! Writing documents, and only those that differ from what is held.

use super::Shelf;
use super::load::{document, organization_of};
use super::merged::merged_into;
use super::then;
use crate::capacity;
use crate::db::Tx;
use crate::db::schema::{locations, organizations, services};
use crate::directory::numbers;
use crate::directory::record::{self, Document};
use crate::directory::sources;
use crate::directory::withheld::{self, Pass, Settled, settle};
use crate::error::{Error, Result};
use diesel::prelude::*;
use jiff::Timestamp;

/// What became of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// There was none.
    Added,
    /// Another was held.
    Changed,
    /// The same was held already: nothing was written.
    Unchanged,
}

/// Puts a service, see [`put`].
///
/// # Errors
/// As of [`put`].
pub fn put_service(tx: &mut Tx, service: &Document) -> Result<Outcome> {
    put(tx, Shelf::Services, service)
}

/// Puts an organisation, see [`put`].
///
/// # Errors
/// As of [`put`].
pub fn put_organization(tx: &mut Tx, organization: &Document) -> Result<Outcome> {
    put(tx, Shelf::Organizations, organization)
}

/// Puts a location, see [`put`].
///
/// # Errors
/// As of [`put`].
pub fn put_location(tx: &mut Tx, location: &Document) -> Result<Outcome> {
    put(tx, Shelf::Locations, location)
}

/// Makes this the document that is held, if it says anything else than the one that is: then it is
/// written with the time of now and told to the change feed, and a service gets its capacity lines.
/// The document must have come through [`record::split`].
///
/// It is taken as written by a person: the fields that differ stand against feeds that say nothing newer.
///
/// What it marks as not for everybody is kept apart. What was withheld before stays so, as after any
/// write by somebody who cannot see it: locations must be written before what names them.
///
/// # Errors
/// The database fails, or the document has no id.
pub fn put(tx: &mut Tx, shelf: Shelf, new: &Document) -> Result<Outcome> {
    put_seeing(tx, shelf, new, None)
}

/// The same by somebody with a pass: what the document withholds up to its level is all that is
/// withheld up to there.
///
/// # Errors
/// As of [`put`].
pub fn put_seeing(
    tx: &mut Tx,
    shelf: Shelf,
    new: &Document,
    pass: Option<Pass>,
) -> Result<Outcome> {
    let id = id_of(new)?.to_owned();
    let held = document(tx, shelf, &id)?;
    let parts = withheld::store::of(tx, shelf, std::slice::from_ref(&id))?.remove(&id);
    let hidden = withheld::store::hidden(tx, Some(&record::named_locations(new)))?;
    let sees = pass.map(Pass::level);
    let parts = parts.unwrap_or_default();
    let settled = settle(shelf, new.clone(), &parts, sees, &hidden);
    let outcome = match &held {
        None => Outcome::Added,
        Some(held) if held == settled.open() && !settled.changes_parts() => Outcome::Unchanged,
        Some(_) => Outcome::Changed,
    };
    if let (Outcome::Changed, Some(held)) = (outcome, &held) {
        sources::store::written(tx, shelf, (held, settled.open()), now())?;
    }
    write(tx, shelf, &settled, outcome)?;
    Ok(outcome)
}

/// Writes a document whose [`Outcome`] is known, and what is withheld of it; see [`put`].
///
/// # Errors
/// The database fails, or the document has no id.
pub fn write(tx: &mut Tx, shelf: Shelf, settled: &Settled, outcome: Outcome) -> Result<()> {
    if outcome == Outcome::Unchanged {
        return Ok(());
    }
    let new = settled.open();
    match shelf {
        Shelf::Services => write_service(tx, new, outcome)?,
        Shelf::Organizations => write_organization(tx, new, outcome)?,
        Shelf::Locations => write_location(tx, new, outcome)?,
    }
    let id = id_of(new)?;
    withheld::store::replace(tx, shelf, id, settled)?;
    tx.changed(shelf.kind(), id);
    Ok(())
}

fn id_of(document: &Document) -> Result<&str> {
    record::text(document, "id").ok_or_else(|| Error::internal("a document without an id"))
}

fn status_of(service: &Document) -> &str {
    record::text(service, "status").unwrap_or("active")
}

fn json(document: &Document) -> Result<String> {
    serde_json::to_string(document).map_err(Error::internal)
}

fn now() -> i64 {
    Timestamp::now().as_millisecond()
}

fn write_service(tx: &mut Tx, new: &Document, outcome: Outcome) -> Result<()> {
    let id = id_of(new)?;
    let now = now();
    let row = (
        services::organization_id.eq(organization_of(new)),
        services::name.eq(record::text(new, "name").unwrap_or_default()),
        services::status.eq(status_of(new)),
        services::document.eq(json(new)?),
        services::modified_at.eq(now),
    );
    if outcome == Outcome::Added {
        let row = (services::id.eq(id), services::listed_at.eq(now), row);
        diesel::insert_into(services::table)
            .values(row)
            .execute(&mut **tx)?;
    } else {
        then::remember(tx, id, status_of(new), now)?;
        diesel::update(services::table.find(id))
            .set(row)
            .execute(&mut **tx)?;
    }
    if outcome == Outcome::Changed && merged_into(tx, id)?.is_some() {
        // Another stands for it, whatever a feed says of it.
        return capacity::store::ensure_lines(tx, id, &[]);
    }
    let mut lines = record::location_ids(new);
    if lines.is_empty() {
        lines.push(String::new());
    }
    capacity::store::ensure_lines(tx, id, &lines)
}

fn write_organization(tx: &mut Tx, new: &Document, outcome: Outcome) -> Result<()> {
    let id = id_of(new)?;
    let row = (
        organizations::name.eq(record::text(new, "name").unwrap_or_default()),
        organizations::parent_id.eq(record::text(new, "parent_organization_id")),
        organizations::document.eq(json(new)?),
        organizations::modified_at.eq(now()),
    );
    if outcome == Outcome::Added {
        let row = (organizations::id.eq(id), row);
        diesel::insert_into(organizations::table)
            .values(row)
            .execute(&mut **tx)?;
    } else {
        let held = organizations::table.find(id);
        diesel::update(held).set(row).execute(&mut **tx)?;
    }
    numbers::store::follow(tx, id, new)
}

fn write_location(tx: &mut Tx, new: &Document, outcome: Outcome) -> Result<()> {
    let id = id_of(new)?;
    let row = (
        locations::document.eq(json(new)?),
        locations::modified_at.eq(now()),
    );
    if outcome == Outcome::Added {
        let row = (locations::id.eq(id), row);
        diesel::insert_into(locations::table)
            .values(row)
            .execute(&mut **tx)?;
    } else {
        diesel::update(locations::table.find(id))
            .set(row)
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// Sees to it that nobody else changes this service, or a place of it, until this transaction ends.
///
/// # Errors
/// The database fails.
pub fn hold(tx: &mut Tx, service_id: &str) -> Result<()> {
    diesel::update(services::table.find(service_id))
        .set(services::modified_at.eq(services::modified_at))
        .execute(&mut **tx)?;
    let service = document(tx, Shelf::Services, service_id)?.unwrap_or_default();
    let mut places = record::location_ids(&service);
    // All take them in one order, so that no two wait for each other.
    places.sort_unstable();
    for place in places {
        diesel::update(locations::table.find(place))
            .set(locations::modified_at.eq(locations::modified_at))
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// The same for many services and locations that one transaction is about to change.
///
/// # Errors
/// The database fails.
pub fn hold_all(tx: &mut Tx, service_ids: &[String], location_ids: &[String]) -> Result<()> {
    let held = services::table.filter(services::id.eq_any(service_ids));
    diesel::update(held)
        .set(services::modified_at.eq(services::modified_at))
        .execute(&mut **tx)?;
    let held = locations::table.filter(locations::id.eq_any(location_ids));
    diesel::update(held)
        .set(locations::modified_at.eq(locations::modified_at))
        .execute(&mut **tx)?;
    Ok(())
}
