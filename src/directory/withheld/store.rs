//! Rows of what is withheld.

use super::part::Part;
use super::settle::Settled;
use super::{Hidden, Pass};
use crate::db::schema::withheld;
use crate::db::{Conn, Tx};
use crate::directory::record::{self, Document};
use crate::directory::store::{Shelf, organization_of};
use crate::domain::visibility::Level;
use crate::error::{Error, Result};
use diesel::prelude::*;
use std::collections::HashMap;

/// Ids asked for in one statement.
const AT_ONCE: usize = 500;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = withheld)]
struct Row {
    shelf: String,
    id: String,
    place: i64,
    path: String,
    level: String,
    value: String,
    hides_place: bool,
}

impl Row {
    fn new(shelf: Shelf, id: &str, place: usize, part: &Part) -> Result<Self> {
        Ok(Self {
            shelf: shelf.kind().as_str().to_owned(),
            id: id.to_owned(),
            place: i64::try_from(place).unwrap_or(i64::MAX),
            path: serde_json::to_string(&part.path).map_err(Error::internal)?,
            level: part.level().as_str().to_owned(),
            value: part.value.to_string(),
            hides_place: shelf == Shelf::Locations && part.hides_place(),
        })
    }

    fn part(self) -> Result<Part> {
        let broken = || Error::internal("a withheld part in the database cannot be read");
        Ok(Part {
            path: serde_json::from_str(&self.path).map_err(|_| broken())?,
            level: Level::parse(&self.level).ok_or_else(broken)?,
            value: serde_json::from_str(&self.value).map_err(|_| broken())?,
        })
    }
}

/// What is withheld of these documents, by id; one of which nothing is, is left out.
///
/// # Errors
/// The database fails.
pub fn of(conn: &mut Conn, shelf: Shelf, ids: &[String]) -> Result<HashMap<String, Vec<Part>>> {
    let mut found: HashMap<String, Vec<Part>> = HashMap::new();
    for ids in ids.chunks(AT_ONCE) {
        let rows: Vec<Row> = withheld::table
            .filter(withheld::shelf.eq(shelf.kind().as_str()))
            .filter(withheld::id.eq_any(ids))
            .order((withheld::id, withheld::place))
            .select(Row::as_select())
            .load(conn)?;
        for row in rows {
            let id = row.id.clone();
            found.entry(id).or_default().push(row.part()?);
        }
    }
    Ok(found)
}

/// The locations of which it is withheld where they are: all, or those among these ids.
///
/// # Errors
/// The database fails.
pub fn hidden(conn: &mut Conn, among: Option<&[String]>) -> Result<Hidden> {
    let mut query = withheld::table
        .filter(withheld::shelf.eq(Shelf::Locations.kind().as_str()))
        .filter(withheld::hides_place.eq(true))
        .select((withheld::id, withheld::level))
        .into_boxed();
    if let Some(ids) = among {
        query = query.filter(withheld::id.eq_any(ids));
    }
    let rows: Vec<(String, String)> = query.load(conn)?;
    let mut hidden = Hidden::new();
    for (id, level) in rows {
        // A level that is not known is one that nobody may see.
        let level = Level::parse(&level).unwrap_or(Level::Steward);
        let held = hidden.entry(id).or_insert(level);
        *held = level.max(*held);
    }
    Ok(hidden)
}

/// Writes what is withheld of a document in place of what was, if it differs.
///
/// # Errors
/// The database fails.
pub fn replace(tx: &mut Tx, shelf: Shelf, id: &str, settled: &Settled) -> Result<()> {
    if !settled.changes_parts() {
        return Ok(());
    }
    let held = withheld::table
        .filter(withheld::shelf.eq(shelf.kind().as_str()))
        .filter(withheld::id.eq(id));
    diesel::delete(held).execute(&mut **tx)?;
    for (place, part) in settled.parts().iter().enumerate() {
        diesel::insert_into(withheld::table)
            .values(Row::new(shelf, id, place, part)?)
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// What a pass opens of a whole service: its own parts, those of its organisation, and those of its
/// locations, each with what holds it.
///
/// # Errors
/// The database fails.
pub fn of_service(
    conn: &mut Conn,
    service: &Document,
    pass: Pass,
) -> Result<Vec<(Shelf, String, Part)>> {
    let own = record::text(service, "id").map(str::to_owned);
    let organization = organization_of(service).map(str::to_owned);
    let wanted = [
        (Shelf::Services, own.into_iter().collect()),
        (Shelf::Organizations, organization.into_iter().collect()),
        (Shelf::Locations, record::location_ids(service)),
    ];
    let mut found = Vec::new();
    for (shelf, ids) in wanted {
        let mut parts = of(conn, shelf, &ids)?;
        for id in ids {
            let own = parts.remove(&id).unwrap_or_default();
            let opened = own.into_iter().filter(|part| pass.opens(part));
            found.extend(opened.map(|part| (shelf, id.clone(), part)));
        }
    }
    Ok(found)
}
