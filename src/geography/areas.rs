//! Areas with their shapes: wards, neighbourhoods, authorities; and which of them a point is in.

use super::Catchment;
use super::names::{Named, PlaceKind};
use super::units::Steps;
use crate::db::schema::areas;
use crate::db::{Conn, Kind, Tx};
use crate::domain::point::Point;
use crate::error::{Error, Result};
use diesel::prelude::*;
use geo::{Centroid, InteriorPoint};
use rstar::{AABB, RTree, RTreeObject};
use std::collections::{BTreeSet, HashMap};

/// An area, as it is kept.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = areas)]
pub struct AreaRow {
    /// What it is, in small letters: `ward`, `lsoa`, `msoa`, `lad`, or any other word.
    pub kind: String,
    /// Its code, such as E05011350.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The code of the area that it is a part of, if that is known.
    pub parent: Option<String>,
    /// The name of that area, if it is known.
    pub parent_name: Option<String>,
    /// A GeoJSON MultiPolygon in WGS84.
    pub geometry: String,
    /// The latitude of its middle, in degrees.
    pub latitude: f64,
    /// The longitude of its middle, in degrees.
    pub longitude: f64,
    /// Its southernmost latitude, in degrees.
    pub south: f64,
    /// Its westernmost longitude, in degrees.
    pub west: f64,
    /// Its northernmost latitude, in degrees.
    pub north: f64,
    /// Its easternmost longitude, in degrees.
    pub east: f64,
}

/// What an area is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// See [`AreaRow::kind`].
    pub kind: String,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The code of the area that it is a part of.
    pub parent: Option<String>,
    /// The name of that area.
    pub parent_name: Option<String>,
}

impl AreaRow {
    /// The row of an area with this shape. `None` if the shape has no middle.
    pub fn new(called: Called, shape: &Catchment) -> Option<Self> {
        let (low, high) = shape.bounds();
        let middle = middle(shape)?;
        Some(Self {
            kind: called.kind,
            code: called.code,
            name: called.name,
            parent: called.parent,
            parent_name: called.parent_name,
            geometry: shape.to_geojson(),
            latitude: middle.latitude,
            longitude: middle.longitude,
            south: low.latitude,
            west: low.longitude,
            north: high.latitude,
            east: high.longitude,
        })
    }
}

/// An area in memory.
#[derive(Debug, Clone)]
pub struct Area {
    /// Its code.
    pub code: Box<str>,
    /// Its name.
    pub name: Box<str>,
    /// The code of the area that it is a part of, if that is known.
    pub parent: Option<Box<str>>,
    /// Where it is.
    pub shape: Catchment,
}

impl RTreeObject for Area {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        let (low, high) = self.shape.bounds();
        AABB::from_corners(
            [low.longitude, low.latitude],
            [high.longitude, high.latitude],
        )
    }
}

/// All areas of one kind, ready to be asked which of them a point is in.
#[derive(Debug, Default)]
pub struct Areas(RTree<Area>);

