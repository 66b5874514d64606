//! An address as squares that a telephone reads, drawn as one path of an SVG.

use qrcode::{Color, EcLevel, QrCode};

/// Squares that stay light around it, so that it is found.
const MARGIN: usize = 4;

/// A code of squares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qr {
    /// Squares on a side, the margin among them.
    pub side: usize,
    /// What is dark: digits and letters of a path only.
    pub path: String,
}

impl Qr {
    /// The code for an address; none for one that is longer than any such code holds.
    pub fn of(address: &str) -> Option<Self> {
        // A seventh may be creased or stained, and it is read all the same.
        let code = QrCode::with_error_correction_level(address, EcLevel::M).ok()?;
        let (width, colours) = (code.width(), code.to_colors());
        let rows = colours.chunks(width).zip(MARGIN..);
        Some(Self {
            side: width + 2 * MARGIN,
            path: rows.map(|(row, y)| line(row, y)).collect(),
        })
    }
}

/// The dark runs of a row.
fn line(row: &[Color], y: usize) -> String {
    let mut path = String::new();
    let mut x = MARGIN;
    for run in row.chunk_by(|one, other| one == other) {
        let length = run.len();
        if run.first() == Some(&Color::Dark) {
            path.push_str(&format!("M{x} {y}h{length}v1h-{length}z"));
        }
        x += length;
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is dark, read back from the path.
    fn dark(qr: &Qr) -> Vec<bool> {
        let mut squares = vec![false; qr.side * qr.side];
        for run in qr.path.split('M').filter(|run| !run.is_empty()) {
            let numbers: Vec<usize> = run
                .split(|letter: char| !letter.is_ascii_digit())
                .filter_map(|number| number.parse().ok())
                .collect();
            let (x, y, length) = (numbers[0], numbers[1], numbers[2]);
            squares[y * qr.side + x..][..length].fill(true);
        }
        squares
    }

    #[test]
    fn the_drawing_has_the_squares_of_the_code_and_a_margin() {
        let address = "https://room.example/services/0000005e-0000-4000-8000-000000000001";
        let qr = Qr::of(address).unwrap();
        let code = QrCode::with_error_correction_level(address, EcLevel::M).unwrap();
        let squares = dark(&qr);
        for y in 0..qr.side {
            for x in 0..qr.side {
                let inside = |at: usize| at.checked_sub(MARGIN).filter(|at| *at < code.width());
                let hoped = inside(x)
                    .zip(inside(y))
                    .is_some_and(|at| code[at] == Color::Dark);
                assert_eq!(squares[y * qr.side + x], hoped, "{x} {y}");
            }
        }
    }

    #[test]
    fn what_is_too_long_has_none() {
        assert_eq!(Qr::of(&"x".repeat(5000)), None);
    }
}
