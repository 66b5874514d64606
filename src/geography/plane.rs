//! The plane of web maps (spherical Mercator, EPSG:3857), with the world as a square of side 1: x runs
//! eastward from 180° W, y southward from 85° N. Shapes keep their angles, and nothing is measured on it.

use crate::domain::point::Point;
use geo::Coord;
use std::f64::consts::PI;

/// Metres around the equator of the sphere that the plane is made from.
const AROUND_M: f64 = 40_075_016.7;
/// The latitude at which the world has become a square.
const EDGE: f64 = 85.051_128;

/// Where a position is on the plane.
pub fn plane(at: Point) -> Coord<f64> {
    let north = at.latitude.clamp(-EDGE, EDGE).to_radians();
    Coord {
        x: (at.longitude + 180.0) / 360.0,
        y: (1.0 - north.tan().asinh() / PI) / 2.0,
    }
}

/// The metres on the ground that a piece of the plane stands for, at this height of it.
pub fn metres(length: f64, y: f64) -> f64 {
    let north = (PI * (1.0 - 2.0 * y)).sinh().atan();
    length * AROUND_M * north.cos()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_middle_of_the_world_is_the_middle_of_the_plane() {
        let Coord { x, y } = plane(Point::new(0.0, 0.0).unwrap());
        assert!((x - 0.5).abs() < 1e-12 && (y - 0.5).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn lengths_on_the_plane_are_lengths_on_the_ground(north in -60.0..60.0f64, east in -179.0..179.0f64) {
            let (here, there) = (Point::new(north, east).unwrap(), Point::new(north, east + 0.01).unwrap());
            let (a, b) = (plane(here), plane(there));
            // The sphere of web maps is a little larger than the mean one.
            let off = metres(b.x - a.x, a.y) / here.distance_m(there);
            prop_assert!((0.999..1.003).contains(&off), "{}", off);
        }
    }
}
