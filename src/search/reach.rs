//! Which listings of a segment can be within reach of a place, as ranges of documents: those
//! nearby, which lie together because the index is sorted by place; those that are nowhere in
//! particular, which come last; and the few that are reached in another way.

use super::covering::{Covering, Drawn};
use super::entry::Entry;
use super::morton;
use super::shapes::Shapes;
use crate::domain::point::Point;
use std::ops::Range;

/// Side of the cells in which further places of one listing are kept, in degrees.
const CELL: f64 = 0.05;
/// A box wider or higher than this, in degrees, is answered by looking at everything.
const WIDEST: f64 = 4.0;
/// Metres in a degree of latitude, at least.
const DEGREE_M: f64 = 111_000.0;

/// Row and column of a cell.
type Cell = (i32, i32);

/// Documents by where they can be reached from.
#[derive(Default)]
pub struct Reach {
    /// The place of each document, see [`place`].
    order: Vec<u64>,
    /// Documents by the cells of all places but their first, in order.
    further: Vec<(Cell, u32)>,
    /// Those that have catchments.
    covering: Covering,
    /// The same, until all are known.
    drawn: Vec<Drawn>,
    /// Whether the documents are in the order of their places.
    sorted: bool,
}

/// The place by which a listing is sorted: that of its first line, or nowhere, if any of its lines
/// can be reached from anywhere or has no known address.
pub fn place(entry: &Entry) -> u64 {
    let points = entry.lines.iter().map(|line| match line.remote {
        true => None,
        false => line.site.as_ref()?.point,
    });
    order(&points.collect::<Vec<_>>())
}

fn order(points: &[Option<Point>]) -> u64 {
    match points.first() {
        Some(Some(first)) if points.iter().all(Option::is_some) => morton::code(*first),
        _ => morton::NOWHERE,
    }
}

impl Reach {
    /// Adds the next document: where its lines are, as far as distance matters, and the numbers of
    /// its catchments in the segment.
    pub fn add(&mut self, points: &[Option<Point>], areas: &[u32]) {
        let doc = self.order.len() as u32;
        let order = order(points);
        self.order.push(order);
        if order == morton::NOWHERE {
            return;
        }
        let others = points.iter().skip(1).flatten();
        self.further.extend(others.map(|point| (cell(*point), doc)));
        if let Some(Some(from)) = points.first().copied() {
            let drawn = areas.iter().map(|area| Drawn {
                area: *area,
                doc,
                from,
            });
            self.drawn.extend(drawn);
        }
    }

    /// Takes the segment's catchments, once all are known.
    pub fn finish(&mut self, shapes: &Shapes) {
        self.covering = Covering::new(&std::mem::take(&mut self.drawn), shapes);
        self.sorted = self.order.is_sorted();
        self.order.shrink_to_fit();
        self.further.sort_unstable();
        self.further.dedup();
        self.further.shrink_to_fit();
    }

    /// All documents, as one range.
    pub fn everything(&self) -> Vec<Range<u32>> {
        Vec::from_iter(std::iter::once(0..self.order.len() as u32))
    }

    /// Ranges of documents, in order, among which is every one that can be within so many metres of
    /// a place, or has a catchment that covers it.
    pub fn ranges(&self, near: Point, within_m: f64) -> Vec<Range<u32>> {
        let all = self.order.len() as u32;
        let Some((low, high)) = around(near, within_m).filter(|_| self.sorted) else {
            return self.everything();
        };
        let first_after = |number: u64| self.order.partition_point(|own| *own < number) as u32;
        let last_up_to = |number: u64| self.order.partition_point(|own| *own <= number) as u32;
        let nearby = morton::ranges(low, high).into_iter();
        let mut found: Vec<Range<u32>> = nearby
            .map(|numbers| first_after(*numbers.start())..last_up_to(*numbers.end()))
            .collect();
        found.push(first_after(morton::NOWHERE)..all);
        let covering = self.covering.standing_beyond(within_m, near);
        let others = covering.chain(self.further_in(low, high));
        found.extend(others.map(|doc| doc..doc + 1));
        joined(found)
    }

    fn further_in(&self, low: Point, high: Point) -> impl Iterator<Item = u32> {
        let (from, to) = (cell(low), cell(high));
        let rows = from.0..=to.0;
        let lists = rows.map(move |row| within(&self.further, (row, from.1), (row, to.1)));
        lists.flatten().map(|(_, doc)| *doc)
    }
}

/// Those of the sorted pairs whose keys lie between these two, both included.
fn within<K: Ord + Copy>(pairs: &[(K, u32)], first: K, last: K) -> &[(K, u32)] {
    let start = pairs.partition_point(|(key, _)| *key < first);
    let rest = &pairs[start..];
    &rest[..rest.partition_point(|(key, _)| *key <= last)]
}

fn cell(point: Point) -> Cell {
    let index = |degrees: f64| (degrees / CELL).floor() as i32;
    (index(point.latitude), index(point.longitude))
}

/// The corners of a box around a circle; none where it is so wide that looking at everything is
/// as quick.
fn around(near: Point, within_m: f64) -> Option<(Point, Point)> {
    let height = within_m / DEGREE_M;
    // Circles of longitude draw together towards the poles: the widest part of the box decides.
    let farthest = (near.latitude.abs() + height).min(90.0);
    let width = height / farthest.to_radians().cos().max(1e-6);
    if height > WIDEST || width > WIDEST {
        return None;
    }
    // A box over the date line has no corner beyond 180 degrees: nothing in these islands is near.
    let corner =
        |sign: f64| Point::new(near.latitude + sign * height, near.longitude + sign * width);
    corner(-1.0).zip(corner(1.0))
}

/// The same documents as ranges in order that do not touch.
fn joined(mut ranges: Vec<Range<u32>>) -> Vec<Range<u32>> {
    ranges.retain(|range| !range.is_empty());
    ranges.sort_unstable_by_key(|range| range.start);
    let mut joined: Vec<Range<u32>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
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
            let inside = around(near, within_m).is_none_or(|(low, high)| {
                (low.latitude..=high.latitude).contains(&other.latitude)
                    && (low.longitude..=high.longitude).contains(&other.longitude)
            });
            prop_assert!(inside || near.distance_m(other) > within_m);
        }
    }

    #[test]
    fn ranges_that_touch_become_one() {
        let found = joined(vec![7..8, 5..6, 0..2, 9..9, 2..4, 3..5]);
        assert_eq!(found, [0..6, 7..8]);
    }
}
