//! What people are met with, against a plain reckoning over random places.

use super::standing::{Chance, Standing, Standings};
use crate::coverage::access::floating::{Home, Homes};
use crate::domain::point::{Point, Unit};
use proptest::prelude::*;

const ROWS: usize = 3;

fn some_point() -> impl Strategy<Value = Point> {
    (53.0..53.6, -2.6..-1.9).prop_map(|(lat, lon)| Point::new(lat, lon).unwrap())
}

fn chance(homes: u32) -> impl Strategy<Value = (Option<Point>, Chance)> {
    let only = proptest::option::of(proptest::collection::btree_set(0..homes, 0..4));
    let rows = proptest::collection::btree_set(0..ROWS as u32, 1..3);
    let standing = (0..4usize).prop_map(|place| Standing::ALL[place]);
    let at = proptest::option::of(some_point());
    (at, only, standing, rows).prop_map(|(at, only, standing, rows)| {
        let chance = Chance {
            at: at.map(Unit::from),
            only: only.map(|only| only.into_iter().collect()),
            standing,
            rows: rows.into_iter().collect(),
        };
        (at, chance)
    })
}

/// What one home is met with by one chance.
fn met(home: (u32, Point), at: Option<Point>, chance: &Chance, farthest_m: f64) -> Standing {
    let is_for = chance
        .only
        .as_ref()
        .is_none_or(|only| only.contains(&home.0));
    let is_near = at.is_none_or(|at| at.distance_m(home.1) <= farthest_m);
    match (is_for, is_near) {
        (true, true) => chance.standing,
        (true, false) => Standing::TooFar,
        (false, true) if at.is_some() => Standing::Catchment,
        (false, _) => Standing::None,
    }
}

proptest! {
    #[test]
    fn everybody_is_met_with_the_best_that_there_is_for_them(
        places in proptest::collection::vec(some_point(), 1..12),
        chances in proptest::collection::vec(chance(12), 0..12),
        km in 0.5..30.0f64,
    ) {
        let farthest_m = km * 1000.0;
        let homes = Homes::new(places.iter().map(|at| Home { at: *at, people: 1.0 }).collect());
        let found = Standings::of(&homes, ROWS, chances.iter().map(|(_, chance)| chance), farthest_m);
        for row in 0..ROWS as u32 {
            for (number, place) in (0..).zip(&places) {
                let own = chances.iter().filter(|(_, chance)| chance.rows.contains(&row));
                let own = own.map(|(at, chance)| met((number, *place), *at, chance, farthest_m));
                let plainly = own.min().unwrap_or(Standing::None);
                prop_assert_eq!(found.row(row)[number as usize], plainly);
            }
        }
    }

    #[test]
    fn nobody_gains_when_something_goes(
        places in proptest::collection::vec(some_point(), 1..12),
        chances in proptest::collection::vec(chance(12), 1..12),
        stays in proptest::collection::vec(any::<bool>(), 12),
    ) {
        let homes = Homes::new(places.iter().map(|at| Home { at: *at, people: 1.0 }).collect());
        let of = |all: Vec<&Chance>| Standings::of(&homes, ROWS, all, 5_000.0);
        let before = of(chances.iter().map(|(_, chance)| chance).collect());
        let kept = chances.iter().zip(&stays).filter(|(_, stays)| **stays);
        let after = of(kept.map(|((_, chance), _)| chance).collect());
        for row in 0..ROWS as u32 {
            let mut pairs = before.row(row).iter().zip(after.row(row));
            prop_assert!(pairs.all(|(before, after)| before <= after));
        }
    }
}

#[test]
fn every_standing_is_a_reason_but_room() {
    assert_eq!(Standing::reasons().len(), Standing::ALL.len() - 1);
    assert!(!Standing::reasons().contains(&Standing::Room));
    assert!(Standing::ALL.is_sorted());
}
