//! TopoJSON against the GeoJSON of the same areas, and what is said of files that are wrong.

use super::*;
use crate::geography::Catchment;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Writes areas of a grid as TopoJSON: each side of a square is an arc, which both neighbours name, and one of
/// them backward.
struct Writer {
    arcs: Vec<Arc>,
    known: BTreeMap<(Corner, Corner), usize>,
    steps: i32,
}

/// A corner of the grid.
type Corner = (usize, usize);

/// Where a corner of the grid is, in whole numbers.
fn corner((x, y): Corner) -> [i32; 2] {
    [x as i32 * 1000, y as i32 * 800]
}

impl Writer {
    /// The corners from one to the other, bent by what the place says.
    fn side(&self, from: Corner, to: Corner) -> Vec<[i32; 2]> {
        let (a, b) = (corner(from), corner(to));
        (0..=self.steps)
            .map(|step| {
                let along = |axis: usize| a[axis] + (b[axis] - a[axis]) * step / self.steps;
                let bend = if step == 0 || step == self.steps {
                    0
                } else {
                    (step * 37 + a[0] + b[1]) % 90
                };
                [along(0) + bend, along(1) + bend]
            })
            .collect()
    }

    fn number(&mut self, from: Corner, to: Corner) -> i64 {
        let (low, high) = (from.min(to), from.max(to));
        let line: Arc = self
            .side(low, high)
            .iter()
            .map(|at| at.map(f64::from))
            .collect();
        let next = self.arcs.len();
        let at = *self.known.entry((low, high)).or_insert(next);
        if at == next {
            self.arcs.push(line);
        }
        let at = at as i64;
        if from <= to { at } else { !at }
    }

    fn ring(&mut self, (x, y): Corner) -> Vec<i64> {
        let around = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)];
        around
            .windows(2)
            .map(|ends| self.number(ends[0], ends[1]))
            .collect()
    }

    /// The same ring, corner by corner.
    fn plain(&self, (x, y): Corner) -> Vec<[i32; 2]> {
        let around = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)];
        let mut ring: Vec<[i32; 2]> = Vec::new();
        for ends in around.windows(2) {
            let (from, to) = (ends[0], ends[1]);
            let mut line = self.side(from.min(to), from.max(to));
            if from > to {
                line.reverse();
            }
            ring.pop();
            ring.extend(line);
        }
        ring
    }

    /// The arcs as they are written: in whole numbers, each the step from the one before, or as positions.
    fn written(&self, scale: f64, is_packed: bool) -> Value {
        let arcs = self.arcs.iter().map(|arc| {
            let mut last = [0.0, 0.0];
            let positions = arc.iter().map(|at| {
                let step = [at[0] - last[0], at[1] - last[1]];
                last = *at;
                match is_packed {
                    true => json!([step[0] as i64, step[1] as i64]),
                    false => json!([at[0] * scale - 3.0, at[1] * scale + 53.0]),
                }
            });
            Value::Array(positions.collect())
        });
        Value::Array(arcs.collect())
    }
}

fn read(file: Value) -> Vec<Feature> {
    let mut all = Vec::new();
    each(file, &mut |feature| all.push(feature)).unwrap();
    all
}

fn wrong(file: Value) -> String {
    let found = read(file).pop().unwrap();
    found.geometry.unwrap_err()
}

/// A file of one area that names these arcs.
fn one(rings: Value, arcs: Value) -> Value {
    json!({ "type": "Topology", "arcs": arcs, "objects": { "all": { "type": "Polygon", "arcs": rings, "properties": {} } } })
}

