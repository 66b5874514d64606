//! How well people can get at places: the enhanced two-step floating catchment area method (Luo and Qi 2009).
//!
//! 1. Each service has its places for all who can reach it: places by people, each of whom counts for less the
//!    farther away they live.
//! 2. Each area can get at the sum of these over the services that it can reach, each of which counts for less
//!    the farther away it is.
//!
//! A score is places for one person. The scores of all areas, each times its people, add up to the places that
//! anybody can reach: nothing is counted twice, and nothing is lost.

use super::decay::Reach;
use crate::domain::point::{EARTH_RADIUS_M, Point, Unit};
use rstar::{AABB, RTree, RTreeObject};
use std::panic::resume_unwind;
use std::thread;

/// Offers from which on they are looked at side by side.
const MANY: usize = 10_000;
/// In how many parts.
const PARTS: usize = 8;

/// An area, as its people live in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Home {
    /// Its middle.
    pub at: Point,
    /// How many people live there.
    pub people: f64,
}

/// What a service offers at one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// Where; none where nobody has to go anywhere, as by telephone: then all count alike.
    pub at: Option<Unit>,
    /// The only areas that it is for, by their places in the list of homes; none where it is for all.
    pub only: Option<Vec<u32>>,
    /// What it offers.
    pub offered: Score,
}

/// What is offered; and, of an area, how much of it there is for one person, 0 where nothing is within reach.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Score {
    /// Places in all, of services that count them.
    pub places: f64,
    /// Places that are free.
    pub free: f64,
    /// Services.
    pub services: f64,
    /// Services that say that they have room.
    pub open: f64,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scores {
    /// For each home, in their order.
    pub homes: Vec<Score>,
    /// What nobody can reach: places where no people live within reach of them.
    pub unreached: Score,
}

/// Homes, so that those near a place are found at once.
#[derive(Debug)]
pub struct Homes {
    all: Vec<Home>,
    /// Where each is, as distances are measured.
    units: Vec<Unit>,
    tree: RTree<Put>,
}

/// A home where it is.
#[derive(Debug, Clone, Copy)]
struct Put([f64; 3], u32);

impl RTreeObject for Put {
    type Envelope = AABB<[f64; 3]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_point(self.0)
    }
}

impl Homes {
    /// Of these areas. Nobody, or fewer, live where the number of people is none or below nothing.
    pub fn new(all: Vec<Home>) -> Self {
        let put = (0..)
            .zip(&all)
            .map(|(number, home)| Put(Unit::from(home.at).parts(), number));
        Self {
            tree: RTree::bulk_load(put.collect()),
            units: all.iter().map(|home| Unit::from(home.at)).collect(),
            all,
        }
    }

    /// All of them.
    pub fn all(&self) -> &[Home] {
        &self.all
    }

    /// How well each can get at what is offered. What is offered in numbers that are none, or below nothing,
    /// is not offered. Much is looked at in parts side by side; how many there are depends on nothing but how much
    /// is offered, so that the sums are the same on every machine.
    pub fn scores(&self, offers: &[Offer], reach: &Reach) -> Scores {
        if offers.len() < MANY {
            return self.scores_of(offers, reach);
        }
        let part = offers.len().div_ceil(PARTS);
        let parts: Vec<Scores> = thread::scope(|scope| {
            let begun = offers
                .chunks(part)
                .map(|some| scope.spawn(|| self.scores_of(some, reach)));
            let begun: Vec<_> = begun.collect();
            let ended = begun
                .into_iter()
                .map(|work| work.join().unwrap_or_else(|panic| resume_unwind(panic)));
            ended.collect()
        });
        let none = Scores {
            homes: vec![Score::default(); self.all.len()],
            unreached: Score::default(),
        };
        parts.into_iter().fold(none, Scores::and)
    }

    fn scores_of(&self, offers: &[Offer], reach: &Reach) -> Scores {
        let mut scores = Scores {
            homes: vec![Score::default(); self.all.len()],
            unreached: Score::default(),
        };
        let mut near = Vec::new();
        for offer in offers {
            let offered = offer.offered.amounts();
            self.near(offer, reach, &mut near);
            let people: f64 = near
                .iter()
                .map(|(home, weight)| self.people(*home) * weight)
                .sum();
            if people <= 0.0 {
                scores.unreached.add(offered, 1.0);
                continue;
            }
            for (home, weight) in &near {
                if let Some(score) = scores.homes.get_mut(*home as usize) {
                    score.add(offered, weight / people);
                }
            }
        }
        scores
    }

    fn people(&self, home: u32) -> f64 {
        self.all
            .get(home as usize)
            .map_or(0.0, |home| amount(home.people))
    }

    /// The homes from which a place can be reached.
    pub fn within(&self, at: Unit, reach: &Reach, found: &mut Vec<u32>) {
        found.clear();
        let inside = self.tree.locate_in_envelope(&around(at, reach.farthest_m));
        let is_near = |home: &u32| {
            let metres = self.units.get(*home as usize).map(|own| own.distance_m(at));
            metres.is_some_and(|metres| reach.weight(metres) > 0.0)
        };
        found.extend(inside.map(|put| put.1).filter(is_near));
    }

    /// The homes that can reach an offer, each with what it counts for.
    fn near(&self, offer: &Offer, reach: &Reach, near: &mut Vec<(u32, f64)>) {
        near.clear();
        let Some(at) = offer.at else {
            let all = 0..self.all.len() as u32;
            match &offer.only {
                Some(only) => near.extend(only.iter().map(|home| (*home, 1.0))),
                None => near.extend(all.map(|home| (home, 1.0))),
            }
            return;
        };
        let weigh = |home: u32| {
            let metres = self.units.get(home as usize)?.distance_m(at);
            Some((home, reach.weight(metres))).filter(|(_, weight)| *weight > 0.0)
        };
        match &offer.only {
            Some(only) => near.extend(only.iter().filter_map(|home| weigh(*home))),
            None => {
                let around = around(at, reach.farthest_m);
                let inside = self.tree.locate_in_envelope(&around);
                near.extend(inside.filter_map(|put| weigh(put.1)));
            }
        }
    }
}

impl Scores {
    fn and(mut self, other: Self) -> Self {
        for (all, more) in self.homes.iter_mut().zip(other.homes) {
            all.add(more, 1.0);
        }
        self.unreached.add(other.unreached, 1.0);
        self
    }
}

impl Score {
    fn add(&mut self, offered: Score, share: f64) {
        self.places += offered.places * share;
        self.free += offered.free * share;
        self.services += offered.services * share;
        self.open += offered.open * share;
    }

    /// The same, of which what is no number, endless or below nothing is none.
    fn amounts(self) -> Self {
        Self {
            places: amount(self.places),
            free: amount(self.free),
            services: amount(self.services),
            open: amount(self.open),
        }
    }
}

/// A number of people or places: what is no number, endless or below nothing is none.
fn amount(number: f64) -> f64 {
    if number.is_finite() {
        number.max(0.0)
    } else {
        0.0
    }
}

/// A box with everything that is so near, and a little more.
fn around(at: Unit, metres: f64) -> AABB<[f64; 3]> {
    // A straight line through the globe is shorter than the way over it.
    let far = metres / EARTH_RADIUS_M * 1.000_001 + 1e-9;
    let parts = at.parts();
    AABB::from_corners(parts.map(|part| part - far), parts.map(|part| part + far))
}
