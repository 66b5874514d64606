//! Pictures of streets below the answers, where the operator has named a server that has them.

use crate::config::Tiles;
use crate::web::map::window::{SIDE, Window};
use geo::Coord;

/// How large servers draw a tile, in pixels.
const DRAWN: f64 = 256.0;
/// The closest level that servers have.
const CLOSEST: f64 = 19.0;

/// One picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Tile {
    /// Where it is had from.
    pub address: String,
    /// Its upper left corner, in pixels of the window.
    pub at: (f64, f64),
    /// Its side, in pixels: a little more than it takes, so that no seam is seen.
    pub side: f64,
}

/// The pictures that fill a window.
pub fn tiles(from: &Tiles, window: &Window) -> Vec<Tile> {
    let scale = window.scale();
    // The level at which a tile is shown most nearly as large as it was drawn.
    let level = (scale / DRAWN).log2().round().clamp(0.0, CLOSEST);
    let (count, corner) = (level.exp2(), window.on_plane());
    let side = scale / count;
    let first = |at: f64| (at * count).floor().max(0.0);
    let after = |at: f64| ((at + SIDE / scale) * count).ceil().min(count);
    let steps = |at: f64| first(at) as u32..after(at) as u32;
    let tile = |x: u32, y: u32| {
        let column_and_row = Coord {
            x: x.into(),
            y: y.into(),
        };
        let at = (column_and_row / count - corner) * scale;
        Tile {
            address: from.address(level as u8, x, y),
            at: (tenth(at.x), tenth(at.y)),
            side: tenth(side) + 0.5,
        }
    };
    steps(corner.y)
        .flat_map(|y| steps(corner.x).map(move |x| (x, y)))
        .map(|(x, y)| tile(x, y))
        .collect()
}

fn tenth(length: f64) -> f64 {
    (length * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::point::Point;
    use crate::geography::plane::plane;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_window_is_filled_and_nothing_is_fetched_in_vain(north in 50.0..58.0f64, east in -6.0..1.0f64, wide in 0.0..1.0f64) {
            let from = Tiles::new("https://tiles.example/{z}/{x}/{y}", Some("Quay")).unwrap();
            let seen = [(0.0, 0.0), (wide, wide)].map(|(up, right)| plane(Point::new(north + up, east + right).unwrap()));
            let window = Window::around(&seen).unwrap();
            let tiles = tiles(&from, &window);
            prop_assert!(tiles.len() <= 9, "{}", tiles.len());
            let edge = |of: fn(&Tile) -> f64, pick: fn(f64, f64) -> f64| tiles.iter().map(of).reduce(pick).unwrap();
            prop_assert!(edge(|tile| tile.at.0, f64::min) <= 0.1 && edge(|tile| tile.at.1, f64::min) <= 0.1);
            prop_assert!(edge(|tile| tile.at.0 + tile.side, f64::max) >= SIDE - 0.1);
            prop_assert!(edge(|tile| tile.at.1 + tile.side, f64::max) >= SIDE - 0.1);
            for tile in &tiles {
                let meets = |at: f64| at < SIDE && at + tile.side > 0.0;
                prop_assert!(meets(tile.at.0) && meets(tile.at.1), "{:?}", tile);
                prop_assert!((150.0..400.0).contains(&tile.side), "{}", tile.side);
            }
        }
    }
}
