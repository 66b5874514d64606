//! Whether somebody lives in an area.

use headroom::domain::point::Point;

/// Whether a point is within the corners that the database keeps: a line to the east crosses the
/// borders an odd number of times.
pub fn covers(shape: &[u8], at: Point) -> bool {
    let (longitude, latitude) = (at.longitude, at.latitude);
    let mut inside = false;
    let mut rest = shape;
    while let Some((count, after)) = rest.split_first_chunk::<8>() {
        let length = u64::from_le_bytes(*count) as usize * 16;
        let (ring, others) = after.split_at(length.min(after.len()));
        rest = others;
        let corners = ring.as_chunks::<16>().0.iter().map(corner);
        for ((x, y), (next_x, next_y)) in corners.clone().zip(corners.skip(1)) {
            let crosses = (y > latitude) != (next_y > latitude);
            if crosses && longitude < (next_x - x) * (latitude - y) / (next_y - y) + x {
                inside = !inside;
            }
        }
    }
    inside
}

fn corner(bytes: &[u8; 16]) -> (f64, f64) {
    let (halves, _) = bytes.as_chunks::<8>();
    (f64::from_le_bytes(halves[0]), f64::from_le_bytes(halves[1]))
}
