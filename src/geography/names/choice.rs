//! Which of several places with one name is meant.

use super::{Known, PlaceKind};
use crate::domain::point::Point;

/// How far around the centre a place is somebody's own, in metres.
pub const AROUND_M: f64 = 80_000.0;

/// The likeliest of these, which come in order of kind. Without a centre that is the first. With
/// one, a town or city within [`AROUND_M`] of it comes first, then a city anywhere, then a smaller
/// place within that distance, then all others; among equals of these the bigger kind, and then the
/// nearer.
pub fn best<'a>(
    candidates: impl Iterator<Item = Known<'a>>,
    centre: Option<Point>,
) -> Option<Known<'a>> {
    let mut candidates = candidates;
    let Some(centre) = centre else {
        return candidates.next();
    };
    let weighed = candidates.map(|known| (weight(known, centre), known));
    let best = weighed.min_by(
        |((class, rank, metres), _), ((class_b, rank_b, metres_b), _)| {
            let order = (class, rank).cmp(&(class_b, rank_b));
            order.then_with(|| metres.total_cmp(metres_b))
        },
    );
    best.map(|(_, known)| known)
}

/// Smaller is likelier.
fn weight(known: Known, centre: Point) -> (u8, PlaceKind, f64) {
    let (rank, metres) = (known.place.rank(), known.place.point().distance_m(centre));
    let class = match (metres <= AROUND_M, rank) {
        (true, rank) if rank.is_big() => 0,
        (false, PlaceKind::City) => 1,
        (true, _) => 2,
        (false, _) => 3,
    };
    (class, rank, metres)
}

/// Whether the centre makes this place unlikely to be meant.
pub fn is_far(known: Known, centre: Option<Point>) -> bool {
    let metres = centre.map(|centre| known.place.point().distance_m(centre));
    known.place.rank() != PlaceKind::City && metres.is_some_and(|metres| metres > AROUND_M)
}
