//! The gazetteer in memory: where postcodes and named places are. A snapshot that never changes;
//! when the database has changed, another is loaded and takes its place.

use super::names::{Named, Names, PlaceKind};
use super::place::{NotLocated, Place, Precision};
use super::postcode::{Outcode, Written};
use super::units::{Steps, Units};
use super::{readings, store};
use crate::db::Conn;
use crate::domain::point::Point;
use crate::error::{Error, Result};

/// Names offered when a place is not known.
const OFFERED: usize = 3;

/// Postcodes and places, ready to be asked.
#[derive(Debug, Default)]
pub struct Gazetteer {
    /// Sorted by outcode.
    outcodes: Vec<(Outcode, Units)>,
    names: Names,
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
        let names = Names::new(store::all_places(conn)?.into_iter().map(named));
        Ok(Self { outcodes, names })
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

    /// Finds what somebody wrote: `lat,lon`, a postcode, its sector or outcode, a place name with
    /// or without its area, or an address that ends with a postcode. A postcode that is not known
    /// becomes its sector or its outcode, and the label says so.
    ///
    /// # Errors
    /// Nothing fits; the message says what would work.
    pub fn locate(&self, text: &str) -> Result<Place, NotLocated> {
        let text = text.trim();
        if let Some(point) = coordinates(text) {
            return Ok(at_point(point));
        }
        let found = self.postcode(text).or_else(|| self.name(text));
        let found = found.or_else(|| self.postcode(last_words(text, 2)?));
        let found = found.or_else(|| self.postcode(last_words(text, 1)?));
        found.ok_or_else(|| self.not_located(text))
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

    /// The first reading that is known as it stands, or else the first that is known in part.
    fn postcode(&self, text: &str) -> Option<Place> {
        let readings = readings::of(text);
        let exact = readings.iter().find_map(|reading| self.exact(*reading));
        exact.or_else(|| readings.iter().find_map(|reading| self.fallback(*reading)))
    }

    fn exact(&self, written: Written) -> Option<Place> {
        let units = self.units(written.outcode())?;
        let (at, precision) = match written {
            Written::Full(postcode) => (units.find(postcode.inward)?, Precision::Postcode),
            Written::Sector(_, digit) => (units.centre_of_sector(digit)?, Precision::Sector),
            Written::Outcode(_) => (units.centre()?, Precision::Outcode),
        };
        Some(place(written.to_string(), at, precision))
    }

    fn fallback(&self, written: Written) -> Option<Place> {
        let outcode = written.outcode();
        let wider = match written {
            Written::Full(postcode) => Some(Written::Sector(outcode, postcode.inward.sector())),
            _ => None,
        };
        let found = wider.and_then(|sector| self.exact(sector));
        let mut found = found.or_else(|| self.exact(Written::Outcode(outcode)))?;
        found.label = format!("{written} is not known; using {}", found.label);
        Some(found)
    }

    fn units(&self, outcode: Outcode) -> Option<&Units> {
        let at = self
            .outcodes
            .binary_search_by_key(&outcode, |(code, _)| *code)
            .ok()?;
        Some(&self.outcodes[at].1)
    }

    fn name(&self, text: &str) -> Option<Place> {
        let named = self.names.find(text)?;
        Some(place(named.label(), named.at, Precision::Place))
    }

    fn not_located(&self, text: &str) -> NotLocated {
        let shown: String = text.chars().take(60).collect();
        let near = self.names.near(text, OFFERED);
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

fn place(label: String, at: Steps, precision: Precision) -> Place {
    Place {
        label,
        point: at.into(),
        precision,
    }
}

fn at_point(point: Point) -> Place {
    Place {
        label: format!("{:.5}, {:.5}", point.latitude, point.longitude),
        point,
        precision: Precision::Point,
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

/// The last words of a longer text; `None` if there are no others before them.
fn last_words(text: &str, count: usize) -> Option<&str> {
    let mut breaks = text.rmatch_indices([' ', ',']).map(|(at, _)| at);
    let at = breaks.nth(count - 1)?;
    Some(&text[at + 1..])
}

#[cfg(test)]
mod tests;