impl Areas {
    /// Loads all areas of a kind.
    ///
    /// # Errors
    /// The database fails, or a geometry that it holds is damaged.
    pub fn load(conn: &mut Conn, kind: &str) -> Result<Self> {
        let rows = of_kind(conn, kind)?;
        let areas: Result<Vec<Area>> = rows.into_iter().map(area).collect();
        Ok(Self(RTree::bulk_load(areas?)))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.size()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every area, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &Area> {
        self.0.iter()
    }

    /// The areas that contain the point, by code. A point on a border is in both.
    pub fn containing(&self, point: Point) -> Vec<&Area> {
        let at = AABB::from_point([point.longitude, point.latitude]);
        let near = self.0.locate_in_envelope_intersecting(&at);
        let mut found: Vec<&Area> = near.filter(|area| area.shape.contains(point)).collect();
        found.sort_by(|a, b| a.code.cmp(&b.code));
        found
    }
}

fn area(row: AreaRow) -> Result<Area> {
    let shape = Catchment::parse(&row.geometry).map_err(|reason| {
        let AreaRow { kind, code, .. } = &row;
        Error::Internal(format!(
            "the {kind} {code} is damaged ({reason}): delete its row of the table areas and import it again"
        ))
    })?;
    Ok(Area {
        code: row.code.into(),
        name: row.name.into(),
        parent: row.parent.map(Into::into),
        shape,
    })
}

/// The middle of a shape, or a point inside it where the middle is outside.
pub fn middle(shape: &Catchment) -> Option<Point> {
    let polygons = shape.polygons();
    let centroid = polygons.centroid();
    let middle = centroid.and_then(|middle| Point::new(middle.y(), middle.x()));
    let inside = || {
        let inside = polygons.interior_point()?;
        Point::new(inside.y(), inside.x())
    };
    middle
        .filter(|middle| shape.contains(*middle))
        .or_else(inside)
}

/// All rows of a kind, by code.
///
/// # Errors
/// The database fails.
pub fn of_kind(conn: &mut Conn, kind: &str) -> Result<Vec<AreaRow>> {
    let rows = areas::table.filter(areas::kind.eq(kind));
    Ok(rows
        .order(areas::code)
        .select(AreaRow::as_select())
        .load(conn)?)
}

/// The wards and authorities as named places, each in its middle.
///
/// # Errors
/// The database fails.
pub fn named(conn: &mut Conn) -> Result<Vec<Named>> {
    type Row = (String, String, Option<String>, f64, f64);
    let rows: Vec<Row> = areas::table
        .filter(areas::kind.eq_any(["ward", "lad"]))
        .order((areas::kind, areas::code))
        .select((
            areas::kind,
            areas::name,
            areas::parent_name,
            areas::latitude,
            areas::longitude,
        ))
        .load(conn)?;
    let place = |(kind, name, parent, latitude, longitude): Row| Named {
        name: name.into(),
        area: parent.unwrap_or_default().into(),
        kind: match kind.as_str() {
            "ward" => PlaceKind::Ward,
            _ => PlaceKind::District,
        },
        at: Steps::from(Point {
            latitude,
            longitude,
        }),
    };
    Ok(rows.into_iter().map(place).collect())
}

/// What an import makes of the areas that are held.
#[derive(Debug, Default)]
pub struct AreaPlan {
    /// Those that are not held.
    pub new: Vec<AreaRow>,
    /// Those that are held otherwise.
    pub changed: Vec<AreaRow>,
    /// How many are held just so.
    pub unchanged: u64,
}

/// What these areas (none twice) change, without writing.
///
/// # Errors
/// The database fails.
pub fn plan(conn: &mut Conn, given: Vec<AreaRow>) -> Result<AreaPlan> {
    let kinds: BTreeSet<String> = given.iter().map(|row| row.kind.clone()).collect();
    let mut held: HashMap<(String, String), AreaRow> = HashMap::new();
    for kind in kinds {
        let rows = of_kind(conn, &kind)?.into_iter();
        held.extend(rows.map(|row| ((row.kind.clone(), row.code.clone()), row)));
    }
    let mut plan = AreaPlan::default();
    for row in given {
        match held.get(&(row.kind.clone(), row.code.clone())) {
            None => plan.new.push(row),
            Some(known) if *known == row => plan.unchanged += 1,
            Some(_) => plan.changed.push(row),
        }
    }
    Ok(plan)
}

/// Puts in what is new and replaces what has changed; `step` is told of each.
///
/// # Errors
/// The database fails.
pub fn carry_out(tx: &mut Tx, plan: &AreaPlan, step: impl Fn()) -> Result<()> {
    for row in &plan.changed {
        let conn: &mut Conn = tx;
        diesel::delete(areas::table.find((&row.kind, &row.code))).execute(conn)?;
    }
    for row in plan.changed.iter().chain(&plan.new) {
        let conn: &mut Conn = tx;
        diesel::insert_into(areas::table)
            .values(row)
            .execute(conn)?;
        tx.changed(Kind::Gazetteer, format!("areas/{}", row.kind));
        step();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn square(west: f64, south: f64, size: f64) -> Catchment {
        let (east, north) = (west + size, south + size);
        let ring = json!([
            [west, south],
            [east, south],
            [east, north],
            [west, north],
            [west, south]
        ]);
        Catchment::from_value(json!({"type": "Polygon", "coordinates": [ring]})).unwrap()
    }

    fn areas(corners: &[(f64, f64)]) -> Areas {
        let area = |(at, (west, south)): (usize, &(f64, f64))| Area {
            code: format!("E{at:08}").into(),
            name: "x".into(),
            parent: None,
            shape: square(*west, *south, 0.5),
        };
        Areas(RTree::bulk_load(
            corners.iter().enumerate().map(area).collect(),
        ))
    }

    #[test]
    fn the_middle_of_a_crescent_is_inside_it() {
        let ring = json!([
            [-2.0, 53.0],
            [-1.0, 53.0],
            [-1.0, 54.0],
            [-1.1, 53.1],
            [-2.0, 53.0]
        ]);
        let crescent = json!({"type": "Polygon", "coordinates": [ring]});
        let crescent = Catchment::from_value(crescent).unwrap();
        assert!(crescent.contains(middle(&crescent).unwrap()));
        let square = square(-2.0, 53.0, 1.0);
        assert_eq!(middle(&square), Point::new(53.5, -1.5));
    }

    proptest! {
        #[test]
        fn the_tree_finds_what_a_look_at_all_finds(corners in proptest::collection::vec((-3.0..0.0f64, 52.0..54.0f64), 0..20), east in -3.0..0.5f64, north in 52.0..54.5f64) {
            let (areas, point) = (areas(&corners), Point::new(north, east).unwrap());
            let found: Vec<&str> = areas.containing(point).iter().map(|area| &*area.code).collect();
            let mut all: Vec<&str> = areas.iter().filter(|area| area.shape.contains(point)).map(|area| &*area.code).collect();
            all.sort_unstable();
            prop_assert_eq!(found, all);
            prop_assert_eq!(areas.len(), corners.len());
        }
    }
}
