//! A position on the ground and the distance between two.

use serde::{Deserialize, Serialize};

/// WGS84 position in decimal degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Degrees north, -90 to 90.
    pub latitude: f64,
    /// Degrees east, -180 to 180.
    pub longitude: f64,
}

/// Mean radius of the earth in metres (IUGG).
pub const EARTH_RADIUS_M: f64 = 6_371_008.8;

impl Point {
    /// A position, if both numbers can be one.
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        let fits = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        fits.then_some(Self {
            latitude,
            longitude,
        })
    }

    /// Whether these degrees are only a way to say that there is no position: zero is the emptiness
    /// of many programs, 99.999999 that of the national postcode directory.
    pub fn is_nowhere(latitude: f64, longitude: f64) -> bool {
        (latitude == 0.0 && longitude == 0.0) || latitude >= 99.999
    }

    /// Great-circle distance in metres (haversine).
    pub fn distance_m(self, other: Self) -> f64 {
        Unit::from(self).distance_m(Unit::from(other))
    }
}

/// A position as a unit vector: the distance between two costs a subtraction and a square root, and
/// one trigonometric call, which matters when a search weighs thousands of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit {
    x: f64,
    y: f64,
    z: f64,
}

impl From<Point> for Unit {
    fn from(point: Point) -> Self {
        let (lat, lon) = (point.latitude.to_radians(), point.longitude.to_radians());
        Self {
            x: lat.cos() * lon.cos(),
            y: lat.cos() * lon.sin(),
            z: lat.sin(),
        }
    }
}

impl Unit {
    /// Its three parts, for finding what is near in a tree.
    pub fn parts(self) -> [f64; 3] {
        [self.x, self.y, self.z]
    }

    /// Square of the straight line through the globe, in units of its radius: enough to compare.
    pub fn chord2(self, other: Self) -> f64 {
        let (dx, dy, dz) = (self.x - other.x, self.y - other.y, self.z - other.z);
        dx * dx + dy * dy + dz * dz
    }

    /// Great-circle distance in metres to what has these [`parts`](Self::parts).
    pub fn distance_m_to(self, parts: &[f64; 3]) -> f64 {
        let [x, y, z] = *parts;
        self.distance_m(Self { x, y, z })
    }

    /// Great-circle distance in metres.
    pub fn distance_m(self, other: Self) -> f64 {
        arc_m(self.chord2(other))
    }

    /// The middle of many; none of none, or where they lie all round the globe.
    pub fn mean(all: impl Iterator<Item = Self>) -> Option<Self> {
        let (x, y, z) = all.fold((0.0, 0.0, 0.0), |sum, at| {
            (sum.0 + at.x, sum.1 + at.y, sum.2 + at.z)
        });
        let length = (x * x + y * y + z * z).sqrt();
        (length > 1e-9).then(|| Self {
            x: x / length,
            y: y / length,
            z: z / length,
        })
    }
}

impl From<Unit> for Point {
    fn from(unit: Unit) -> Self {
        Self {
            latitude: unit.z.clamp(-1.0, 1.0).asin().to_degrees(),
            longitude: unit.y.atan2(unit.x).to_degrees(),
        }
    }
}

/// The distance over ground, in metres, that belongs to a squared chord.
pub fn arc_m(chord2: f64) -> f64 {
    2.0 * EARTH_RADIUS_M * (chord2.sqrt() / 2.0).min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_of_latitude_is_111_kilometres() {
        let (a, b) = (Point::new(53.0, -2.0), Point::new(54.0, -2.0));
        // Proven: both are within range.
        let metres = a.unwrap().distance_m(b.unwrap());
        assert!((metres - 111_195.0).abs() < 1.0, "{metres}");
    }

    #[test]
    fn a_position_off_the_globe_is_none() {
        assert_eq!(Point::new(90.1, 0.0), None);
        assert_eq!(Point::new(f64::NAN, 0.0), None);
    }
}
