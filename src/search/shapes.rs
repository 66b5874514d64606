//! The shapes of service areas, laid out flat: whether one holds a point is asked for much of what
//! a search meets. Corners are kept in steps of a centimetre, with which borders are exact.

use super::arena::{Arena, Interned};
use super::packed::{Page, Pen};
use crate::domain::point::Point;
use crate::geography::Catchment;

/// Steps in a degree: about a centimetre each.
const STEPS: f64 = 1e7;

/// A corner, in steps east and north.
type Corner = (i32, i32);

/// Shapes with their names, each known by its number.
#[derive(Debug, Default)]
pub struct Shapes {
    corners: Vec<Corner>,
    rings: Vec<Ring>,
    shapes: Vec<Shape>,
    names: Arena,
}

/// A closed line. The first of a polygon is its border, the others are its holes.
#[derive(Debug, Clone, Copy)]
struct Ring {
    /// Where its corners end.
    end: u32,
    is_border: bool,
}

#[derive(Debug, Clone, Copy)]
struct Shape {
    /// Where its rings end.
    end: u32,
    name: u32,
    /// Its south-western and its north-eastern corner.
    bounds: [Corner; 2],
}

/// The bytes of a shape from GeoJSON text: the rings, each as its corners, borders marked. None for
/// what is no shape.
pub fn write(geometry: &str) -> Option<Vec<u8>> {
    let polygons = Catchment::parse(geometry).ok()?.polygons();
    let rings: Vec<_> = polygons.iter().flat_map(rings_of).collect();
    let mut pen = Pen::default();
    pen.number(rings.len() as u64);
    for (is_border, ring) in rings {
        pen.number(is_border.into())
            .number(ring.coords().count() as u64);
        let mut before = (0, 0);
        for at in ring.coords() {
            let (x, y) = corner(at.x, at.y);
            pen.signed(i64::from(x) - before.0)
                .signed(i64::from(y) - before.1);
            before = (i64::from(x), i64::from(y));
        }
    }
    Some(pen.0)
}

fn rings_of(polygon: &geo::Polygon) -> impl Iterator<Item = (bool, &geo::LineString)> {
    let holes = polygon.interiors().iter().map(|ring| (false, ring));
    std::iter::once((true, polygon.exterior())).chain(holes)
}

fn corner(longitude: f64, latitude: f64) -> Corner {
    (
        (longitude * STEPS).round() as i32,
        (latitude * STEPS).round() as i32,
    )
}

/// Shapes being collected.
#[derive(Default)]
pub struct Collecting {
    shapes: Shapes,
    names: Interned,
    known: Interned,
}

impl Collecting {
    /// The number of a shape with this name; the same one for the same shape and name.
    pub fn number(&mut self, name: &str, shape: &[u8]) -> Option<u32> {
        let mut pen = Pen::default();
        pen.text(name).piece(shape);
        let next = self.known.arena.len() as u32;
        let number = self.known.number(&pen.0);
        if number == next {
            let name = self.names.number(name.as_bytes());
            self.shapes.add(name, shape)?;
        }
        Some(number)
    }

    /// All of them.
    pub fn finish(self) -> Shapes {
        let mut shapes = self.shapes;
        shapes.names = self.names.arena;
        shapes.names.shrink();
        shapes.corners.shrink_to_fit();
        shapes.rings.shrink_to_fit();
        shapes.shapes.shrink_to_fit();
        shapes
    }
}

impl Shapes {
    fn add(&mut self, name: u32, shape: &[u8]) -> Option<()> {
        let mut page = Page(shape);
        let first = self.corners.len();
        for _ in 0..page.number()? {
            let is_border = page.number()? == 1;
            let mut at = (0, 0);
            for _ in 0..page.number()? {
                at = (at.0 + page.signed()?, at.1 + page.signed()?);
                self.corners
                    .push((i32::try_from(at.0).ok()?, i32::try_from(at.1).ok()?));
            }
            let end = self.corners.len() as u32;
            self.rings.push(Ring { end, is_border });
        }
        let end = self.rings.len() as u32;
        let bounds = bounds(&self.corners[first..]);
        self.shapes.push(Shape { end, name, bounds });
        Some(())
    }

