//! TopoJSON (version 1): a file in which a border that two areas share stands once, as an *arc*. Rings are put
//! together again of arcs, each forward or, where its number is negative, backward.
//!
//! A small file may name one large arc a thousand times; so many corners as no true file has are refused.

use super::Feature;
use serde_json::{Value, json};

/// Corners of all areas of a file together, at most: small areas of a country in good detail have fewer.
const MOST_CORNERS: usize = 20_000_000;
/// Corners of one area, at most: the most ragged coast has fewer.
const MOST_IN_ONE: usize = 4_000_000;
/// Collections within each other, at most.
const DEEPEST: usize = 16;

/// A line of corners, longitude and latitude.
type Arc = Vec<[f64; 2]>;

/// The arcs of a file. One that is wrong is only wrong for the areas that name it.
struct Arcs {
    all: Vec<Result<Arc, String>>,
    /// Corners that may still be made of them.
    left: usize,
    /// Those of the area that is read.
    own: usize,
}

/// How whole numbers become positions.
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

/// Whether this is TopoJSON.
pub fn is_topology(value: &Value) -> bool {
    value.get("type").and_then(Value::as_str) == Some("Topology")
}

/// Gives each area of each object of a file, one after another, so that only one is in memory at a time.
///
/// # Errors
/// The file as a whole is no TopoJSON; why. What is wrong with one area is told in its place.
pub fn each(mut value: Value, take: &mut dyn FnMut(Feature)) -> Result<(), String> {
    let transform = value.get("transform").map(Transform::read).transpose()?;
    let arcs = match value.get_mut("arcs").map(Value::take) {
        Some(Value::Array(arcs)) => arcs,
        _ => return Err("it has no list of arcs".to_owned()),
    };
    let arcs = arcs
        .into_iter()
        .map(|arc| read_arc(&arc, transform.as_ref()));
    let mut arcs = Arcs {
        all: arcs.collect(),
        left: MOST_CORNERS,
        own: 0,
    };
    let Some(Value::Object(objects)) = value.get_mut("objects").map(Value::take) else {
        return Err("it has no objects".to_owned());
    };
    for object in objects.into_values() {
        arcs.walk(object, take, 0)?;
    }
    Ok(())
}

impl Transform {
    fn read(value: &Value) -> Result<Self, String> {
        let two = |name: &str| {
            let two = value.get(name).and_then(position);
            two.ok_or_else(|| format!("its transform has no {name} of two numbers"))
        };
        Ok(Self {
            scale: two("scale")?,
            translate: two("translate")?,
        })
    }
}

/// The first two numbers of a list.
fn position(value: &Value) -> Option<[f64; 2]> {
    let numbers = value.as_array()?;
    let number = |at: usize| numbers.get(at)?.as_f64();
    Some([number(0)?, number(1)?])
}

/// The corners of an arc. With a transform each is told by its steps from the one before.
fn read_arc(value: &Value, transform: Option<&Transform>) -> Result<Arc, String> {
    let positions = value.as_array().ok_or("is no list of positions")?;
    let mut sum = [0.0, 0.0];
    let corners = positions.iter().zip(1..).map(|(at, number)| {
        let at: [f64; 2] =
            position(at).ok_or_else(|| format!("has no two numbers as its position {number}"))?;
        let Some(transform) = transform else {
            return Ok(at);
        };
        sum = [sum[0] + at[0], sum[1] + at[1]];
        Ok([0, 1].map(|axis: usize| {
            let of = |two: [f64; 2]| two.get(axis).copied().unwrap_or_default();
            of(sum) * of(transform.scale) + of(transform.translate)
        }))
    });
    let corners: Arc = corners.collect::<Result<_, String>>()?;
    match corners.len() {
        0 | 1 => Err("has fewer than two positions".to_owned()),
        _ => Ok(corners),
    }
}

impl Arcs {
    /// An object and, if it is a list of others, those. A collection that says something of itself is one area.
    fn walk(
        &mut self,
        mut object: Value,
        take: &mut dyn FnMut(Feature),
        depth: usize,
    ) -> Result<(), String> {
        if depth > DEEPEST {
            return Err(format!(
                "it has collections in collections, more than {DEEPEST} deep"
            ));
        }
        let is_list = object.get("type").and_then(Value::as_str) == Some("GeometryCollection")
            && object.get("properties").is_none();
        if is_list {
            let Some(Value::Array(parts)) = object.get_mut("geometries").map(Value::take) else {
                return Err("it has a GeometryCollection without geometries".to_owned());
            };
            return parts
                .into_iter()
                .try_for_each(|part| self.walk(part, take, depth + 1));
        }
        let properties = match object.get_mut("properties").map(Value::take) {
            Some(Value::Object(properties)) => Some(properties),
            _ => None,
        };
        self.own = 0;
        take(Feature {
            properties,
            geometry: self.geometry(&object, 0),
        });
        Ok(())
    }

