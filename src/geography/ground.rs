//! Areas as they are looked at together: which of them hold a place, and which a catchment reaches.

mod held;

pub use held::Held;

use super::{Catchment, Outcode};
use crate::domain::point::Point;
use rstar::{AABB, RTree, RTreeObject};
use std::collections::HashMap;
use std::sync::Arc;

/// The kind of areas that every gazetteer has: the first halves of postcodes. They have no shape.
pub const OUTCODE: &str = "outcode";

/// One area.
#[derive(Debug, Clone)]
pub struct Patch {
    /// What it is: `ward`, `lad`, [`OUTCODE`].
    pub kind: Box<str>,
    /// Its code.
    pub code: Box<str>,
    /// Its name.
    pub name: Box<str>,
    /// Its middle, if that is known.
    pub middle: Option<Point>,
    bounds: Bounds,
}

#[derive(Debug, Clone)]
enum Bounds {
    Shape(Catchment),
    Outcode(Outcode),
}

impl Patch {
    /// An area with a shape.
    pub fn drawn(kind: &str, code: &str, name: &str, middle: Option<Point>, at: Catchment) -> Self {
        Self {
            kind: kind.into(),
            code: code.into(),
            name: name.into(),
            middle,
            bounds: Bounds::Shape(at),
        }
    }

    /// The first half of a postcode, with its middle.
    pub fn outcode(outcode: Outcode, middle: Option<Point>) -> Self {
        Self {
            kind: OUTCODE.into(),
            code: outcode.as_str().into(),
            name: outcode.as_str().into(),
            middle,
            bounds: Bounds::Outcode(outcode),
        }
    }

    /// What accounts and addresses call it: `ward/E05011350`.
    pub fn id(&self) -> String {
        format!("{}/{}", self.kind, self.code)
    }

    /// Its shape, if it has one.
    pub fn shape(&self) -> Option<&Catchment> {
        match &self.bounds {
            Bounds::Shape(shape) => Some(shape),
            Bounds::Outcode(_) => None,
        }
    }

    /// Whether something is in it that stands here and has a postcode that begins so.
    pub fn holds(&self, place: Option<Point>, outcode: Option<Outcode>) -> bool {
        match &self.bounds {
            Bounds::Shape(shape) => place.is_some_and(|place| shape.contains(place)),
            Bounds::Outcode(own) => outcode == Some(*own),
        }
    }
}

/// Several areas.
#[derive(Debug, Default)]
pub struct Ground {
    patches: Vec<Arc<Patch>>,
    drawn: RTree<Boxed>,
    outcodes: HashMap<Outcode, u16>,
}

/// The box around an area, and its number.
#[derive(Debug)]
struct Boxed(AABB<[f64; 2]>, u16);

impl RTreeObject for Boxed {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        self.0
    }
}

impl Ground {
    /// Of these areas; there can be 65,535.
    pub fn new(patches: Vec<Arc<Patch>>) -> Self {
        let (mut drawn, mut outcodes) = (Vec::new(), HashMap::new());
        for (number, patch) in (0..u16::MAX).zip(&patches) {
            match &patch.bounds {
                Bounds::Outcode(outcode) => {
                    outcodes.insert(*outcode, number);
                }
                Bounds::Shape(shape) => {
                    let (low, high) = shape.bounds();
                    let corner = |at: Point| [at.longitude, at.latitude];
                    let around = AABB::from_corners(corner(low), corner(high));
                    drawn.push(Boxed(around, number));
                }
            }
        }
        Self {
            drawn: RTree::bulk_load(drawn),
            patches,
            outcodes,
        }
    }

    /// The areas, each at its number.
    pub fn patches(&self) -> &[Arc<Patch>] {
        &self.patches
    }

    /// The numbers of those that hold a place, in order.
    pub fn holding(&self, place: Option<Point>, outcode: Option<Outcode>) -> Vec<u16> {
        let by_outcode = outcode.and_then(|outcode| self.outcodes.get(&outcode));
        let mut found: Vec<u16> = by_outcode.copied().into_iter().collect();
        if let Some(place) = place {
            let at = AABB::from_point([place.longitude, place.latitude]);
            let near = self.drawn.locate_in_envelope_intersecting(&at);
            let numbers = near.map(|near| near.1);
            found.extend(
                numbers.filter(|number| {
                    self.patches[usize::from(*number)].holds(Some(place), outcode)
                }),
            );
        }
        found.sort_unstable();
        found
    }

    /// Whether any of them holds a place.
    pub fn holds(&self, place: Option<Point>, outcode: Option<Outcode>) -> bool {
        !self.holding(place, outcode).is_empty()
    }

    /// The numbers of those that a catchment reaches, in order: it covers their middle, or its own middle
    /// is in them.
    pub fn reached_by(&self, covers: impl Fn(Point) -> bool, middle: Option<Point>) -> Vec<u16> {
        let mut found = self.holding(middle, None);
        let covered = (0..).zip(&self.patches);
        found.extend(
            covered
                .filter(|(_, patch)| patch.middle.is_some_and(&covers))
                .map(|(number, _): (u16, _)| number),
        );
        found.sort_unstable();
        found.dedup();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn square(code: &str, west: f64) -> Arc<Patch> {
        let (east, south, north) = (west + 1.0, 53.0, 54.0);
        let ring = json!([
            [west, south],
            [east, south],
            [east, north],
            [west, north],
            [west, south]
        ]);
        let shape = Catchment::from_value(json!({"type": "Polygon", "coordinates": [ring]}));
        let middle = Point::new(53.5, west + 0.5);
        Arc::new(Patch::drawn("ward", code, code, middle, shape.unwrap()))
    }

    fn ground() -> Ground {
        let code = Outcode::exact(b"QH1").unwrap();
        let outcode = Patch::outcode(code, Point::new(53.5, -2.5));
        Ground::new(vec![
            square("A", -3.0),
            square("B", -2.0),
            Arc::new(outcode),
        ])
    }

    #[test]
    fn a_place_is_in_the_areas_that_hold_it_and_in_its_outcode() {
        let ground = ground();
        let at = |east| Point::new(53.2, east);
        assert_eq!(ground.holding(at(-2.5), None), [0]);
        assert_eq!(ground.holding(at(-1.5), Outcode::exact(b"QH1")), [1, 2]);
        // On the border of both.
        assert_eq!(ground.holding(at(-2.0), None), [0, 1]);
        assert!(!ground.holds(at(5.0), Outcode::exact(b"QH2")));
        assert!(!ground.holds(None, None));
        assert_eq!(ground.patches()[0].id(), "ward/A");
    }

    #[test]
    fn a_catchment_reaches_what_it_covers_the_middle_of_and_where_its_own_middle_is() {
        let ground = ground();
        let west_of = |limit: f64| move |at: Point| at.longitude < limit;
        assert_eq!(ground.reached_by(west_of(-2.0), None), [0, 2]);
        let small = Point::new(53.1, -1.1);
        assert_eq!(ground.reached_by(|_| false, small), [1]);
        assert_eq!(ground.reached_by(|_| true, small), [0, 1, 2]);
    }
}
