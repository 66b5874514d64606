//! Which part of the world a map shows. Windows are cut out of sheets that lie on a grid, so that
//! questions from one neighbourhood share a background and browsers keep it.

use crate::geography::plane::metres;
use geo::{BoundingRect, Coord, LineString, Rect};

/// The side of a window, in pixels of the style sheet.
pub const SIDE: f64 = 352.0;
/// Levels to a doubling of the scale: names are drawn on the sheet and must not grow with it.
const STEPS: f64 = 4.0;
/// The level of a whole country.
const LEAST: u8 = 16;
/// The level of a few streets: about three kilometres in Britain.
const MOST: u8 = 52;
/// How much more than what must be seen a window has.
const AIR: f64 = 1.3;

/// Two by two windows of a level, at a knot of its grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sheet {
    /// The scale: a window is 2^(-level/4) of the width of the world.
    pub level: u8,
    /// The column, in windows from 180° W.
    pub x: u32,
    /// The row, in windows from 85° N.
    pub y: u32,
}

impl Sheet {
    /// A sheet, if there is such a one.
    pub fn new(level: u8, x: u32, y: u32) -> Option<Self> {
        let last = f64::from(x.max(y)) * window(level) < 1.0;
        ((LEAST..=MOST).contains(&level) && last).then_some(Self { level, x, y })
    }

    /// Where it is on the plane.
    pub fn bounds(&self) -> Rect<f64> {
        let side = window(self.level);
        let low = Coord {
            x: f64::from(self.x) * side,
            y: f64::from(self.y) * side,
        };
        Rect::new(low, low + Coord { x: side, y: side } * 2.0)
    }

    /// Where something is on it, in pixels from its upper left corner.
    pub fn pixel(&self, at: Coord<f64>) -> Coord<f64> {
        (at - self.bounds().min()) / window(self.level) * SIDE
    }

    /// How wide a window of it is on the ground, in metres.
    pub fn width_m(&self) -> f64 {
        metres(window(self.level), self.bounds().center().y)
    }
}

/// The side of a window on the plane.
fn window(level: u8) -> f64 {
    (-f64::from(level) / STEPS).exp2()
}

/// What a map shows: a sheet, and where on it the window begins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// The sheet that it is cut out of.
    pub sheet: Sheet,
    /// Its upper left corner, in pixels of the sheet.
    pub corner: Coord<f64>,
}

impl Window {
    /// The closest window that shows all of these; none of none.
    pub fn around(seen: &[Coord<f64>]) -> Option<Self> {
        let bounds = LineString::from(seen.to_vec()).bounding_rect()?;
        let (middle, side) = (bounds.center(), bounds.width().max(bounds.height()) * AIR);
        let level = (LEAST..=MOST).rev().find(|level| window(*level) >= side)?;
        let half = window(level) / 2.0;
        let corner = middle - Coord { x: half, y: half };
        let knot = |from: f64| (from / window(level)).floor().max(0.0) as u32;
        let sheet = Sheet::new(level, knot(corner.x), knot(corner.y))?;
        let corner = sheet.pixel(corner);
        Some(Self { sheet, corner })
    }

    /// How wide the whole world would be, in pixels.
    pub fn scale(&self) -> f64 {
        SIDE / window(self.sheet.level)
    }

    /// Its upper left corner on the plane.
    pub fn on_plane(&self) -> Coord<f64> {
        self.sheet.bounds().min() + self.corner / self.scale()
    }

    /// Where something is in it, in pixels from its upper left corner.
    pub fn pixel(&self, at: Coord<f64>) -> Coord<f64> {
        self.sheet.pixel(at) - self.corner
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::point::Point;
    use crate::geography::plane::plane;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_window_shows_all_that_it_is_around(north in 50.0..58.0f64, east in -6.0..1.0f64, seen in proptest::collection::vec((-0.5..0.5f64, -0.5..0.5f64), 1..12)) {
            let at = |(up, right): &(f64, f64)| plane(Point::new(north + up, east + right).unwrap());
            let seen: Vec<Coord<f64>> = seen.iter().map(at).collect();
            let window = Window::around(&seen).unwrap();
            for at in seen {
                let Coord { x, y } = window.pixel(at);
                prop_assert!((0.0..=SIDE).contains(&x) && (0.0..=SIDE).contains(&y), "{} {}", x, y);
            }
            prop_assert!((0.0..=SIDE).contains(&window.corner.x) && (0.0..=SIDE).contains(&window.corner.y), "it hangs over its sheet: {:?}", window.corner);
        }
    }

    #[test]
    fn one_place_alone_is_shown_with_the_streets_around() {
        let at = plane(Point::new(53.45, -2.3).unwrap());
        let window = Window::around(&[at]).unwrap();
        assert!((2_000.0..4_000.0).contains(&window.sheet.width_m()));
        assert_eq!(Window::around(&[]), None);
    }

    #[test]
    fn there_is_no_sheet_beyond_the_edge_of_the_world() {
        assert!(Sheet::new(16, 15, 15).is_some());
        assert_eq!(Sheet::new(16, 16, 0), None);
        assert_eq!(Sheet::new(15, 0, 0), None);
        assert_eq!(Sheet::new(255, 0, 0), None);
    }
}
