//! Which areas the sites and catchments of a segment are in: found once for each of them.

use super::kept::Parts;
use crate::geography::ground::Ground;
use crate::geography::{Outcode, Postcode};
use crate::search::record;
use crate::search::shelf::Shelf;

/// The areas that are looked at.
#[derive(Debug, Clone, Copy)]
pub struct Grounds<'a> {
    /// Those that are asked for; none for everything.
    pub within: Option<&'a Ground>,
    /// Those that are told apart.
    pub parts: &'a Ground,
}

/// What something is in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Held {
    /// Whether it is in an area that is asked for.
    pub within: bool,
    /// The numbers of the areas that are told apart.
    pub parts: Vec<u16>,
}

/// The sites and catchments of a segment.
pub struct Placed<'a> {
    shelf: &'a Shelf,
    sites: Vec<Held>,
    shapes: Vec<Held>,
    /// What is nowhere.
    nowhere: Held,
}

impl<'a> Placed<'a> {
    /// Finds out where they are.
    pub fn new(shelf: &'a Shelf, grounds: &Grounds) -> Self {
        let sites = 0..shelf.sites.len() as u32;
        let shapes = 0..shelf.shapes.len() as u32;
        let parts = shelf.placed.of(grounds.parts, || Parts {
            sites: sites
                .clone()
                .map(|site| standing(shelf, site, grounds.parts))
                .collect(),
            shapes: shapes
                .clone()
                .map(|one| reaching(shelf, one, grounds.parts))
                .collect(),
        });
        let stands = |site: u32, ground: Option<&Ground>| {
            ground.is_none_or(|ground| !standing(shelf, site, ground).is_empty())
        };
        let reaches = |one: u32, ground: Option<&Ground>| {
            ground.is_none_or(|ground| !reaching(shelf, one, ground).is_empty())
        };
        let site = |site: u32| Held {
            within: stands(site, grounds.within),
            parts: parts.sites.get(site as usize).to_vec(),
        };
        let shape = |one: u32| Held {
            within: reaches(one, grounds.within),
            parts: parts.shapes.get(one as usize).to_vec(),
        };
        Self {
            sites: sites.map(site).collect(),
            shapes: shapes.map(shape).collect(),
            nowhere: Held {
                within: grounds.within.is_none(),
                parts: Vec::new(),
            },
            shelf,
        }
    }

    /// Where a line is, by its number in the segment.
    pub fn line(&self, number: u32) -> &Held {
        let site = self.shelf.line_parts.get(number as usize);
        let held = site.and_then(|[site, _]| self.sites.get(*site as usize));
        held.unwrap_or(&self.nowhere)
    }

    /// What these catchments reach together.
    pub fn reached(&self, shapes: &[u32]) -> Held {
        let mut all = self.nowhere.clone();
        for held in shapes
            .iter()
            .filter_map(|one| self.shapes.get(*one as usize))
        {
            all.within |= held.within;
            all.parts.extend(&held.parts);
        }
        all.parts.sort_unstable();
        all.parts.dedup();
        all
    }
}

/// The areas that a site is in.
fn standing(shelf: &Shelf, site: u32, ground: &Ground) -> Vec<u16> {
    let site = record::site(shelf.sites.get(site));
    let place = site.as_ref().and_then(|site| site.point);
    let postcode = site.as_ref().and_then(|site| site.postcode.as_deref());
    ground.holding(place, postcode.and_then(outcode_of))
}

/// The areas that a catchment reaches.
fn reaching(shelf: &Shelf, shape: u32, ground: &Ground) -> Vec<u16> {
    let covers = |place| shelf.shapes.contains(shape, place);
    ground.reached_by(covers, shelf.shapes.middle(shape))
}

fn outcode_of(postcode: &str) -> Option<Outcode> {
    Some(Postcode::exact(postcode.as_bytes())?.outcode)
}
