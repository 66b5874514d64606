//! Where somebody must live to use a service: one or more polygons, read from GeoJSON.

use crate::domain::point::Point;
use geo::{Area, BoundingRect, Intersects};
use geo::{Coord, LineString, MultiPolygon, Polygon, Rect};
use geojson::{GeoJson, GeometryValue, Position};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Steps in a degree when geometries are compared: about a centimetre.
const SCALE: f64 = 1e7;

/// An area on the ground.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Catchment {
    /// Each polygon with the box around it.
    parts: Vec<(Rect<f64>, Polygon<f64>)>,
    bounds: Rect<f64>,
    id: u64,
}

impl Catchment {
    /// Reads GeoJSON text: a polygon or several, or features with such geometries, which together
    /// make the area. Positions are longitude, latitude in degrees (WGS84).
    ///
    /// # Errors
    /// It is not GeoJSON, or has anything but polygons with an area; the text says what to do.
    pub fn parse(text: &str) -> Result<Self, String> {
        let json: Value = serde_json::from_str(text).map_err(|e| {
            format!("the area is not JSON ({e}): give a GeoJSON Polygon or MultiPolygon")
        })?;
        Self::from_value(json)
    }

    /// As [`Catchment::parse`], from JSON that has been read already.
    ///
    /// # Errors
    /// As [`Catchment::parse`].
    pub fn from_value(json: Value) -> Result<Self, String> {
        let geojson = serde_json::from_value::<GeoJson>(json).map_err(|e| {
            format!("the area is not GeoJSON ({e}): give a Polygon or MultiPolygon")
        })?;
        let mut polygons = Vec::new();
        collect(geojson, &mut polygons)?;
        Self::of(polygons)
    }

    /// The area that these polygons make together.
    fn of(polygons: Vec<Polygon<f64>>) -> Result<Self, String> {
        let boxed = |polygon: Polygon<f64>| Some((polygon.bounding_rect()?, polygon));
        let parts: Vec<_> = polygons.into_iter().filter_map(boxed).collect();
        let bounds = parts.iter().map(|(bounds, _)| *bounds).reduce(around);
        let bounds = bounds.ok_or("the area has no polygon: give at least one")?;
        let id = hash(&parts);
        Ok(Self { parts, bounds, id })
    }

    /// Whether the point is in the area or on its border.
    pub fn contains(&self, point: Point) -> bool {
        let at = Coord {
            x: point.longitude,
            y: point.latitude,
        };
        let within = |(bounds, polygon): &(Rect<f64>, Polygon<f64>)| {
            bounds.intersects(&at) && polygon.intersects(&at)
        };
        self.bounds.intersects(&at) && self.parts.iter().any(within)
    }

    /// A number that is the same for the same geometry, on every machine and in every version.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// The south-western and the north-eastern corner of the box around it.
    pub fn bounds(&self) -> (Point, Point) {
        let point = |corner: Coord<f64>| Point {
            latitude: corner.y,
            longitude: corner.x,
        };
        (point(self.bounds.min()), point(self.bounds.max()))
    }

    /// As GeoJSON text, a MultiPolygon.
    pub fn to_geojson(&self) -> String {
        let coordinates: Vec<Vec<Vec<[f64; 2]>>> =
            self.parts.iter().map(|(_, p)| rings(p)).collect();
        serde_json::json!({"type": "MultiPolygon", "coordinates": coordinates}).to_string()
    }

    /// Its polygons, in degrees east (x) and north (y).
    pub fn polygons(&self) -> MultiPolygon<f64> {
        self.parts
            .iter()
            .map(|(_, polygon)| polygon.clone())
            .collect()
    }
}

fn around(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    let (low, high) = (a.min(), a.max());
    Rect::new(
        Coord {
            x: low.x.min(b.min().x),
            y: low.y.min(b.min().y),
        },
        Coord {
            x: high.x.max(b.max().x),
            y: high.y.max(b.max().y),
        },
    )
}

