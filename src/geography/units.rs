//! The postcodes of one outcode, packed into one value: a version byte, then one record of ten
//! bytes for each, sorted by inward code (u16, see [`Inward::code`]; its highest bit is set where
//! the postcode is no longer in use), with latitude and longitude (i32 each, in 1e-5 degrees, about
//! a metre). All numbers are little-endian. Version 1 is the same without that bit.

use super::postcode::Inward;
use crate::domain::point::Point;

/// The version of the format that is written.
const VERSION: u8 = 2;
/// The version before it, which is read as well.
const BEFORE: u8 = 1;
/// The bit of a postcode that is no longer in use.
const TERMINATED: u16 = 1 << 15;
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
    /// Where it is, or was.
    pub at: Steps,
    /// Whether it is in use; a terminated postcode stays known, for people go on using it.
    pub in_use: bool,
}

impl Unit {
    /// A postcode in use.
    pub fn new(inward: Inward, at: Steps) -> Self {
        let in_use = true;
        Self { inward, at, in_use }
    }
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
            let flag = if unit.in_use { 0 } else { TERMINATED };
            bytes.extend((unit.inward.code() | flag).to_le_bytes());
            bytes.extend(unit.at.latitude.to_le_bytes());
            bytes.extend(unit.at.longitude.to_le_bytes());
        }
        Self(bytes.into())
    }

    /// Takes what [`Units::bytes`] gave; `None` if it is damaged or of another version.
    pub fn from_bytes(bytes: Vec<u8>) -> Option<Self> {
        let (version, records) = bytes.split_first()?;
        let readable = [BEFORE, VERSION].contains(version);
        let whole = readable && records.len().is_multiple_of(RECORD);
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

    /// The postcode with this second half.
    pub fn find(&self, inward: Inward) -> Option<Unit> {
        let records = self.records();
        let at = records.binary_search_by_key(&inward.code(), code).ok()?;
        unit(&records[at])
    }

    /// The middle of the outcode: the mean of its postcodes in use, or of all if none is.
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
    let (mut in_use, mut all) = (Mean::default(), Mean::default());
    for unit in records.iter().filter_map(unit) {
        all.add(unit.at);
        if unit.in_use {
            in_use.add(unit.at);
        }
    }
    in_use.position().or_else(|| all.position())
}

fn code(record: &[u8; RECORD]) -> u16 {
    u16::from_le_bytes([record[0], record[1]]) & !TERMINATED
}

fn unit(record: &[u8; RECORD]) -> Option<Unit> {
    let [c0, c1, a0, a1, a2, a3, o0, o1, o2, o3] = *record;
    Some(Unit {
        inward: Inward::from_code(code(record))?,
        in_use: u16::from_le_bytes([c0, c1]) & TERMINATED == 0,
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

    fn units_of(map: &BTreeMap<u16, (i32, i32, bool)>) -> Vec<Unit> {
        let unit = |(code, (latitude, longitude, in_use)): (&u16, &(i32, i32, bool))| Unit {
            in_use: *in_use,
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
        fn packing_keeps_every_postcode(map in proptest::collection::btree_map(0..6760u16, (any::<i32>(), any::<i32>(), any::<bool>()), 0..80)) {
            let units = units_of(&map);
            let packed = Units::from_bytes(Units::pack(&units).bytes().to_vec()).unwrap();
            prop_assert_eq!(packed.len(), units.len());
            prop_assert!(packed.iter().eq(units.iter().copied()));
            for unit in &units {
                prop_assert_eq!(packed.find(unit.inward), Some(*unit));
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
    fn the_format_before_is_read_and_all_its_postcodes_are_in_use() {
        let at = Point::new(53.0, -2.0).unwrap().into();
        let units = [Unit::new(Inward::exact(b"0AA").unwrap(), at)];
        let mut bytes = Units::pack(&units).bytes().to_vec();
        bytes[0] = BEFORE;
        let read = Units::from_bytes(bytes).unwrap();
        assert!(read.iter().eq(units));
        assert!(Units::from_bytes(vec![9]).is_none());
    }

    #[test]
    fn a_terminated_postcode_does_not_move_the_middle() {
        let at = |latitude| Point::new(latitude, -2.0).unwrap().into();
        let live = Unit::new(Inward::exact(b"0AA").unwrap(), at(53.0));
        let gone = Unit {
            in_use: false,
            ..Unit::new(Inward::exact(b"0AB").unwrap(), at(54.0))
        };
        assert_eq!(Units::pack(&[live, gone]).centre(), Some(at(53.0)));
        assert_eq!(Units::pack(&[gone]).centre(), Some(at(54.0)));
    }

    #[test]
    fn a_position_is_kept_to_a_metre() {
        let point = Point::new(53.44612, -2.30741).unwrap();
        assert_eq!(Point::from(Steps::from(point)), point);
    }
}
