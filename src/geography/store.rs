//! Rows of the gazetteer: packed postcodes by outcode, and named places.

use super::postcode::Outcode;
use super::units::{Unit, Units};
use crate::db::schema::{outcodes, places};
use crate::db::{Conn, Kind, Tx};
use crate::domain::point::Point;
use crate::error::{Error, Result};
use diesel::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// Rows sent to PostgreSQL in one statement, which takes 65,535 values at most.
const BATCH: usize = 5000;
/// How far a place may have moved and be the same, in metres: farther off it is another.
const MOVED_M: f64 = 10_000.0;

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

impl PlaceRow {
    fn point(&self) -> Point {
        Point {
            latitude: self.latitude,
            longitude: self.longitude,
        }
    }
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
            Some(same) if same == *unit => tally.unchanged += 1,
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

/// What an import makes of the places that are held.
#[derive(Debug, Default)]
pub struct PlacePlan {
    new: Vec<PlaceRow>,
    moved: Vec<(i64, PlaceRow)>,
    /// The count of all.
    pub tally: Tally,
}

/// Which of these places (none twice at one position) are news, without writing. A district may
/// have several of one name and kind. One that is held at the very position is unchanged; one that
/// is held within 10 km has been moved; any other is another place.
///
/// # Errors
/// The database fails.
pub fn plan_places(conn: &mut Conn, given: Vec<PlaceRow>) -> Result<PlacePlan> {
    let held: Vec<(i64, PlaceRow)> = places::table
        .select((places::id, PlaceRow::as_select()))
        .load(conn)?;
    let mut held_by_key: HashMap<Key, Vec<(i64, PlaceRow)>> = HashMap::new();
    for (id, row) in held {
        held_by_key.entry(key(&row)).or_default().push((id, row));
    }
    let mut given_by_key: BTreeMap<Key, Vec<PlaceRow>> = BTreeMap::new();
    for row in given {
        given_by_key.entry(key(&row)).or_default().push(row);
    }
    let mut plan = PlacePlan::default();
    for (key, rows) in given_by_key {
        plan.add(rows, held_by_key.remove(&key).unwrap_or_default());
    }
    plan.tally.added = plan.new.len() as u64;
    plan.tally.changed = plan.moved.len() as u64;
    Ok(plan)
}

/// Name, area and kind.
type Key = (String, String, String);

fn key(row: &PlaceRow) -> Key {
    (row.name.clone(), row.area.clone(), row.kind.clone())
}

impl PlacePlan {
    /// Takes places of one name, area and kind, and those that are held.
    fn add(&mut self, mut given: Vec<PlaceRow>, mut held: Vec<(i64, PlaceRow)>) {
        let count = given.len();
        given.retain(|row| {
            let same = held.iter().position(|(_, known)| known == row);
            same.map(|at| held.swap_remove(at)).is_none()
        });
        self.tally.unchanged += (count - given.len()) as u64;
        for row in given {
            let metres = |known: &PlaceRow| known.point().distance_m(row.point());
            let near =
                (0..held.len()).min_by(|a, b| metres(&held[*a].1).total_cmp(&metres(&held[*b].1)));
            match near.filter(|at| metres(&held[*at].1) <= MOVED_M) {
                Some(at) => self.moved.push((held.swap_remove(at).0, row)),
                None => self.new.push(row),
            }
        }
    }
}

/// Puts in or moves these places (none twice at one position); others stay.
///
/// # Errors
/// The database fails.
pub fn upsert_places(tx: &mut Tx, given: Vec<PlaceRow>) -> Result<Tally> {
    let plan = plan_places(tx, given)?;
    for rows in plan.new.chunks(BATCH) {
        insert(tx, rows)?;
    }
    for (id, row) in &plan.moved {
        move_place(tx, *id, row)?;
    }
    if plan.tally.is_news() {
        tx.changed(Kind::Gazetteer, "places");
    }
    Ok(plan.tally)
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

fn move_place(conn: &mut Conn, id: i64, row: &PlaceRow) -> Result<()> {
    diesel::update(places::table.find(id))
        .set((
            places::latitude.eq(row.latitude),
            places::longitude.eq(row.longitude),
        ))
        .execute(conn)?;
    Ok(())
}
