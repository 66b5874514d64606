//! Which pairs are compared: those that share a need and are in each other's reach. What it costs grows with
//! these, and not with all pairs of the directory.

use super::alike::{REACH_M, Traits};
use crate::domain::point::EARTH_RADIUS_M;
use crate::error::{Error, Result};
use rstar::primitives::GeomWithData;
use rstar::{AABB, RTree};
use std::collections::BTreeMap;

/// Pairs that are compared at most, which takes a few seconds.
pub const MOST: usize = 4_000_000;

/// The pairs to compare, as places in the list, the lower first; each once and in order.
///
/// # Errors
/// There are more than can be compared at once.
pub fn pairs(all: &[Traits]) -> Result<Vec<(u32, u32)>> {
    let mut by_need: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (number, traits) in (0..).zip(all) {
        for (need, _) in &traits.needs {
            by_need.entry(*need).or_default().push(number);
        }
    }
    let mut pairs = Vec::new();
    for meeting in by_need.values().filter(|meeting| meeting.len() > 1) {
        of_need(all, meeting, &mut pairs);
        if pairs.len() > MOST {
            // Pairs that share several needs were found several times.
            pairs.sort_unstable();
            pairs.dedup();
        }
        if pairs.len() > MOST {
            return Err(Error::bad(
                "need",
                "too many services lie close together to compare all of them at once: choose a need, or an area",
            ));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    Ok(pairs)
}

/// The pairs of those that meet a need: those with places near each other, and those without any place.
fn of_need(all: &[Traits], meeting: &[u32], pairs: &mut Vec<(u32, u32)>) {
    let places = |number: &u32| all.get(*number as usize).map_or(&[][..], |one| &one.places);
    let remote: Vec<u32> = meeting
        .iter()
        .copied()
        .filter(|number| places(number).is_empty())
        .collect();
    for (at, one) in remote.iter().enumerate() {
        let others = remote.iter().skip(at + 1);
        pairs.extend(others.map(|other| (*one, *other)));
        if pairs.len() > 2 * MOST {
            return;
        }
    }
    let put = meeting.iter().flat_map(|number| {
        let places = places(number).iter();
        places.map(|place| GeomWithData::new(place.parts(), *number))
    });
    let tree = RTree::bulk_load(put.collect());
    for number in meeting {
        for place in places(number) {
            // A straight line through the globe is shorter than the way over it.
            let far = REACH_M / EARTH_RADIUS_M * 1.000_001 + 1e-9;
            let parts = place.parts();
            let around = AABB::from_corners(parts.map(|at| at - far), parts.map(|at| at + far));
            let near = tree.locate_in_envelope(&around);
            pairs.extend(
                near.filter(|other| other.data > *number)
                    .map(|other| (*number, other.data)),
            );
        }
        if pairs.len() > 2 * MOST {
            return;
        }
    }
}
