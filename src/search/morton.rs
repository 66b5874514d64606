//! A number for each place such that what lies together on the ground lies together in the order
//! of the numbers (a Morton code). The index is sorted by it, so that a radius becomes a few
//! ranges of documents instead of a look at each.

use crate::domain::point::Point;
use std::ops::RangeInclusive;

/// The number of what is nowhere in particular: after every place.
pub const NOWHERE: u64 = u64::MAX;

/// Cells of the finest grid on each side.
const FULL: f64 = 4_294_967_296.0;
/// How many cells, at least, the longer side of a box is cut into.
const CUTS: f64 = 6.0;

/// The number of a place.
pub fn code(point: Point) -> u64 {
    let (column, row) = fractions(point);
    interleave((column * FULL) as u32) | interleave((row * FULL) as u32) << 1
}

/// Where a place is in the whole world, from 0 to just under 1, eastward and northward.
fn fractions(point: Point) -> (f64, f64) {
    let within = |fraction: f64| fraction.clamp(0.0, 1.0 - f64::EPSILON);
    let column = within((point.longitude + 180.0) / 360.0);
    let row = within((point.latitude + 90.0) / 180.0);
    (column, row)
}

/// Spreads the bits of a number out to every other place.
fn interleave(number: u32) -> u64 {
    let mut bits = u64::from(number);
    for (shift, mask) in [
        (16, 0x0000_ffff_0000_ffff),
        (8, 0x00ff_00ff_00ff_00ff),
        (4, 0x0f0f_0f0f_0f0f_0f0f),
        (2, 0x3333_3333_3333_3333),
        (1, 0x5555_5555_5555_5555),
    ] {
        bits = (bits | bits << shift) & mask;
    }
    bits
}

/// Ranges of numbers, in order, that hold every place of a box and not much more.
pub fn ranges(south_west: Point, north_east: Point) -> Vec<RangeInclusive<u64>> {
    let (low, high) = (fractions(south_west), fractions(north_east));
    let longer = (high.0 - low.0).max(high.1 - low.1).max(1.0 / FULL);
    let depth = (CUTS / longer).log2().clamp(0.0, 30.0) as u32;
    let mut found: Vec<RangeInclusive<u64>> = Vec::new();
    descend(
        &Square {
            code: 0,
            depth: 0,
            at: (0.0, 0.0),
        },
        depth,
        low,
        high,
        &mut found,
    );
    found
}

/// A cell of the grid of some depth: its number without the finer bits, and its corner.
struct Square {
    code: u64,
    depth: u32,
    at: (f64, f64),
}

impl Square {
    fn side(&self) -> f64 {
        1.0 / f64::from(1u32 << self.depth)
    }

    fn quarter(&self, which: u64) -> Self {
        let half = self.side() / 2.0;
        let (east, north) = ((which & 1) as f64, (which >> 1) as f64);
        Self {
            code: self.code << 2 | which,
            depth: self.depth + 1,
            at: (self.at.0 + east * half, self.at.1 + north * half),
        }
    }

    fn numbers(&self) -> RangeInclusive<u64> {
        let finer = 64 - 2 * self.depth;
        match self.code.checked_shl(finer) {
            Some(first) if finer < 64 => first..=first | ((1 << finer) - 1),
            _ => 0..=u64::MAX,
        }
    }
}

fn descend(
    square: &Square,
    depth: u32,
    low: (f64, f64),
    high: (f64, f64),
    found: &mut Vec<RangeInclusive<u64>>,
) {
    let (at, side) = (square.at, square.side());
    let apart = at.0 > high.0 || at.0 + side < low.0 || at.1 > high.1 || at.1 + side < low.1;
    if apart {
        return;
    }
    if square.depth < depth {
        for which in 0..4 {
            descend(&square.quarter(which), depth, low, high, found);
        }
        return;
    }
    let numbers = square.numbers();
    match found.last_mut() {
        Some(last) if last.end().checked_add(1) == Some(*numbers.start()) => {
            *last = *last.start()..=*numbers.end();
        }
        _ => found.push(numbers),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn point(latitude: f64, longitude: f64) -> Point {
        Point {
            latitude,
            longitude,
        }
    }

    proptest! {
        #[test]
        fn every_place_of_a_box_is_in_its_ranges(
            (lat, lon) in (-80.0..80.0f64, -179.0..178.0f64),
            (height, width) in (0.0001..2.0f64, 0.0001..2.0f64),
            (north, east) in (0.0..1.0f64, 0.0..1.0f64),
        ) {
            let (low, high) = (point(lat, lon), point(lat + height, (lon + width).min(180.0)));
            let inside = point(lat + north * height, lon + east * (high.longitude - lon));
            let ranges = ranges(low, high);
            prop_assert!(ranges.iter().any(|range| range.contains(&code(inside))));
            prop_assert!(ranges.windows(2).all(|pair| pair[0].end() < pair[1].start()));
            prop_assert!(ranges.len() <= 200, "{}", ranges.len());
        }
    }

    #[test]
    fn the_whole_world_is_one_range() {
        let all = ranges(point(-90.0, -180.0), point(90.0, 180.0));
        assert_eq!(all.first().map(|range| *range.start()), Some(0));
    }
}
