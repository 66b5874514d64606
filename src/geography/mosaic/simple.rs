//! Lines made simpler, each alike from both of its sides.

use super::Cell;
use super::lines::{Ring, area, pieces};
use std::collections::HashSet;

/// How far a line may be off afterwards, in units.
const OFF: f64 = 0.75;

/// Where borders meet: corners from which not just two lines lead away.
pub struct Borders(HashSet<Cell>);

impl Borders {
    /// Of all these rings together.
    pub fn of<'a>(rings: impl Iterator<Item = &'a Ring>) -> Self {
        let both = |(from, to): (Cell, Cell)| [(from, to), (to, from)];
        let mut ways: Vec<(Cell, Cell)> =
            rings.flat_map(|ring| pieces(ring).flat_map(both)).collect();
        ways.sort_unstable();
        ways.dedup();
        let from_one = ways.chunk_by(|(one, _), (other, _)| one == other);
        let meeting = from_one.filter(|ways| ways.len() != 2);
        Self(meeting.filter_map(|ways| Some(ways.first()?.0)).collect())
    }

    /// A ring made simpler; as it was where nothing would be left of it.
    pub fn simplified(&self, ring: &Ring) -> Ring {
        let meets = |cell: &Cell| self.0.contains(cell);
        let start = ring.iter().position(meets);
        let mut turned = ring.clone();
        match start {
            Some(start) => turned.rotate_left(start),
            // An island: whichever corner it begins with in the file, it begins with the first in order.
            None => {
                let first = ring.iter().zip(0..).min().map_or(0, |(_, at)| at);
                turned.rotate_left(first);
            }
        }
        turned.extend(turned.first().copied());
        let mut simple: Ring = Vec::new();
        let mut from = 0;
        for to in 1..turned.len() {
            let is_end = to + 1 == turned.len();
            if is_end || turned.get(to).is_some_and(meets) {
                simple.extend(line(turned.get(from..=to).unwrap_or_default()));
                // The next line begins with it.
                simple.pop();
                from = to;
            }
        }
        match simple.len() >= 3 && area(&simple) != 0 {
            true => simple,
            false => ring.clone(),
        }
    }
}

/// A line made simpler: the same corners, whichever end it is given from.
fn line(cells: &[Cell]) -> Vec<Cell> {
    let is_backward = cells.iter().gt(cells.iter().rev());
    let mut cells = cells.to_vec();
    if is_backward {
        cells.reverse();
    }
    let mut kept = vec![false; cells.len()];
    keep(&cells, &mut kept);
    let mut simple: Vec<Cell> = cells
        .into_iter()
        .zip(kept)
        .filter_map(|(cell, kept)| kept.then_some(cell))
        .collect();
    if is_backward {
        simple.reverse();
    }
    simple
}

/// Marks the ends, and of what lies between them whatever is needed.
fn keep(cells: &[Cell], kept: &mut [bool]) {
    let mut open = vec![(0, cells.len().saturating_sub(1))];
    while let Some((from, to)) = open.pop() {
        for end in [from, to] {
            if let Some(kept) = kept.get_mut(end) {
                *kept = true;
            }
        }
        let (Some(first), Some(last)) = (cells.get(from), cells.get(to)) else {
            continue;
        };
        let far =
            (from + 1..to).filter_map(|at| Some((distance(*cells.get(at)?, *first, *last), at)));
        // Of two that are as far, the first.
        let farthest = far.reduce(|best, next| if next.0 > best.0 { next } else { best });
        if let Some((off, at)) = farthest
            && off > OFF
        {
            open.push((from, at));
            open.push((at, to));
        }
    }
}

/// How far a corner is from a straight line between two others.
fn distance(at: Cell, from: Cell, to: Cell) -> f64 {
    let minus = |a: Cell, b: Cell| [f64::from(a[0] - b[0]), f64::from(a[1] - b[1])];
    let (along, off) = (minus(to, from), minus(at, from));
    let length = along[0] * along[0] + along[1] * along[1];
    let share = match length > 0.0 {
        true => ((off[0] * along[0] + off[1] * along[1]) / length).clamp(0.0, 1.0),
        false => 0.0,
    };
    (off[0] - share * along[0]).hypot(off[1] - share * along[1])
}
