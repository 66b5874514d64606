//! Which listings of a segment can be within reach of a place: a grid over the ground, so that a
//! radius looks at its own cells instead of the whole country.

use super::entry::Entry;
use crate::domain::point::Point;
use std::collections::HashMap;

/// Height and width of a cell in degrees: about 2.2 by 2 kilometres in England.
const CELL: (f64, f64) = (0.02, 0.03);
/// Cells looked at at most; a wider radius is answered quicker by looking at everything.
const MOST_CELLS: f64 = 4_000.0;
/// Metres in a degree of latitude, at least.
const DEGREE_M: f64 = 111_000.0;

/// Documents by where they can be reached from. All lists are in the order of the documents.
#[derive(Default)]
pub struct Grid {
    cells: HashMap<(i32, i32), Vec<u32>>,
    /// Those with a line that distance does not rule out: remote, or at an unknown address.
    anywhere: Vec<u32>,
    /// Those that each catchment of the segment belongs to.
    by_area: Vec<Vec<u32>>,
}

impl Grid {
    /// Adds the next document. `areas` are the numbers of its catchments in the segment.
    pub fn add(&mut self, doc: u32, entry: &Entry, areas: &[u32]) {
        for line in &entry.lines {
            let point = line.site.as_ref().and_then(|site| site.point);
            match point.filter(|_| !line.remote) {
                Some(point) => push(self.cells.entry(cell(point)).or_default(), doc),
                None => push(&mut self.anywhere, doc),
            }
        }
        for area in areas {
            let index = *area as usize;
            if self.by_area.len() <= index {
                self.by_area.resize(index + 1, Vec::new());
            }
            push(&mut self.by_area[index], doc);
        }
    }

    /// Every document that can be within so many metres of a place, or covers it, and some more, in
    /// order. None if the radius is so wide that looking at everything is quicker.
    pub fn candidates(&self, near: Point, within_m: f64, covers: &[bool]) -> Option<Vec<u32>> {
        let (south_west, north_east) = bounds(near, within_m)?;
        let mut found = self.anywhere.clone();
        for row in south_west.0..=north_east.0 {
            for column in south_west.1..=north_east.1 {
                found.extend(self.cells.get(&(row, column)).into_iter().flatten());
            }
        }
        let covering = covers
            .iter()
            .zip(&self.by_area)
            .filter(|(covers, _)| **covers);
        covering.for_each(|(_, docs)| found.extend(docs));
        found.sort_unstable();
        found.dedup();
        Some(found)
    }
}

fn push(list: &mut Vec<u32>, doc: u32) {
    if list.last() != Some(&doc) {
        list.push(doc);
    }
}

fn cell(point: Point) -> (i32, i32) {
    let row = (point.latitude / CELL.0).floor();
    let column = (point.longitude / CELL.1).floor();
    (row as i32, column as i32)
}

/// The cells in the corners of a box around a circle.
fn bounds(near: Point, within_m: f64) -> Option<((i32, i32), (i32, i32))> {
    let height = within_m / DEGREE_M;
    // Circles of longitude draw together towards the poles: the widest part of the box decides.
    let farthest = (near.latitude.abs() + height).min(90.0);
    let width = height / farthest.to_radians().cos().max(1e-6);
    if (height / CELL.0 * 2.0 + 1.0) * (width / CELL.1 * 2.0 + 1.0) > MOST_CELLS {
        return None;
    }
    let corner = |sign: f64| Point {
        latitude: near.latitude + sign * height,
        longitude: near.longitude + sign * width,
    };
    // A box over the date line has corners beyond 180 degrees, where no cell is found: nothing in
    // these islands is near it.
    Some((cell(corner(-1.0)), cell(corner(1.0))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_within_the_radius_lies_in_the_box(
            (lat, lon) in (49.0..61.0f64, -8.0..2.0f64),
            (north, east) in (-0.5..0.5f64, -0.5..0.5f64),
            within_m in 10.0..40_000.0f64,
        ) {
            let near = Point { latitude: lat, longitude: lon };
            let other = Point { latitude: lat + north, longitude: lon + east };
            let inside = bounds(near, within_m).is_none_or(|(low, high)| {
                let (row, column) = cell(other);
                (low.0..=high.0).contains(&row) && (low.1..=high.1).contains(&column)
            });
            prop_assert!(inside || near.distance_m(other) > within_m);
        }
    }
}
