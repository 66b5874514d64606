//! What maps are drawn from: the outlines of areas and the names of places, without the rest of the
//! gazetteer. It is made when the first map is asked for, and again when the gazetteer has changed.

use super::plane::plane;
use super::{Gazetteer, PlaceKind, areas};
use crate::db::{Conn, Database};
use crate::domain::point::Point;
use crate::error::Result;
use geo::{BoundingRect, Coord, LineString, Rect};
use rstar::{AABB, RTree, RTreeObject};
use std::sync::{Arc, Mutex, PoisonError};

/// Steps in the width of the world to which outlines are kept: each about six metres in Britain.
/// Where two areas meet, both have the same points, and must keep the same.
const STEPS: f64 = 4_194_304.0;

/// Whose border an outline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Border {
    /// A local authority.
    District,
    /// A ward.
    Ward,
}

impl Border {
    /// All of them, with the kind of area that they are the border of.
    const ALL: [(Border, &'static str); 2] = [(Border::District, "lad"), (Border::Ward, "ward")];
}

/// One ring around an area, on the [`plane`].
#[derive(Debug, Clone)]
pub struct Outline {
    /// Whose it is.
    pub border: Border,
    /// The ring.
    pub ring: LineString<f64>,
    bounds: Rect<f64>,
}

impl RTreeObject for Outline {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        envelope(&self.bounds)
    }
}

/// The name of a place, on the [`plane`].
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// What it is called.
    pub name: Box<str>,
    /// What it is.
    pub kind: PlaceKind,
    /// Where its middle is.
    pub at: Coord<f64>,
}

impl RTreeObject for Mark {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_point([self.at.x, self.at.y])
    }
}

fn envelope(bounds: &Rect<f64>) -> AABB<[f64; 2]> {
    let (low, high) = (bounds.min(), bounds.max());
    AABB::from_corners([low.x, low.y], [high.x, high.y])
}

/// Outlines and names, by where they are.
#[derive(Debug, Default)]
pub struct Atlas {
    outlines: RTree<Outline>,
    marks: RTree<Mark>,
}

impl Atlas {
    /// Reads the areas and takes the places of the gazetteer.
    ///
    /// # Errors
    /// The database fails, or an area that it holds is damaged.
    pub fn load(conn: &mut Conn, gazetteer: &Gazetteer) -> Result<Self> {
        let mut outlines = Vec::new();
        for (border, kind) in Border::ALL {
            for area in areas::Areas::load(conn, kind)?.iter() {
                outlines.extend(rings(&area.shape).filter_map(|ring| outline(border, &ring)));
            }
        }
        let marks = gazetteer.names().map(|place| Mark {
            name: place.name.clone(),
            kind: place.kind,
            at: plane(place.at.into()),
        });
        Ok(Self {
            outlines: RTree::bulk_load(outlines),
            marks: RTree::bulk_load(marks.collect()),
        })
    }

    /// The outlines that may come into a box.
    pub fn outlines(&self, within: &Rect<f64>) -> impl Iterator<Item = &Outline> {
        self.outlines
            .locate_in_envelope_intersecting(&envelope(within))
    }

    /// The names within a box, the best known first.
    pub fn marks(&self, within: &Rect<f64>) -> Vec<&Mark> {
        let found = self
            .marks
            .locate_in_envelope_intersecting(&envelope(within));
        let mut found: Vec<&Mark> = found.collect();
        found.sort_by(|a, b| (a.kind, &a.name).cmp(&(b.kind, &b.name)));
        found
    }
}

fn rings(shape: &super::Catchment) -> impl Iterator<Item = LineString<f64>> {
    let polygons = shape.polygons();
    polygons.into_iter().flat_map(|polygon| {
        let (outer, inner) = polygon.into_inner();
        std::iter::once(outer).chain(inner)
    })
}

fn outline(border: Border, ring: &LineString<f64>) -> Option<Outline> {
    let on_plane = ring.coords().map(|at| {
        let at = plane(Point {
            latitude: at.y,
            longitude: at.x,
        });
        let stepped = |along: f64| (along * STEPS).round() / STEPS;
        Coord {
            x: stepped(at.x),
            y: stepped(at.y),
        }
    });
    let mut ring: Vec<Coord<f64>> = on_plane.collect();
    ring.dedup();
    let ring = LineString::from(ring);
    let bounds = ring.bounding_rect()?;
    Some(Outline {
        border,
        ring,
        bounds,
    })
}

/// The atlas of the gazetteer that is in force.
#[derive(Debug, Default)]
pub struct Kept(Mutex<Option<(Arc<Gazetteer>, Arc<Atlas>)>>);

impl Kept {
    /// The atlas; made anew if the gazetteer is another than last time. Who asks meanwhile waits.
    ///
    /// # Errors
    /// As of [`Atlas::load`].
    pub fn of(&self, db: &Database, gazetteer: Arc<Gazetteer>) -> Result<Arc<Atlas>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, atlas)) = &*kept
            && Arc::ptr_eq(of, &gazetteer)
        {
            return Ok(Arc::clone(atlas));
        }
        let atlas = Arc::new(db.read(|conn| Atlas::load(conn, &gazetteer))?);
        *kept = Some((gazetteer, Arc::clone(&atlas)));
        Ok(atlas)
    }
}