    /// What an area is called.
    pub fn name(&self, number: u32) -> &str {
        let name = self.names.get(self.shapes[number as usize].name);
        std::str::from_utf8(name).unwrap_or_default()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.shapes.len()
    }

    /// The middle of the corners of a shape, if it has any; where it is bent, that may be outside.
    pub fn middle(&self, number: u32) -> Option<Point> {
        let corners = self.rings(number).flat_map(|(_, corners)| corners);
        let (east, north, count) = corners.fold((0.0, 0.0, 0.0), |sum, (x, y)| {
            (sum.0 + f64::from(*x), sum.1 + f64::from(*y), sum.2 + STEPS)
        });
        Point::new(north / count, east / count)
    }

    /// The rings of a shape, each with its corners.
    fn rings(&self, number: u32) -> impl Iterator<Item = (bool, &[Corner])> {
        let before = |index: usize| index.checked_sub(1);
        let number = number as usize;
        let first = before(number).map_or(0, |before| self.shapes[before].end as usize);
        (first..self.shapes[number].end as usize).map(move |index| {
            let start = before(index).map_or(0, |before| self.rings[before].end as usize);
            let ring = self.rings[index];
            (ring.is_border, &self.corners[start..ring.end as usize])
        })
    }

    /// The south-western and the north-eastern corner of a box around a shape, in degrees east and
    /// north, a step wider on each side.
    pub fn bounds(&self, number: u32) -> [[f64; 2]; 2] {
        let [low, high] = self.shapes[number as usize].bounds;
        let degrees = |steps: i32, wider: f64| (f64::from(steps) + wider) / STEPS;
        [
            [degrees(low.0, -1.0), degrees(low.1, -1.0)],
            [degrees(high.0, 1.0), degrees(high.1, 1.0)],
        ]
    }

    /// Whether the point is in the shape or on its border.
    pub fn contains(&self, number: u32, point: Point) -> bool {
        let at = corner(point.longitude, point.latitude);
        let [low, high] = self.shapes[number as usize].bounds;
        // Decides for most.
        if at.0 < low.0 || at.0 > high.0 || at.1 < low.1 || at.1 > high.1 {
            return false;
        }
        let mut inside = false;
        for (is_border, ring) in self.rings(number) {
            if is_border && inside {
                return true;
            }
            match meets(ring, at) {
                Met::Border => return true,
                Met::Inside => inside = !inside,
                Met::Outside => {}
            }
        }
        inside
    }
}

/// The corners of a box around all of these.
fn bounds(corners: &[Corner]) -> [Corner; 2] {
    let none = [(i32::MAX, i32::MAX), (i32::MIN, i32::MIN)];
    corners.iter().fold(none, |[low, high], (x, y)| {
        let low = (low.0.min(*x), low.1.min(*y));
        [low, (high.0.max(*x), high.1.max(*y))]
    })
}

/// Where a point is, as a ring sees it.
#[derive(Debug, PartialEq, Eq)]
enum Met {
    Inside,
    Outside,
    Border,
}

/// Counts how often the ring goes round the point: a ring that crosses itself holds what it goes
/// round at all.
fn meets(ring: &[Corner], at: Corner) -> Met {
    let mut rounds = 0;
    for side in ring.windows(2) {
        let (from, to) = (side[0], side[1]);
        if at.1 < from.1.min(to.1) || at.1 > from.1.max(to.1) {
            continue;
        }
        let turn = turn(from, to, at);
        let within = (from.0.min(to.0)..=from.0.max(to.0)).contains(&at.0);
        if turn == 0 && within {
            return Met::Border;
        }
        rounds += match (from.1 <= at.1, to.1 <= at.1) {
            (true, false) if turn > 0 => 1,
            (false, true) if turn < 0 => -1,
            _ => 0,
        };
    }
    match rounds {
        0 => Met::Outside,
        _ => Met::Inside,
    }
}

/// Positive if the point is to the left of the line, negative to the right, 0 on it.
fn turn(from: Corner, to: Corner, at: Corner) -> i128 {
    let apart = |a: i32, b: i32| i128::from(a) - i128::from(b);
    apart(to.0, from.0) * apart(at.1, from.1) - apart(to.1, from.1) * apart(at.0, from.0)
}

#[cfg(test)]
mod tests;
