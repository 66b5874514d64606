//! Areas that were asked for, kept in memory until the gazetteer changes: their shapes take long to read.

use super::{OUTCODE, Patch};
use crate::db::Conn;
use crate::db::schema::areas as rows;
use crate::domain::point::Point;
use crate::error::{Error, Result};
use crate::geography::areas::{AreaRow, of_kind};
use crate::geography::mosaic::Mosaic;
use crate::geography::{Catchment, Gazetteer, Written};
use diesel::dsl::count_star;
use diesel::prelude::*;
use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

/// Pictures that are kept at most: those of whole kinds, and of what a few accounts look at.
const MOST_DRAWN: usize = 24;

/// The areas of one kind.
pub type Patches = Arc<[Arc<Patch>]>;

/// What was asked for lately.
#[derive(Debug, Default)]
pub struct Held(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    /// The gazetteer as it was then: with any change of areas there is another.
    gazetteer: Option<Arc<Gazetteer>>,
    kinds: Option<Vec<(String, i64)>>,
    patches: HashMap<String, Patches>,
    /// Those drawn last, each by what it is of.
    drawn: VecDeque<(u64, Option<Arc<Mosaic>>)>,
}

impl Held {
    /// Which kinds of areas there are, and how many of each; outcodes are the last.
    ///
    /// # Errors
    /// The database fails.
    pub fn kinds(&self, conn: &mut Conn, gazetteer: &Arc<Gazetteer>) -> Result<Vec<(String, i64)>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.renew(gazetteer);
        if let Some(kinds) = &kept.kinds {
            return Ok(kinds.clone());
        }
        let mut kinds: Vec<(String, i64)> = rows::table
            .group_by(rows::kind)
            .select((rows::kind, count_star()))
            .order(rows::kind)
            .load(conn)?;
        let outcodes = gazetteer.outcodes().count();
        kinds.push((OUTCODE.into(), i64::try_from(outcodes).unwrap_or(i64::MAX)));
        kept.kinds = Some(kinds.clone());
        Ok(kinds)
    }

    /// All areas of a kind; none of a kind that there is not.
    ///
    /// # Errors
    /// The database fails, or a shape that it holds is damaged.
    pub fn of_kind(
        &self,
        conn: &mut Conn,
        gazetteer: &Arc<Gazetteer>,
        kind: &str,
    ) -> Result<Patches> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.renew(gazetteer);
        if let Some(known) = kept.patches.get(kind) {
            return Ok(Arc::clone(known));
        }
        let patches: Patches = match kind {
            OUTCODE => outcodes(gazetteer).map(Arc::new).collect(),
            _ => drawn(of_kind(conn, kind)?)?,
        };
        // A kind that is not there is not remembered: anybody can write one into an address.
        if !patches.is_empty() {
            kept.patches.insert(kind.to_owned(), Arc::clone(&patches));
        }
        Ok(patches)
    }

    /// These areas, simplified together on a grid of so many units; none where none of them has a shape. They are
    /// worked out when they are first asked for, while nobody else waits.
    pub fn mosaic(
        &self,
        gazetteer: &Arc<Gazetteer>,
        patches: &[Arc<Patch>],
        units: u32,
    ) -> Option<Arc<Mosaic>> {
        let mut hasher = DefaultHasher::new();
        units.hash(&mut hasher);
        patches
            .iter()
            .for_each(|patch| (&patch.kind, &patch.code).hash(&mut hasher));
        let name = hasher.finish();
        let known = {
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            kept.renew(gazetteer);
            let mut drawn = kept.drawn.iter();
            drawn
                .find(|(known, _)| *known == name)
                .map(|(_, mosaic)| mosaic.clone())
        };
        if let Some(mosaic) = known {
            return mosaic;
        }
        let shapes: Vec<Option<&Catchment>> = patches.iter().map(|patch| patch.shape()).collect();
        let mosaic = Mosaic::new(&shapes, units).map(Arc::new);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Areas may have come in meanwhile, and these be those of before.
        if kept
            .gazetteer
            .as_ref()
            .is_some_and(|known| Arc::ptr_eq(known, gazetteer))
        {
            kept.drawn.push_back((name, mosaic.clone()));
            while kept.drawn.len() > MOST_DRAWN {
                kept.drawn.pop_front();
            }
        }
        mosaic
    }
}

impl Kept {
    fn renew(&mut self, gazetteer: &Arc<Gazetteer>) {
        let known = self.gazetteer.as_ref();
        if !known.is_some_and(|known| Arc::ptr_eq(known, gazetteer)) {
            *self = Self {
                gazetteer: Some(Arc::clone(gazetteer)),
                ..Self::default()
            };
        }
    }
}

fn outcodes(gazetteer: &Gazetteer) -> impl Iterator<Item = Patch> {
    gazetteer.outcodes().map(|outcode| {
        let place = gazetteer.exact(Written::Outcode(outcode));
        Patch::outcode(outcode, place.map(|place| place.point))
    })
}

fn drawn(rows: Vec<AreaRow>) -> Result<Patches> {
    let patch = |row: AreaRow| {
        let shape = Catchment::parse(&row.geometry).map_err(|reason| {
            let (kind, code) = (&row.kind, &row.code);
            Error::Internal(format!(
                "the {kind} {code} is damaged ({reason}): delete its row of the table areas and import it again"
            ))
        })?;
        let middle = Point::new(row.latitude, row.longitude);
        Ok(Arc::new(Patch::drawn(
            &row.kind, &row.code, &row.name, middle, shape,
        )))
    };
    rows.into_iter().map(patch).collect()
}
