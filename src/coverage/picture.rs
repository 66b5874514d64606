//! A picture of areas: their outlines side by side, with those of the authorities that they lie in.

use super::scope::Atlas;
use crate::error::Result;
use crate::geography::ground::{Ground, Patch};
use crate::geography::mosaic::{Cell, Mosaic};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Areas in one picture at most: more of them are dust.
pub const MOST: usize = 5_000;
/// Units in the longer side of a picture: about as many as it has pixels on a screen.
const UNITS: u32 = 1_000;
/// Units in a file for programs that draw maps of their own, for each area that would be in a row of a square.
const UNITS_EACH: f64 = 100.0;
/// The areas that people find their way by.
const AUTHORITY: &str = "lad";

/// Areas that can be drawn.
#[derive(Debug, Clone)]
pub struct Picture {
    /// What each looks like, in the order in which they were given.
    pub mosaic: Arc<Mosaic>,
    /// The authorities that several of them lie in, with their names and where their middles are; none where the
    /// areas are authorities, or larger.
    pub around: Mosaic,
    /// Their names.
    pub names: Vec<(String, Cell)>,
}

/// A picture of these areas; none where none has a shape, or where there are too many to be seen.
///
/// # Errors
/// The database fails.
pub fn picture(atlas: &mut Atlas, areas: &[Arc<Patch>]) -> Result<Option<Picture>> {
    if areas.len() > MOST {
        return Ok(None);
    }
    let Some(mosaic) = atlas.held.mosaic(atlas.gazetteer, areas, UNITS) else {
        return Ok(None);
    };
    let authorities = match areas.first() {
        Some(first) if &*first.kind != AUTHORITY => Ground::new(atlas.of_kind(AUTHORITY)?.to_vec()),
        _ => Ground::default(),
    };
    let middles = areas.iter().filter_map(|area| area.middle);
    let numbers: BTreeSet<u16> = middles
        .flat_map(|middle| authorities.holding(Some(middle), None))
        .collect();
    let around: Vec<&Arc<Patch>> = numbers
        .iter()
        .filter_map(|number| authorities.patches().get(usize::from(*number)))
        .collect();
    let shapes: Vec<_> = around.iter().map(|patch| patch.shape()).collect();
    let names = around.iter().filter_map(|patch| {
        let middle = patch.middle?;
        let at = mosaic
            .frame
            .cell((middle.longitude, middle.latitude).into());
        Some((patch.name.to_string(), at))
    });
    Ok(Some(Picture {
        around: Mosaic::on(mosaic.frame, &shapes),
        names: names.collect(),
        mosaic,
    }))
}

/// The same areas finer, for programs; none where none has a shape.
pub fn finer(atlas: &Atlas, areas: &[Arc<Patch>]) -> Option<Arc<Mosaic>> {
    let units = (areas.len() as f64).sqrt() * UNITS_EACH;
    let units = units.clamp(f64::from(UNITS), 1e6) as u32;
    atlas.held.mosaic(atlas.gazetteer, areas, units)
}
