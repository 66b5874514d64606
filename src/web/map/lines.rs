//! Outlines as lines of an SVG path: a border that two areas share is drawn once, and no finer than it
//! can be seen.

use super::window::{SIDE, Sheet};
use geo::{Coord, LineString, Simplify};
use std::collections::HashSet;
use std::fmt::Write;

/// How far a line may be off, in pixels.
const OFF: f64 = 0.9;

/// A corner of a line, in whole pixels of the sheet.
type Corner = (i32, i32);

/// What has been drawn on a sheet.
#[derive(Debug)]
pub struct Lines<'a> {
    sheet: &'a Sheet,
    drawn: HashSet<(Corner, Corner)>,
}

impl<'a> Lines<'a> {
    /// An empty sheet.
    pub fn new(sheet: &'a Sheet) -> Self {
        Self {
            sheet,
            drawn: HashSet::new(),
        }
    }

    /// Those pieces of a ring that come onto the sheet and are not there yet, as data of a path.
    pub fn draw(&mut self, ring: &LineString<f64>) -> String {
        let corners = ring.coords().map(|at| corner(self.sheet.pixel(*at)));
        let mut corners: Vec<Corner> = corners.collect();
        corners.dedup();
        let mut path = String::new();
        let mut line: Vec<Corner> = Vec::new();
        for piece in corners.windows(2) {
            if !is_seen(piece[0], piece[1]) || !self.is_new(piece[0], piece[1]) {
                write_line(&mut path, &std::mem::take(&mut line));
                continue;
            }
            if line.is_empty() {
                line.push(piece[0]);
            }
            line.push(piece[1]);
        }
        write_line(&mut path, &line);
        path
    }

    fn is_new(&mut self, from: Corner, to: Corner) -> bool {
        self.drawn.insert((from.min(to), from.max(to)))
    }
}

fn corner(at: Coord<f64>) -> Corner {
    // What is beyond all sheets stays beyond them.
    (at.x.round() as i32, at.y.round() as i32)
}

fn is_seen(from: Corner, to: Corner) -> bool {
    let side = (SIDE * 2.0) as i32;
    let along = |a: i32, b: i32| a.min(b) <= side && a.max(b) >= 0;
    along(from.0, to.0) && along(from.1, to.1)
}

/// Where it begins, and each corner from the one before.
fn write_line(path: &mut String, line: &[Corner]) {
    let as_coord = |(x, y): &Corner| Coord {
        x: f64::from(*x),
        y: f64::from(*y),
    };
    let line: LineString<f64> = line.iter().map(as_coord).collect();
    let line = line.simplify(OFF);
    let mut corners = line.coords().map(|at| corner(*at));
    let Some(mut last) = corners.next() else {
        return;
    };
    // Writing to a string does not fail.
    let _ = write!(path, "M{} {}l", last.0, last.1);
    for (at, to) in corners.enumerate() {
        let (x, y) = (to.0 - last.0, to.1 - last.1);
        let before = if at == 0 || x < 0 { "" } else { " " };
        let between = if y < 0 { "" } else { " " };
        let _ = write!(path, "{before}{x}{between}{y}");
        last = to;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(sheet: &Sheet, corners: &[(f64, f64)]) -> LineString<f64> {
        let low = sheet.bounds().min();
        let pixel = sheet.bounds().width() / (SIDE * 2.0);
        let at = |(x, y): &(f64, f64)| low + Coord { x: *x, y: *y } * pixel;
        corners.iter().map(at).collect()
    }

    #[test]
    fn a_border_between_two_areas_is_drawn_once() {
        let sheet = Sheet::new(40, 500, 330).unwrap();
        let mut lines = Lines::new(&sheet);
        let west = ring(
            &sheet,
            &[(10.0, 10.0), (50.0, 10.0), (50.0, 90.0), (10.0, 10.0)],
        );
        let east = ring(
            &sheet,
            &[(50.0, 10.0), (99.0, 10.0), (50.0, 90.0), (50.0, 10.0)],
        );
        assert_eq!(lines.draw(&west), "M10 10l40 0 0 80-40-80");
        assert_eq!(lines.draw(&east), "M50 10l49 0-49 80");
    }

    #[test]
    fn what_is_beyond_the_sheet_is_left_out() {
        let sheet = Sheet::new(40, 500, 330).unwrap();
        let mut lines = Lines::new(&sheet);
        let far = ring(
            &sheet,
            &[
                (2_000.0, 10.0),
                (2_100.0, 10.0),
                (2_000.0, 90.0),
                (2_000.0, 10.0),
            ],
        );
        assert_eq!(lines.draw(&far), "");
    }
}
