//! Rings of corners on a grid, and the lines that they are cut into.

use super::Cell;

/// A closed line; its first corner is not repeated at its end.
pub type Ring = Vec<Cell>;

/// A ring without corners that repeat the one before, and without lines that go out and straight back; none
/// if it then encloses nothing.
pub fn cleaned(cells: Vec<Cell>) -> Option<Ring> {
    let mut ring: Ring = Vec::with_capacity(cells.len());
    for cell in cells {
        push(&mut ring, cell);
    }
    // The same where the end meets the beginning.
    while let &[first, second, .., before, last] = ring.as_slice() {
        if first == last {
            ring.pop();
        } else if first == before {
            ring.truncate(ring.len() - 2);
        } else if second == last {
            ring.remove(0);
        } else {
            break;
        }
    }
    (ring.len() >= 3 && area(&ring) != 0).then_some(ring)
}

fn push(ring: &mut Ring, cell: Cell) {
    match ring.as_slice() {
        [.., last] if *last == cell => {}
        [.., before, _] if *before == cell => {
            ring.pop();
        }
        _ => ring.push(cell),
    }
}

/// Twice the area within a ring, in squares of the grid: above 0 where it runs clockwise as it is seen.
pub fn area(ring: &[Cell]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    let pieces = ring.iter().zip(next).map(|([x, y], [to_x, to_y])| {
        i64::from(*x) * i64::from(*to_y) - i64::from(*to_x) * i64::from(*y)
    });
    pieces.sum()
}

/// Every two corners that follow each other.
pub fn pieces(ring: &[Cell]) -> impl Iterator<Item = (Cell, Cell)> {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(from, to)| (*from, *to))
}
