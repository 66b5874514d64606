//! Rows of the gazetteer: packed postcodes by outcode, and named places.

use super::postcode::Outcode;
use super::units::{Unit, Units};
use crate::db::schema::{outcodes, places};
use crate::db::{Conn, Kind, Tx};
use crate::error::{Error, Result};
use diesel::prelude::*;
use std::collections::HashMap;

/// Rows sent to PostgreSQL in one statement, which takes 65,535 values at most.
const BATCH: usize = 5000;

/// A named place, as it is kept.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = places)]
pub struct PlaceRow {
    /// Its name.
    pub name: String,
    /// The district that it is in; empty where the district has the same name.
    pub area: String,
    /// See [`super::names::PlaceKind`].
    pub kind: String,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// How many of the records given were new, differed, or were held just so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// New.
    pub added: u64,
    /// Held with another position.
    pub changed: u64,
    /// Held just so.
    pub unchanged: u64,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.added += other.added;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
    }
}

impl Tally {
    fn is_news(self) -> bool {
        self.added + self.changed > 0
    }
}

/// Every outcode with its packed postcodes.
pub fn all_units(conn: &mut Conn) -> Result<Vec<(String, Vec<u8>)>> {
    Ok(outcodes::table.load(conn)?)
}

/// Every named place.
pub fn all_places(conn: &mut Conn) -> Result<Vec<PlaceRow>> {
    Ok(places::table.select(PlaceRow::as_select()).load(conn)?)
}

/// What is wrong when the packed postcodes of an outcode cannot be read.
pub fn damaged(outcode: &str) -> String {
    format!(
        "the postcodes of {outcode} are damaged: restore a backup, or delete that row of the table outcodes and import postcodes again"
    )
}

/// What merging these postcodes (sorted, none twice) into an outcode makes of it, without writing.
/// Postcodes that are held and not given stay.
///
/// # Errors
/// The database fails, or what it holds is damaged.
pub fn merged(conn: &mut Conn, outcode: Outcode, given: &[Unit]) -> Result<(Tally, Units)> {
    let held: Option<Vec<u8>> = outcodes::table
        .find(outcode.as_str())
        .select(outcodes::units)
        .first(conn)
        .optional()?;
    let held = match held {
        None => Units::pack(&[]),
        Some(bytes) => {
            Units::from_bytes(bytes).ok_or_else(|| Error::Internal(damaged(outcode.as_str())))?
        }
    };
    Ok(merge(&held, given))
}

fn merge(held: &Units, given: &[Unit]) -> (Tally, Units) {
    let mut tally = Tally::default();
    let mut all = Vec::with_capacity(held.len().max(given.len()));
    let mut held = held.iter().peekable();
    for unit in given {
        while let Some(before) = held.next_if(|known| known.inward < unit.inward) {
            all.push(before);
        }
        match held.next_if(|known| known.inward == unit.inward) {
            None => tally.added += 1,
            Some(same) if same.at == unit.at => tally.unchanged += 1,
            Some(_) => tally.changed += 1,
        }
        all.push(*unit);
    }
    all.extend(held);
    (tally, Units::pack(&all))
}

/// Merges these postcodes (sorted, none twice) into an outcode.
///
/// # Errors
/// As [`merged`].
pub fn merge_units(tx: &mut Tx, outcode: Outcode, given: &[Unit]) -> Result<Tally> {
    let (tally, units) = merged(tx, outcode, given)?;
    if tally.is_news() {
        let conn: &mut Conn = tx;
        let updated = diesel::update(outcodes::table.find(outcode.as_str()))
            .set(outcodes::units.eq(units.bytes()))
            .execute(conn)?;
        if updated == 0 {
            let row = (
                outcodes::outcode.eq(outcode.as_str()),
                outcodes::units.eq(units.bytes()),
            );
            diesel::insert_into(outcodes::table)
                .values(row)
                .execute(conn)?;
        }
        tx.changed(Kind::Gazetteer, outcode.as_str());
    }
    Ok(tally)
}

/// Places that are to be put in, those that are to be moved, and the count of all.
type Sorted = (Vec<PlaceRow>, Vec<PlaceRow>, Tally);

/// Which of these places (no two with the same name, area and kind) are news, without writing.
///
/// # Errors
/// The database fails.
pub fn sorted_places(conn: &mut Conn, given: Vec<PlaceRow>) -> Result<Sorted> {
    let key = |row: &PlaceRow| (row.name.clone(), row.area.clone(), row.kind.clone());
    let held = all_places(conn)?.into_iter().map(|row| (key(&row), row));
    let held: HashMap<_, _> = held.collect();
    let (mut new, mut moved, mut tally) = (Vec::new(), Vec::new(), Tally::default());
    for row in given {
        match held.get(&key(&row)) {
            None => new.push(row),
            Some(known) if *known == row => tally.unchanged += 1,
            Some(_) => moved.push(row),
        }
    }
    tally.added = new.len() as u64;
    tally.changed = moved.len() as u64;
    Ok((new, moved, tally))
}

/// Puts in or moves these places (no two with the same name, area and kind); others stay.
///
/// # Errors
/// The database fails.
pub fn upsert_places(tx: &mut Tx, given: Vec<PlaceRow>) -> Result<Tally> {
    let (new, moved, tally) = sorted_places(tx, given)?;
    for rows in new.chunks(BATCH) {
        insert(tx, rows)?;
    }
    for row in &moved {
        move_place(tx, row)?;
    }
    if tally.is_news() {
        tx.changed(Kind::Gazetteer, "places");
    }
    Ok(tally)
}

/// One statement for many rows is written differently for each database.
fn insert(conn: &mut Conn, rows: &[PlaceRow]) -> Result<()> {
    match conn {
        Conn::Postgres(conn) => diesel::insert_into(places::table)
            .values(rows)
            .execute(conn)?,
        Conn::Sqlite(conn) => diesel::insert_into(places::table)
            .values(rows)
            .execute(conn)?,
    };
    Ok(())
}

fn move_place(conn: &mut Conn, row: &PlaceRow) -> Result<()> {
    let same = places::table
        .filter(places::name.eq(&row.name))
        .filter(places::area.eq(&row.area))
        .filter(places::kind.eq(&row.kind));
    diesel::update(same)
        .set((
            places::latitude.eq(row.latitude),
            places::longitude.eq(row.longitude),
        ))
        .execute(conn)?;
    Ok(())
}
