//! What the files say, brought together: postcodes by outcode, and named places.

use super::file::Flaw;
use crate::domain::point::Point;
use crate::exchange::summary::Rejection;
use crate::geography::names::PlaceKind;
use crate::geography::store::PlaceRow;
use crate::geography::units::{Mean, Steps, Unit};
use crate::geography::{Outcode, Postcode};
use std::collections::{BTreeMap, HashMap};

/// What has been read so far.
#[derive(Default)]
pub struct Gathered {
    outcodes: HashMap<Outcode, Vec<Unit>>,
    /// Means of the postcodes of each ward (by district) and of each district.
    wards: HashMap<String, BTreeMap<String, Mean>>,
    districts: BTreeMap<String, Mean>,
    places: Vec<PlaceRow>,
    /// By name, area and kind, where they are: a district may have several Newtowns.
    known_places: HashMap<(String, String, PlaceKind), Vec<Steps>>,
    rejections: Vec<Rejection>,
}

/// What is to be written: sorted, nothing twice.
pub struct Ready {
    /// The postcodes of each outcode.
    pub outcodes: Vec<(Outcode, Vec<Unit>)>,
    /// Named places.
    pub places: Vec<PlaceRow>,
}

impl Gathered {
    /// One postcode, with the names of its ward and district (empty if not known).
    pub fn add_postcode(
        &mut self,
        postcode: Postcode,
        at: Point,
        in_use: bool,
        [ward, district]: [&str; 2],
    ) {
        let at = Steps::from(at);
        let inward = postcode.inward;
        self.outcodes
            .entry(postcode.outcode)
            .or_default()
            .push(Unit { inward, at, in_use });
        if !in_use {
            return;
        }
        if !district.is_empty() {
            note(&mut self.districts, district, at);
        }
        if !ward.is_empty() {
            match self.wards.get_mut(district) {
                Some(wards) => note(wards, ward, at),
                None => note(self.wards.entry(district.to_owned()).or_default(), ward, at),
            }
        }
    }

    /// One named place; one that comes twice is kept once.
    ///
    /// # Errors
    /// It has no name.
    pub fn add_place(
        &mut self,
        name: &str,
        area: &str,
        kind: PlaceKind,
        at: Point,
    ) -> Result<(), Flaw> {
        if name.is_empty() {
            return Err(("name", "it is empty".into()));
        }
        let known = (name.to_owned(), area.to_owned(), kind);
        let positions = self.known_places.entry(known).or_default();
        if positions.contains(&at.into()) {
            return Ok(());
        }
        positions.push(at.into());
        self.places.push(row(name, area, kind, at.into()));
        Ok(())
    }

    /// One row that cannot be used.
    pub fn reject(
        &mut self,
        file: &str,
        line: u64,
        id: Option<&[u8]>,
        field: &str,
        reason: String,
    ) {
        let id = id.map(|id| {
            String::from_utf8_lossy(id)
                .trim()
                .chars()
                .take(60)
                .collect()
        });
        self.rejections.push(Rejection {
            place: format!("{file}, line {line}"),
            id: id.filter(|id: &String| !id.is_empty()),
            field: field.to_owned(),
            reason,
        });
    }

    /// Everything in order; of a postcode that came twice, the later one counts.
    pub fn finish(mut self) -> (Ready, Vec<Rejection>) {
        let areas = self.named_areas();
        self.places.extend(areas);
        let outcodes = self.outcodes.into_iter();
        let mut outcodes: Vec<_> = outcodes
            .map(|(outcode, units)| (outcode, latest(units)))
            .collect();
        outcodes.sort_by_key(|(outcode, _)| *outcode);
        let places = self.places;
        (Ready { outcodes, places }, self.rejections)
    }

    /// Wards and districts as places, each in the middle of its postcodes.
    fn named_areas(&mut self) -> Vec<PlaceRow> {
        let mut rows = Vec::new();
        let mut add = |name: &str, area: &str, kind, mean: Mean| {
            let known = (name.to_owned(), area.to_owned(), kind);
            let new = !self.known_places.contains_key(&known);
            rows.extend(
                mean.position()
                    .filter(|_| new)
                    .map(|at| row(name, area, kind, at)),
            );
        };
        for (district, mean) in &self.districts {
            add(district, "", PlaceKind::District, *mean);
        }
        for (district, wards) in &self.wards {
            for (ward, mean) in wards {
                add(ward, district, PlaceKind::Ward, *mean);
            }
        }
        rows
    }
}

fn row(name: &str, area: &str, kind: PlaceKind, at: Steps) -> PlaceRow {
    let point = Point::from(at);
    PlaceRow {
        name: name.to_owned(),
        area: area.to_owned(),
        kind: kind.as_str().to_owned(),
        latitude: point.latitude,
        longitude: point.longitude,
    }
}

/// Takes a position into the mean of this name; the name is copied only when it is new.
fn note(means: &mut BTreeMap<String, Mean>, name: &str, at: Steps) {
    match means.get_mut(name) {
        Some(mean) => mean.add(at),
        None => means.entry(name.to_owned()).or_default().add(at),
    }
}

/// Sorted by inward code; of equal ones, the last.
fn latest(mut units: Vec<Unit>) -> Vec<Unit> {
    units.reverse();
    units.sort_by_key(|unit| unit.inward);
    units.dedup_by_key(|unit| unit.inward);
    units
}
