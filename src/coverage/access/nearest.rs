//! How far it is to the nearest place that has room.

use super::floating::Offer;
use crate::domain::point::{Point, Unit};
use rstar::RTree;
use rstar::primitives::GeomWithData;
use std::collections::HashMap;

/// Places that have room: those for everybody, and those for some areas only.
#[derive(Debug)]
pub struct Nearest {
    everybody: RTree<GeomWithData<[f64; 3], ()>>,
    some: HashMap<u32, Vec<Unit>>,
}

impl Nearest {
    /// Of what is offered; what nobody has to go to is at no distance, and left out.
    pub fn new(offers: &[Offer]) -> Self {
        let (mut everybody, mut some) = (Vec::new(), HashMap::<u32, Vec<Unit>>::new());
        for offer in offers.iter().filter(|offer| offer.offered.open > 0.0) {
            let Some(at) = offer.at else { continue };
            match &offer.only {
                None => everybody.push(GeomWithData::new(at.parts(), ())),
                Some(only) => only
                    .iter()
                    .for_each(|home| some.entry(*home).or_default().push(at)),
            }
        }
        Self {
            everybody: RTree::bulk_load(everybody),
            some,
        }
    }

    /// Metres in a straight line from here, where this home is; none where nothing has room for it.
    pub fn metres(&self, from: Point, home: u32) -> Option<f64> {
        let from = Unit::from(from);
        let common = self.everybody.nearest_neighbor(&from.parts());
        let common = common.map(|near| from.distance_m_to(near.geom()));
        let own = self.some.get(&home).into_iter().flatten();
        own.map(|at| from.distance_m(*at))
            .chain(common)
            .reduce(f64::min)
    }
}

#[cfg(test)]
mod tests {
    use super::super::floating::Score;
    use super::*;
    use proptest::prelude::*;

    fn some_point() -> impl Strategy<Value = Point> {
        (50.0..58.0, -5.0..1.0).prop_map(|(lat, lon)| Point::new(lat, lon).unwrap())
    }

    proptest! {
        #[test]
        fn it_is_the_nearest_of_all_that_have_room_for_them(
            from in some_point(),
            all in proptest::collection::vec((some_point(), any::<bool>(), proptest::option::of(0..3u32)), 0..30),
        ) {
            let offers: Vec<Offer> = all.iter().map(|(at, open, only)| Offer {
                at: Some(Unit::from(*at)),
                only: only.map(|home| vec![home]),
                offered: Score { open: f64::from(u8::from(*open)), ..Score::default() },
            }).collect();
            let for_them = all.iter().filter(|(_, open, only)| *open && only.is_none_or(|home| home == 1));
            let plainly = for_them.map(|(at, ..)| at.distance_m(from)).reduce(f64::min);
            let found = Nearest::new(&offers).metres(from, 1);
            prop_assert_eq!(found.is_some(), plainly.is_some());
            if let (Some(found), Some(plainly)) = (found, plainly) {
                prop_assert!((found - plainly).abs() < 0.01, "{found} {plainly}");
            }
        }
    }
}
