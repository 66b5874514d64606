//! One number for a place, so that places with near numbers are near each other on the ground.

use headroom::domain::point::Point;

/// The number of what is nowhere in particular; it comes last.
pub const NOWHERE: u64 = u64::MAX;
/// Steps in a degree.
const STEPS: f64 = 10_000.0;

/// The bits of northing and easting, taken in turns.
pub fn code(point: Point) -> u64 {
    let step = |degrees: f64| (degrees * STEPS) as u64;
    spread(step(point.latitude + 90.0)) << 1 | spread(step(point.longitude + 180.0))
}

/// The bits of a number with a gap before each.
fn spread(number: u64) -> u64 {
    (0..24).fold(0, |bits, bit| bits | (number >> bit & 1) << (2 * bit))
}
