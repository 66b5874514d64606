//! The gazetteer in memory: where postcodes and named places are. A snapshot that never changes;
//! when the database has changed, another is loaded and takes its place.

mod postcodes;

use super::fold::fold;
use super::lookup::{self, LookedUp};
use super::names::{Known, Named, Names, PlaceKind};
use super::place::{NotLocated, Place, Precision};
use super::postcode::{Outcode, Written};
use super::units::Units;
use super::{areas, store};
use crate::db::Conn;
use crate::domain::point::Point;
use crate::error::{Error, Result};
use std::collections::{HashMap, HashSet};

/// Names offered when a place is not known.
const OFFERED: usize = 3;
/// Letters of what was written that are shown again.
const SHOWN: usize = 60;

/// Postcodes and places, ready to be asked.
#[derive(Debug, Default)]
pub struct Gazetteer {
    /// Sorted by outcode.
    outcodes: Vec<(Outcode, Units)>,
    /// Postcodes and outcodes beside them.
    looked_up: HashMap<Written, LookedUp>,
    pub(super) names: Names,
}

impl Gazetteer {
    /// Reads all of it from the database.
    ///
    /// # Errors
    /// The database fails, or its postcodes are damaged.
    pub fn load(conn: &mut Conn) -> Result<Self> {
        let mut outcodes = Vec::new();
        for (outcode, bytes) in store::all_units(conn)? {
            let key = Outcode::exact(outcode.as_bytes());
            let (Some(key), Some(units)) = (key, Units::from_bytes(bytes)) else {
                return Err(Error::Internal(store::damaged(&outcode)));
            };
            outcodes.push((key, units));
        }
        outcodes.sort_by_key(|(outcode, _)| *outcode);
        let mut places: Vec<Named> = store::all_places(conn)?.into_iter().map(named).collect();
        let known: HashSet<String> = places.iter().map(|place| fold(&place.name)).collect();
        let areas = areas::named(conn)?.into_iter();
        places.extend(areas.filter(|area| !known.contains(&fold(&area.name))));
        let names = Names::new(places);
        let looked_up = lookup::store::all(conn)?;
        Ok(Self {
            outcodes,
            looked_up,
            names,
        })
    }

    /// Whether it knows nothing at all.
    pub fn is_empty(&self) -> bool {
        self.outcodes.is_empty() && self.names.is_empty()
    }

    /// How many postcodes and how many places it knows.
    pub fn size(&self) -> (usize, usize) {
        let postcodes = self.outcodes.iter().map(|(_, units)| units.len()).sum();
        (postcodes, self.names.len())
    }

    /// Every named place, in no order.
    pub fn names(&self) -> impl Iterator<Item = &Named> {
        self.names.given().iter()
    }

    /// As [`Gazetteer::locate_from`], without knowing where the listings are.
    ///
    /// # Errors
    /// As of [`Gazetteer::locate_from`].
    pub fn locate(&self, text: &str) -> Result<Place, NotLocated> {
        self.locate_from(text, None)
    }

    /// Finds what somebody wrote: `lat,lon`, a postcode, its sector or outcode, a place name with
    /// or without its area, or an address that ends with either. A postcode that is not known
    /// becomes its sector or its outcode, and the label says so. A name that is not known becomes
    /// the one that it is nearly, if that is clear, and `instead_of` says so.
    ///
    /// `centre` is the middle of where the listings are. It decides between places of one name:
    /// those within 80 km come first, but a city anywhere comes before smaller places than towns.
    ///
    /// # Errors
    /// Nothing fits; the message says what would work.
    pub fn locate_from(&self, text: &str, centre: Option<Point>) -> Result<Place, NotLocated> {
        let text = text.trim();
        if let Some(point) = coordinates(text) {
            return Ok(at_point(point));
        }
        let found = self.postcode(text);
        let found = found.or_else(|| Some(named_place(self.names.find(text, centre)?)));
        let found = found.or_else(|| self.postcode_in(text));
        let found = found.or_else(|| self.misspelt(text, centre));
        let found = found.or_else(|| self.end_of_address(text, centre));
        found.ok_or_else(|| self.not_located(text, centre))
    }