fn rings(polygon: &Polygon<f64>) -> Vec<Vec<[f64; 2]>> {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    let positions = |ring: &LineString<f64>| ring.coords().map(|c| [c.x, c.y]).collect();
    rings.map(positions).collect()
}

/// The first eight bytes of SHA-256 over the rings in whole steps, each ring behind its length.
fn hash(parts: &[(Rect<f64>, Polygon<f64>)]) -> u64 {
    let mut hasher = Sha256::new();
    for (_, polygon) in parts {
        let rings = rings(polygon);
        hasher.update((rings.len() as u64).to_le_bytes());
        for ring in rings {
            hasher.update((ring.len() as u64).to_le_bytes());
            for degrees in ring.as_flattened() {
                hasher.update(((degrees * SCALE).round() as i64).to_le_bytes());
            }
        }
    }
    let digest = hasher.finalize();
    let first = digest.first_chunk().copied().unwrap_or_default();
    u64::from_le_bytes(first)
}

fn collect(geojson: GeoJson, into: &mut Vec<Polygon<f64>>) -> Result<(), String> {
    let geometries = match geojson {
        GeoJson::Geometry(geometry) => vec![Some(geometry)],
        GeoJson::Feature(feature) => vec![feature.geometry],
        GeoJson::FeatureCollection(all) => all.features.into_iter().map(|f| f.geometry).collect(),
    };
    let mut geometries = geometries.into_iter().flatten();
    geometries.try_for_each(|geometry| collect_geometry(geometry.value, into))
}

fn collect_geometry(geometry: GeometryValue, into: &mut Vec<Polygon<f64>>) -> Result<(), String> {
    match geometry {
        GeometryValue::Polygon { coordinates } => into.push(polygon(&coordinates)?),
        GeometryValue::MultiPolygon { coordinates } => {
            for rings in &coordinates {
                into.push(polygon(rings)?);
            }
        }
        GeometryValue::GeometryCollection { geometries } => {
            for geometry in geometries {
                collect_geometry(geometry.value, into)?;
            }
        }
        other => {
            let kind = other.type_name();
            return Err(format!(
                "the area has a {kind}: only Polygon and MultiPolygon enclose an area"
            ));
        }
    }
    Ok(())
}

fn polygon(rings: &[Vec<Position>]) -> Result<Polygon<f64>, String> {
    let rings: Result<Vec<_>, String> = rings.iter().map(|ring| line(ring)).collect();
    let mut rings = rings?.into_iter();
    let outer = rings
        .next()
        .ok_or("a polygon has no ring: give its border as a list of positions")?;
    let polygon = Polygon::new(outer, rings.collect());
    if polygon.unsigned_area() > 0.0 {
        return Ok(polygon);
    }
    Err(
        "a polygon encloses nothing: its border must have three corners that are not on one line"
            .into(),
    )
}

fn line(positions: &[Position]) -> Result<LineString<f64>, String> {
    if positions.len() < 3 {
        return Err(
            "a polygon needs a border of at least three corners, the first repeated at the end"
                .into(),
        );
    }
    let coords: Result<Vec<Coord<f64>>, String> = positions.iter().map(coord).collect();
    Ok(LineString::new(coords?))
}

fn coord(position: &Position) -> Result<Coord<f64>, String> {
    let &[x, y, ..] = position.as_slice() else {
        return Err("a position needs two numbers: longitude, latitude".into());
    };
    // The UK lies between 49 and 61 degrees north and 9 degrees west and 2 east.
    if (49.0..=61.0).contains(&x) && (-9.0..=2.5).contains(&y) {
        return Err(format!(
            "[{x}, {y}] has latitude first: GeoJSON wants [longitude, latitude]"
        ));
    }
    match Point::new(y, x) {
        Some(_) => Ok(Coord { x, y }),
        None => Err(format!(
            "[{x}, {y}] is not a position in degrees: give WGS84 [longitude, latitude], not a grid reference"
        )),
    }
}

impl TryFrom<String> for Catchment {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text)
    }
}

impl From<Catchment> for String {
    fn from(catchment: Catchment) -> String {
        catchment.to_geojson()
    }
}

#[cfg(test)]
mod tests;
