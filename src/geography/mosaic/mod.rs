//! Areas that lie beside each other, simplified together for a picture or a light file: a border that two of
//! them share is one line before and after, so that none tears from the other.
//!
//! Corners are put on a grid; a line between two corners at which three or more borders meet is then made
//! simpler by itself (Douglas and Peucker 1973), from the end that comes first, whichever area it is taken from.

mod frame;
mod lines;
mod simple;

pub use frame::{Cell, Frame};

use self::lines::{Ring, cleaned};
use self::simple::Borders;
use super::Catchment;
use geo::{LineString, MultiPolygon};
use std::fmt::Write;

/// Areas on a grid, each at its number.
#[derive(Debug, Clone, PartialEq)]
pub struct Mosaic {
    /// The grid.
    pub frame: Frame,
    /// What each looks like on it; nothing where an area has no shape.
    pub shapes: Vec<Shape>,
}

/// One area: polygons, each with the ring around it first and those of its holes after that. No ring repeats
/// its first corner at its end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shape(pub Vec<Vec<Ring>>);

impl Mosaic {
    /// Of these areas, the longer side of all together being so many units; none if none has a shape.
    pub fn new(areas: &[Option<&Catchment>], units: u32) -> Option<Self> {
        let frame = Frame::around(areas.iter().flatten().map(|area| area.bounds()), units)?;
        Some(Self::on(frame, areas))
    }

    /// Of these areas, on a grid that is there already.
    pub fn on(frame: Frame, areas: &[Option<&Catchment>]) -> Self {
        let polygons: Vec<Option<MultiPolygon>> = areas
            .iter()
            .map(|area| area.map(Catchment::polygons))
            .collect();
        let exact: Vec<Shape> = polygons
            .iter()
            .map(|polygons| {
                let polygons = polygons.as_ref();
                polygons.map_or_else(Shape::default, |polygons| on_grid(&frame, polygons))
            })
            .collect();
        let borders = Borders::of(exact.iter().flat_map(|shape| shape.0.iter().flatten()));
        let shapes = exact.iter().zip(areas).map(|(shape, area)| {
            let simple = shape.simplified(&borders);
            match (area, simple.0.is_empty()) {
                // What is smaller than the grid can tell is a dot: nothing that there is goes missing.
                (Some(area), true) => Shape::dot(&frame, area),
                _ => simple,
            }
        });
        Self {
            shapes: shapes.collect(),
            frame,
        }
    }
}

fn on_grid(frame: &Frame, polygons: &MultiPolygon) -> Shape {
    let ring = |ring: &LineString| cleaned(ring.coords().map(|at| frame.cell(*at)).collect());
    let polygons = polygons.iter().filter_map(|polygon| {
        let holes = polygon.interiors().iter().filter_map(ring);
        Some(
            std::iter::once(ring(polygon.exterior())?)
                .chain(holes)
                .collect(),
        )
    });
    Shape(polygons.collect())
}

impl Shape {
    fn simplified(&self, borders: &Borders) -> Self {
        let polygon = |rings: &Vec<Ring>| {
            let rings: Vec<Ring> = rings.iter().map(|ring| borders.simplified(ring)).collect();
            rings
        };
        Self(self.0.iter().map(polygon).collect())
    }

    /// A square of two units around the middle of an area.
    fn dot(frame: &Frame, area: &Catchment) -> Self {
        let (low, high) = area.bounds();
        let [x, y] = frame.cell(geo::Coord {
            x: f64::midpoint(low.longitude, high.longitude),
            y: f64::midpoint(low.latitude, high.latitude),
        });
        let around = [
            [x - 1, y - 1],
            [x + 1, y - 1],
            [x + 1, y + 1],
            [x - 1, y + 1],
        ];
        Self(vec![vec![around.to_vec()]])
    }

    /// As data of an SVG path, in units of the grid; to be filled by the rule `evenodd`.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for ring in self.0.iter().flatten() {
            let Some(([x, y], others)) = ring.split_first() else {
                continue;
            };
            // Writing to a string does not fail.
            let _ = write!(path, "M{x} {y}l");
            let mut last = [*x, *y];
            for (number, at) in others.iter().enumerate() {
                let (x, y) = (at[0] - last[0], at[1] - last[1]);
                let before = if number == 0 || x < 0 { "" } else { " " };
                let between = if y < 0 { "" } else { " " };
                let _ = write!(path, "{before}{x}{between}{y}");
                last = *at;
            }
            path.push('z');
        }
        path
    }

    /// Its polygons as GeoJSON has them: positions in degrees, to about a metre, each ring closed, the outer ones
    /// counter-clockwise and the holes clockwise.
    pub fn positions(&self, frame: &Frame) -> Vec<Vec<Vec<[f64; 2]>>> {
        let rounded = |degrees: f64| (degrees * 1e5).round() / 1e5;
        let ring = |(number, ring): (usize, &Ring)| {
            let mut corners: Vec<[f64; 2]> = ring
                .iter()
                .chain(ring.first())
                .map(|cell| frame.position(*cell).map(rounded))
                .collect();
            // Seen from above, what is clockwise in the picture is clockwise on the ground.
            if (lines::area(ring) > 0) == (number == 0) {
                corners.reverse();
            }
            corners
        };
        let polygon = |rings: &Vec<Ring>| rings.iter().enumerate().map(ring).collect();
        self.0.iter().map(polygon).collect()
    }

    /// The box around it: its least and its greatest corner; none of nothing.
    pub fn bounds(&self) -> Option<(Cell, Cell)> {
        let mut cells = self.0.iter().flatten().flatten();
        let first = *cells.next()?;
        Some(cells.fold((first, first), |(low, high), [x, y]| {
            (
                [low[0].min(*x), low[1].min(*y)],
                [high[0].max(*x), high[1].max(*y)],
            )
        }))
    }
}

#[cfg(test)]
mod tests;
