//! Listings by their catchments: which may serve a place though they stand far from it.
//!
//! A listing that stands near is found by where it is. So catchments are kept by how far they reach
//! from the listing: a search within ten kilometres need not ask for those that reach less far.

use super::shapes::Shapes;
use crate::domain::point::Point;
use rstar::RTree;
use rstar::primitives::{GeomWithData, Rectangle};

/// Metres up to which the catchments of each class reach; those of one more class reach farther.
const REACHES_M: [f64; 7] = [
    1_000.0, 2_000.0, 4_000.0, 8_000.0, 16_000.0, 32_000.0, 64_000.0,
];
/// The sides of a box bend outward between its corners, by less than this part.
const BENT: f64 = 1.01;

/// A listing at a place, with one of its catchments.
#[derive(Debug, Clone, Copy)]
pub struct Drawn {
    /// The number of the catchment.
    pub area: u32,
    /// The document.
    pub doc: u32,
    /// Where the listing is.
    pub from: Point,
}

type Bounds = GeomWithData<Rectangle<[f64; 2]>, u32>;

/// All listings with catchments.
#[derive(Default)]
pub struct Covering {
    classes: Vec<Class>,
}

/// Catchments that reach about as far.
struct Class {
    /// None of them reaches farther, in metres.
    reach_m: f64,
    bounds: RTree<Bounds>,
    /// Areas with their documents, in order.
    drawn: Vec<(u32, u32)>,
}

impl Covering {
    /// Sorts them by how far they reach.
    pub fn new(drawn: &[Drawn], shapes: &Shapes) -> Self {
        let mut sorted = [const { Vec::new() }; REACHES_M.len() + 1];
        for one in drawn {
            let reach_m = reach_m(one.from, shapes.bounds(one.area));
            let class = REACHES_M.partition_point(|least| *least < reach_m);
            sorted[class].push((one.area, one.doc));
        }
        let reaches = REACHES_M.into_iter().chain([f64::INFINITY]);
        let classes = reaches.zip(sorted).filter(|(_, drawn)| !drawn.is_empty());
        Self {
            classes: classes
                .map(|(reach_m, drawn)| Class::new(reach_m, drawn, shapes))
                .collect(),
        }
    }

    /// Every document that stands farther than so many metres from a place, and has a catchment
    /// whose bounds hold the place; others may be among them.
    pub fn standing_beyond(&self, within_m: f64, place: Point) -> impl Iterator<Item = u32> {
        let classes = self.classes.iter();
        let farther = classes.filter(move |class| class.reach_m > within_m);
        farther.flat_map(move |class| class.at(place))
    }
}

impl Class {
    fn new(reach_m: f64, mut drawn: Vec<(u32, u32)>, shapes: &Shapes) -> Self {
        drawn.sort_unstable();
        drawn.dedup();
        drawn.shrink_to_fit();
        let mut areas: Vec<u32> = drawn.iter().map(|(area, _)| *area).collect();
        areas.dedup();
        let bounds = areas.into_iter().map(|area| {
            let [low, high] = shapes.bounds(area);
            GeomWithData::new(Rectangle::from_corners(low, high), area)
        });
        Self {
            reach_m,
            bounds: RTree::bulk_load(bounds.collect()),
            drawn,
        }
    }

    fn at(&self, place: Point) -> impl Iterator<Item = u32> {
        let at = [place.longitude, place.latitude];
        let areas = self.bounds.locate_all_at_point(&at);
        areas.flat_map(|bounds| {
            let start = self.drawn.partition_point(|(area, _)| *area < bounds.data);
            let own = self.drawn[start..].iter();
            let own = own.take_while(|(area, _)| *area == bounds.data);
            own.map(|(_, doc)| *doc)
        })
    }
}

/// Metres to the farthest corner of a box.
fn reach_m(from: Point, [low, high]: [[f64; 2]; 2]) -> f64 {
    let far = |longitude: f64, latitude: f64| {
        let corner = Point {
            latitude,
            longitude,
        };
        from.distance_m(corner)
    };
    let corners = [low[0], high[0]].map(|x| far(x, low[1]).max(far(x, high[1])));
    corners[0].max(corners[1]) * BENT
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::shapes::{Collecting, write};
    use proptest::prelude::*;

    /// A square catchment around a point, in degrees.
    fn square(longitude: f64, latitude: f64, half: f64) -> Vec<u8> {
        let (west, east) = (longitude - half, longitude + half);
        let (south, north) = (latitude - half, latitude + half);
        let ring = [
            [west, south],
            [east, south],
            [east, north],
            [west, north],
            [west, south],
        ];
        let shape = serde_json::json!({"type": "Polygon", "coordinates": [ring]});
        write(&shape.to_string()).expect("a shape")
    }

    proptest! {
        #[test]
        fn whoever_serves_a_place_stands_near_it_or_is_found_by_the_catchment(
            listings in prop::collection::vec(
                ((-100..100i32, -100..100i32), (-100..100i32, -100..100i32), 1..60i32), 1..30),
            (x, y) in (-120..120i32, -120..120i32),
            within_m in 100.0..40_000.0f64,
        ) {
            let degrees = |(x, y): (i32, i32)| (f64::from(x) / 200.0 - 2.0, f64::from(y) / 200.0 + 53.0);
            let point = |at| { let (longitude, latitude) = degrees(at); Point { latitude, longitude } };
            let mut collecting = Collecting::default();
            let mut drawn = Vec::new();
            for (doc, (stands, middle, half)) in (0..).zip(&listings) {
                let (longitude, latitude) = degrees(*middle);
                let shape = square(longitude, latitude, f64::from(*half) / 200.0);
                let area = collecting.number("Somewhere", &shape).expect("a shape");
                drawn.push(Drawn { area, doc, from: point(*stands) });
            }
            let shapes = collecting.finish();
            let place = point((x, y));
            let found: Vec<u32> = Covering::new(&drawn, &shapes).standing_beyond(within_m, place).collect();
            for one in drawn.iter().filter(|one| shapes.contains(one.area, place)) {
                let is_near = one.from.distance_m(place) <= within_m;
                prop_assert!(is_near || found.contains(&one.doc), "{one:?}");
            }
        }
    }
}