proptest! {
    #[test]
    fn areas_are_those_of_the_geojson(
        areas in proptest::collection::vec(proptest::collection::btree_set((0..4usize, 0..4usize), 1..4), 1..8),
        steps in 1..6i32,
        is_packed in any::<bool>(),
    ) {
        let scale = 0.0001;
        let mut writer = Writer { arcs: Vec::new(), known: BTreeMap::new(), steps };
        let mut parts = Vec::new();
        let mut plainly = Vec::new();
        for (number, squares) in areas.iter().enumerate() {
            let rings: Vec<Vec<i64>> = squares.iter().map(|at| writer.ring(*at)).collect();
            let properties = json!({ "code": format!("Q{number}"), "name": "x" });
            parts.push(match rings.as_slice() {
                [only] => json!({ "type": "Polygon", "arcs": [only], "properties": properties }),
                rings => json!({ "type": "MultiPolygon", "arcs": rings.iter().map(|ring| [ring]).collect::<Vec<_>>(), "properties": properties }),
            });
            let position = |at: [i32; 2]| [f64::from(at[0]) * scale - 3.0, f64::from(at[1]) * scale + 53.0];
            let rings = squares.iter().map(|at| [writer.plain(*at).into_iter().map(position).collect::<Vec<_>>()]);
            plainly.push((properties, json!({ "type": "MultiPolygon", "coordinates": rings.collect::<Vec<_>>() })));
        }
        let half = parts.split_off(parts.len() / 2);
        let mut file = json!({ "type": "Topology", "arcs": writer.written(scale, is_packed), "objects": {
            "first": { "type": "GeometryCollection", "geometries": parts },
            "second": { "type": "GeometryCollection", "geometries": [{ "type": "GeometryCollection", "geometries": half }] } } });
        if is_packed {
            file["transform"] = json!({ "scale": [scale, scale], "translate": [-3.0, 53.0] });
        }
        let found = read(file);
        prop_assert_eq!(found.len(), plainly.len());
        for (feature, (properties, geometry)) in found.into_iter().zip(plainly) {
            prop_assert_eq!(Value::from(feature.properties.unwrap()), properties);
            let (ours, theirs) = (Catchment::from_value(feature.geometry.unwrap()), Catchment::from_value(geometry));
            prop_assert_eq!(ours.unwrap().id(), theirs.unwrap().id());
        }
    }

    #[test]
    fn whatever_is_thrown_at_it_is_answered(numbers in proptest::collection::vec(any::<i64>(), 0..6), x in any::<f64>()) {
        let file = one(json!([numbers, [0, 1, "x"]]), json!([[[x, 1], [2, 3]], [[2, 3], [x]], 7]));
        prop_assert!(read(file).pop().unwrap().geometry.is_err());
    }
}

#[test]
fn what_is_wrong_with_an_area_is_said_of_that_area() {
    let arcs = json!([
        [[-2, 53], [-1, 53], [-1, 54]],
        [[-1, 54], [-2, 53]],
        [[0, 1]],
        [[5, "x"], [1, 2]]
    ]);
    assert!(read(one(json!([[0, 1]]), arcs.clone()))[0].geometry.is_ok());
    for (rings, words) in [
        (
            json!([[0]]),
            "does not close: it begins at [-2.0, 53.0] and ends at [-1.0, 54.0]",
        ),
        (
            json!([[0, -2]]),
            "arc -2 does not go on where its ring was: from [-1.0, 54.0] to [-2.0, 53.0]",
        ),
        (json!([[0, 9]]), "there is no arc 9: the file has 4, from 0"),
        (json!([[-9]]), "there is no arc 8"),
        (json!([[2]]), "its arc 2 has fewer than two positions"),
        (
            json!([[3]]),
            "its arc 3 has no two numbers as its position 1",
        ),
        (json!([[]]), "a ring has no arcs"),
        (json!([7]), "a ring is no list of arcs"),
        (json!([[0.5]]), "0.5 is no number of an arc"),
    ] {
        let said = wrong(one(rings, arcs.clone()));
        assert!(said.contains(words), "{said}");
    }
    let point = json!({ "type": "Topology", "arcs": [], "objects": { "a": { "type": "Point", "coordinates": [0, 0], "properties": {} } } });
    assert!(wrong(point).contains("a Point: only Polygon"));
}

#[test]
fn what_is_wrong_with_a_file_is_said_of_the_file() {
    let whole = |file: Value| each(file, &mut |_| ()).unwrap_err();
    assert!(whole(json!({ "objects": {} })).contains("no list of arcs"));
    assert!(whole(json!({ "arcs": [] })).contains("no objects"));
    assert!(
        whole(json!({ "arcs": [], "objects": {}, "transform": { "scale": [1] } }))
            .contains("no scale of two numbers")
    );
    let mut deep = json!({ "type": "GeometryCollection", "geometries": [] });
    for _ in 0..20 {
        deep = json!({ "type": "GeometryCollection", "geometries": [deep] });
    }
    assert!(whole(json!({ "arcs": [], "objects": { "a": deep } })).contains("more than 16 deep"));
}

#[test]
fn arcs_that_are_named_over_and_over_do_not_fill_memory() {
    let line: Vec<[i64; 2]> = (0..50_000)
        .map(|step| [step % 2, 0])
        .chain([[0, 0]])
        .collect();
    let often: Vec<i64> = vec![0; 1_000];
    let said = wrong(one(json!([often]), json!([line])));
    assert!(said.contains("so often"), "{said}");
}

#[test]
fn a_collection_that_has_a_name_is_one_area() {
    let part = |arcs: Value| json!({ "type": "Polygon", "arcs": arcs });
    let file = json!({ "type": "Topology", "arcs": [[[0, 0], [0, 1], [1, 1], [0, 0]]], "objects": { "a":
        { "type": "GeometryCollection", "properties": { "code": "Q1" }, "geometries": [part(json!([[0]])), part(json!([[-1]]))] } } });
    let all = read(file);
    assert_eq!(all.len(), 1);
    assert_eq!(
        all[0].geometry.as_ref().unwrap()["geometries"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}
