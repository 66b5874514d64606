//! The postcodes of one outcode, packed into one value: a version byte, then one record of ten
//! bytes for each, sorted by inward code (u16, see [`Inward::code`]), with latitude and longitude
//! (i32 each, in 1e-5 degrees, about a metre). All numbers are little-endian.

use super::postcode::Inward;
use crate::domain::point::Point;

/// The version of the format.
const VERSION: u8 = 1;
/// Bytes of one record.
const RECORD: usize = 10;
/// Steps in a degree.
const SCALE: f64 = 1e5;

/// A position in whole steps of 1e-5 degrees, so that equal means equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Steps {
    /// Northward.
    pub latitude: i32,
    /// Eastward.
    pub longitude: i32,
}

impl From<Point> for Steps {
    fn from(point: Point) -> Self {
        let steps = |degrees: f64| (degrees * SCALE).round() as i32;
        Self {
            latitude: steps(point.latitude),
            longitude: steps(point.longitude),
        }
    }
}

impl From<Steps> for Point {
    fn from(steps: Steps) -> Self {
        Self {
            latitude: f64::from(steps.latitude) / SCALE,
            longitude: f64::from(steps.longitude) / SCALE,
        }
    }
}

/// The mean of positions, in whole steps; `None` of none.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mean {
    latitude: i64,
    longitude: i64,
    count: i64,
}

impl Mean {
    /// Takes one more position into account.
    pub fn add(&mut self, at: Steps) {
        self.latitude += i64::from(at.latitude);
        self.longitude += i64::from(at.longitude);
        self.count += 1;
    }

    /// The mean so far.
    pub fn position(self) -> Option<Steps> {
        let mean = |sum: i64| {
            sum.checked_div(self.count)
                .and_then(|mean| i32::try_from(mean).ok())
        };
        Some(Steps {
            latitude: mean(self.latitude)?,
            longitude: mean(self.longitude)?,
        })
    }
}

/// One postcode within its outcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// Its second half.
    pub inward: Inward,
    /// Where it is.
    pub at: Steps,
}

/// The packed postcodes of one outcode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Units(Box<[u8]>);

impl Units {
    /// Packs postcodes that are sorted by inward code, none of them twice.
    pub fn pack(units: &[Unit]) -> Self {
        let mut bytes = Vec::with_capacity(1 + units.len() * RECORD);
        bytes.push(VERSION);
        for unit in units {
            bytes.extend(unit.inward.code().to_le_bytes());
            bytes.extend(unit.at.latitude.to_le_bytes());
            bytes.extend(unit.at.longitude.to_le_bytes());
        }
        Self(bytes.into())
    }

    /// Takes what [`Units::bytes`] gave; `None` if it is damaged or of another version.
    pub fn from_bytes(bytes: Vec<u8>) -> Option<Self> {
        let (version, records) = bytes.split_first()?;
        let whole = *version == VERSION && records.len().is_multiple_of(RECORD);
        let units = Self(bytes.into());
        let sorted = || units.codes().is_sorted_by(|a, b| a < b);
        let known = || units.codes().all(|code| Inward::from_code(code).is_some());
        (whole && sorted() && known()).then_some(units)
    }

    /// The packed form, as it is kept in the database.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// How many postcodes there are.
    pub fn len(&self) -> usize {
        self.records().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.records().is_empty()
    }

    /// Every postcode, in order.
    pub fn iter(&self) -> impl Iterator<Item = Unit> {
        self.records().iter().filter_map(unit)
    }

    /// Where a postcode is.
    pub fn find(&self, inward: Inward) -> Option<Steps> {
        let records = self.records();
        let at = records.binary_search_by_key(&inward.code(), code).ok()?;
        unit(&records[at]).map(|unit| unit.at)
    }

    /// The middle of the outcode: the mean of its postcodes.
    pub fn centre(&self) -> Option<Steps> {
        mean(self.records())
    }

    /// The middle of a sector.
    pub fn centre_of_sector(&self, sector: u8) -> Option<Steps> {
        let (from, to) = Inward::codes_of_sector(sector);
        let records = self.records();
        let at = |limit: u16| records.partition_point(|record| code(record) < limit);
        mean(&records[at(from)..at(to)])
    }

    fn records(&self) -> &[[u8; RECORD]] {
        let (records, _) = self.0.get(1..).unwrap_or_default().as_chunks();
        records
    }

    fn codes(&self) -> impl Iterator<Item = u16> {
        self.records().iter().map(code)
    }
}

fn mean(records: &[[u8; RECORD]]) -> Option<Steps> {
    let mut mean = Mean::default();
    let units = records.iter().filter_map(unit);
    units.for_each(|unit| mean.add(unit.at));
    mean.position()
}

fn code(record: &[u8; RECORD]) -> u16 {
    u16::from_le_bytes([record[0], record[1]])
}

fn unit(record: &[u8; RECORD]) -> Option<Unit> {
    let [c0, c1, a0, a1, a2, a3, o0, o1, o2, o3] = *record;
    Some(Unit {
        inward: Inward::from_code(u16::from_le_bytes([c0, c1]))?,
        at: Steps {
            latitude: i32::from_le_bytes([a0, a1, a2, a3]),
            longitude: i32::from_le_bytes([o0, o1, o2, o3]),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn units_of(map: &BTreeMap<u16, (i32, i32)>) -> Vec<Unit> {
        let unit = |(code, (latitude, longitude)): (&u16, &(i32, i32))| Unit {
            inward: Inward::from_code(*code).unwrap(),
            at: Steps {
                latitude: *latitude,
                longitude: *longitude,
            },
        };
        map.iter().map(unit).collect()
    }

    proptest! {
        #[test]
        fn packing_keeps_every_postcode(map in proptest::collection::btree_map(0..6760u16, (any::<i32>(), any::<i32>()), 0..80)) {
            let units = units_of(&map);
            let packed = Units::from_bytes(Units::pack(&units).bytes().to_vec()).unwrap();
            prop_assert_eq!(packed.len(), units.len());
            prop_assert!(packed.iter().eq(units.iter().copied()));
            for unit in &units {
                prop_assert_eq!(packed.find(unit.inward), Some(unit.at));
                prop_assert!(packed.centre_of_sector(unit.inward.sector()).is_some());
            }
            prop_assert_eq!(packed.centre().is_none(), units.is_empty());
        }

        #[test]
        fn damage_is_noticed_and_never_panics(bytes in proptest::collection::vec(0..3u8, 0..40)) {
            if let Some(units) = Units::from_bytes(bytes) {
                let _ = (units.centre(), units.centre_of_sector(9), units.iter().count());
            }
        }
    }

    #[test]
    fn a_position_is_kept_to_a_metre() {
        let point = Point::new(53.44612, -2.30741).unwrap();
        assert_eq!(Point::from(Steps::from(point)), point);
    }
}
