//! The grid that shapes are put on: an equirectangular projection, true at the latitude in the middle, which is
//! as good as any for an area that is no larger than a country.

use crate::domain::point::Point;
use geo::Coord;

/// A corner of the grid: units to the right and units down from its upper left corner.
pub type Cell = [i32; 2];

/// Degrees of which no more than this is one place: a centimetre.
const LEAST: f64 = 1e-7;

/// A grid, and where on the ground it lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    west: f64,
    north: f64,
    /// Degrees of latitude in a unit.
    unit: f64,
    /// How much shorter a degree of longitude is than one of latitude, in the middle.
    squeeze: f64,
    /// How many units it is wide.
    pub width: i32,
    /// How many units it is high.
    pub height: i32,
}

impl Frame {
    /// Around boxes that are given by their south-western and north-eastern corners, the longer side being so
    /// many units; none around none.
    pub fn around(boxes: impl Iterator<Item = (Point, Point)>, units: u32) -> Option<Self> {
        let (low, high) = boxes.reduce(|(low, high), (other_low, other_high)| {
            let low = Point {
                latitude: low.latitude.min(other_low.latitude),
                longitude: low.longitude.min(other_low.longitude),
            };
            let high = Point {
                latitude: high.latitude.max(other_high.latitude),
                longitude: high.longitude.max(other_high.longitude),
            };
            (low, high)
        })?;
        let middle = f64::midpoint(low.latitude, high.latitude);
        let squeeze = middle.to_radians().cos().max(LEAST);
        let wide = (high.longitude - low.longitude) * squeeze;
        let tall = high.latitude - low.latitude;
        let unit = wide.max(tall).max(LEAST) / f64::from(units.max(1));
        Some(Self {
            west: low.longitude,
            north: high.latitude,
            unit,
            squeeze,
            width: (wide / unit).ceil() as i32,
            height: (tall / unit).ceil() as i32,
        })
    }

    /// The corner that is nearest to a position in degrees east and north.
    pub fn cell(&self, at: Coord<f64>) -> Cell {
        let x = (at.x - self.west) * self.squeeze / self.unit;
        let y = (self.north - at.y) / self.unit;
        [x.round() as i32, y.round() as i32]
    }

    /// Where a corner is, as longitude and latitude in degrees.
    pub fn position(&self, [x, y]: Cell) -> [f64; 2] {
        [
            self.west + f64::from(x) * self.unit / self.squeeze,
            self.north - f64::from(y) * self.unit,
        ]
    }
}
