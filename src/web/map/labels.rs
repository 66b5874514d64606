//! Which names a map has room for: the best known first, and none upon another.

use super::window::Sheet;
use crate::geography::PlaceKind;
use crate::geography::atlas::Mark;
use geo::{Coord, Intersects, Rect};

/// Names on a sheet at most.
const MOST: usize = 60;
/// Half the height that a name takes, in pixels.
const HALF_LINE: f64 = 10.0;
/// Half the width of a letter.
const HALF_LETTER: f64 = 3.5;
/// Between two names.
const GAP: f64 = 8.0;

/// A name where it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Label<'a> {
    /// The name.
    pub name: &'a str,
    /// Whether it is known from afar.
    pub is_big: bool,
    /// Its middle, in pixels of the sheet.
    pub at: Coord<f64>,
    taken: Rect<f64>,
}

/// Chooses among the names within a sheet, which come the best known first.
pub fn choose<'a>(sheet: &Sheet, marks: &[&'a Mark]) -> Vec<Label<'a>> {
    let mut chosen: Vec<Label> = Vec::new();
    let least = least_known(sheet.width_m());
    for mark in marks.iter().filter(|mark| mark.kind <= least) {
        let label = label(sheet, mark);
        let is_known =
            |known: &Label| known.name == label.name || known.taken.intersects(&label.taken);
        if !chosen.iter().any(is_known) {
            chosen.push(label);
        }
        if chosen.len() == MOST {
            break;
        }
    }
    chosen
}

/// The kind of place that still helps on a map as wide as this.
fn least_known(width_m: f64) -> PlaceKind {
    match width_m {
        ..12_000.0 => PlaceKind::Other,
        ..30_000.0 => PlaceKind::Village,
        ..100_000.0 => PlaceKind::District,
        _ => PlaceKind::City,
    }
}

fn label<'a>(sheet: &Sheet, mark: &'a Mark) -> Label<'a> {
    let at = sheet.pixel(mark.at);
    let half = Coord {
        x: mark.name.chars().count() as f64 * HALF_LETTER + GAP,
        y: HALF_LINE,
    };
    Label {
        name: &mark.name,
        is_big: mark.kind.is_big(),
        at,
        taken: Rect::new(at - half, at + half),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::point::Point;
    use crate::geography::plane::plane;

    fn mark(name: &str, kind: PlaceKind, north: f64) -> Mark {
        Mark {
            name: name.into(),
            kind,
            at: plane(Point::new(north, -2.3).unwrap()),
        }
    }

    #[test]
    fn no_name_is_written_upon_another() {
        let marks = [
            mark("Stretford", PlaceKind::Town, 53.4466),
            mark("Gorse Hill", PlaceKind::Ward, 53.4467),
            mark("Urmston", PlaceKind::Town, 53.40),
        ];
        let around: Vec<Coord<f64>> = marks.iter().map(|mark| mark.at).collect();
        let window = super::super::window::Window::around(&around).unwrap();
        let chosen = choose(&window.sheet, &marks.each_ref());
        let names: Vec<&str> = chosen.iter().map(|label| label.name).collect();
        assert_eq!(names, ["Stretford", "Urmston"]);
    }
}