    /// The same as GeoJSON.
    fn geometry(&mut self, object: &Value, depth: usize) -> Result<Value, String> {
        let kind = object.get("type").and_then(Value::as_str);
        let listed = |name: &str| match object.get(name) {
            Some(Value::Array(listed)) => Ok(listed.as_slice()),
            _ => Err(format!("it has no list of {name}")),
        };
        match kind {
            Some("Polygon") => {
                let rings = self.rings(listed("arcs")?)?;
                Ok(json!({ "type": "Polygon", "coordinates": rings }))
            }
            Some("MultiPolygon") => {
                let polygons = listed("arcs")?.iter().map(|rings| {
                    let rings = rings.as_array().ok_or("a polygon is no list of rings")?;
                    self.rings(rings)
                });
                let polygons = polygons.collect::<Result<Vec<_>, String>>()?;
                Ok(json!({ "type": "MultiPolygon", "coordinates": polygons }))
            }
            Some("GeometryCollection") if depth < DEEPEST => {
                let parts = listed("geometries")?
                    .iter()
                    .map(|part| self.geometry(part, depth + 1));
                let parts = parts.collect::<Result<Vec<_>, String>>()?;
                Ok(json!({ "type": "GeometryCollection", "geometries": parts }))
            }
            None => Err("it has no shape".to_owned()),
            Some(other) => {
                let shown: String = other.chars().take(30).collect();
                Err(format!(
                    "the area has a {shown}: only Polygon and MultiPolygon enclose an area"
                ))
            }
        }
    }

    fn rings(&mut self, rings: &[Value]) -> Result<Vec<Arc>, String> {
        let rings = rings.iter().map(|ring| {
            let numbers = ring.as_array().ok_or("a ring is no list of arcs")?;
            self.ring(numbers)
        });
        rings.collect()
    }

    /// The corners of a ring; where one arc ends the next one begins, so that corner stands once.
    fn ring(&mut self, numbers: &[Value]) -> Result<Arc, String> {
        let mut ring = Arc::new();
        for number in numbers {
            let number = number
                .as_i64()
                .ok_or_else(|| format!("{number} is no number of an arc"))?;
            // ~0, which is -1, is the first arc backward.
            let (at, is_backward) = match number < 0 {
                true => (!number, true),
                false => (number, false),
            };
            let found = usize::try_from(at).ok().and_then(|at| self.all.get(at));
            let arc = match found {
                Some(Ok(arc)) => arc,
                Some(Err(wrong)) => return Err(format!("its arc {at} {wrong}")),
                None => {
                    let many = self.all.len();
                    return Err(format!("there is no arc {at}: the file has {many}, from 0"));
                }
            };
            (self.own, self.left) = spent(self.own, self.left, arc.len())?;
            join(&mut ring, arc, is_backward)
                .map_err(|gap| format!("arc {number} does not go on where its ring was: {gap}"))?;
        }
        match (ring.first(), ring.last()) {
            (Some(first), Some(last)) if is_one(*first, *last) => {
                // Rounded twice, they may differ in the last digit.
                if let Some((first, last)) = ring.first().copied().zip(ring.last_mut()) {
                    *last = first;
                }
                Ok(ring)
            }
            (Some(first), Some(last)) => Err(format!(
                "a ring does not close: it begins at {first:?} and ends at {last:?}"
            )),
            _ => Err("a ring has no arcs".to_owned()),
        }
    }
}

/// What there is when these corners are taken too.
fn spent(own: usize, left: usize, more: usize) -> Result<(usize, usize), String> {
    let own = own.saturating_add(more);
    match left.checked_sub(more) {
        Some(left) if own <= MOST_IN_ONE => Ok((own, left)),
        _ => Err(format!(
            "it names its arcs so often that one area has more than {MOST_IN_ONE} corners, or all together more \
             than {MOST_CORNERS}"
        )),
    }
}

fn join(ring: &mut Arc, arc: &[[f64; 2]], is_backward: bool) -> Result<(), String> {
    let corner = |at: usize| match is_backward {
        true => arc.iter().rev().nth(at),
        false => arc.get(at),
    };
    if let Some((last, first)) = ring.last().zip(corner(0)) {
        if !is_one(*last, *first) {
            return Err(format!("from {last:?} to {first:?}"));
        }
        ring.pop();
    }
    match is_backward {
        true => ring.extend(arc.iter().rev()),
        false => ring.extend(arc),
    }
    Ok(())
}

/// Whether two positions are one, but for how they were rounded: a millimetre.
fn is_one(a: [f64; 2], b: [f64; 2]) -> bool {
    const LEAST: f64 = 1e-8;
    (a[0] - b[0]).abs() < LEAST && (a[1] - b[1]).abs() < LEAST
}

#[cfg(test)]
mod tests;