    /// Outcodes and place names that begin so, likeliest first, each as [`Gazetteer::locate`]
    /// understands it.
    pub fn complete(&self, prefix: &str, limit: usize) -> Vec<String> {
        let prefix = prefix.trim();
        let mut found = Vec::new();
        // A letter or two begin a word far more often than an outcode.
        if prefix.bytes().any(|byte| byte.is_ascii_digit()) {
            let prefix = prefix.to_ascii_uppercase();
            let from = self
                .outcodes
                .partition_point(|(code, _)| code.as_str() < prefix.as_str());
            let codes = self.outcodes[from..]
                .iter()
                .map(|(code, _)| code.to_string());
            found.extend(
                codes
                    .take_while(|code| code.starts_with(&prefix))
                    .take(limit),
            );
        }
        found.extend(
            self.names
                .complete(prefix, limit.saturating_sub(found.len())),
        );
        found
    }

    /// The place whose name is nearly what was written.
    fn misspelt(&self, text: &str, centre: Option<Point>) -> Option<Place> {
        let (known, written) = self.names.misspelt(text, centre)?;
        let instead_of = Some(shown(&written));
        Some(Place {
            instead_of,
            ..named_place(known)
        })
    }

    /// The town of an address of which the first parts are not known.
    fn end_of_address(&self, text: &str, centre: Option<Point>) -> Option<Place> {
        let commas = text.match_indices(',').map(|(at, _)| at);
        let mut parts = commas.map(|at| (text[..at].trim(), text[at + 1..].trim()));
        parts.find_map(|(unknown, rest)| {
            let known = self.names.find(rest, centre)?;
            Some(named_place(known).for_want_of(shown(unknown)))
        })
    }

    fn not_located(&self, text: &str, centre: Option<Point>) -> NotLocated {
        let shown = shown(text);
        let near = self.names.near(text, OFFERED, centre);
        let message = if self.is_empty() {
            "no postcodes or places are loaded here yet; a position such as 53.446,-2.308 works"
                .into()
        } else if text.is_empty() {
            "write a postcode such as M32 0DF, its first half, a town, or latitude,longitude".into()
        } else if near.is_empty() {
            format!(
                "\"{shown}\" is not known: write a postcode such as M32 0DF, its first half, a town, or latitude,longitude"
            )
        } else {
            format!(
                "\"{shown}\" is not known: did you mean {}?",
                near.join(" or ")
            )
        };
        NotLocated { message, near }
    }
}

fn named(row: store::PlaceRow) -> Named {
    let point = Point {
        latitude: row.latitude,
        longitude: row.longitude,
    };
    Named {
        name: row.name.into(),
        area: row.area.into(),
        kind: PlaceKind::parse(&row.kind),
        at: point.into(),
    }
}

/// A named place as an answer.
pub(super) fn named_place(known: Known) -> Place {
    Place {
        label: known.label(),
        point: known.place.at.into(),
        precision: Precision::Place,
        instead_of: None,
    }
}

/// The beginning of what was written.
fn shown(text: &str) -> String {
    text.chars().take(SHOWN).collect()
}

fn at_point(point: Point) -> Place {
    Place {
        label: format!("{:.5}, {:.5}", point.latitude, point.longitude),
        point,
        precision: Precision::Point,
        instead_of: None,
    }
}

/// Reads `53.446,-2.308`, also with a space or a semicolon between the two.
fn coordinates(text: &str) -> Option<Point> {
    let numbers = text.split([',', ';', ' ']).filter(|part| !part.is_empty());
    let numbers: Option<Vec<f64>> = numbers.map(|part| part.parse().ok()).collect();
    match numbers?.as_slice() {
        [latitude, longitude] => Point::new(*latitude, *longitude),
        _ => None,
    }
}

#[cfg(test)]
pub(super) mod tests;
