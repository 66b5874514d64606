//! Scores against examples worked by hand, and against a plain computation that looks at every pair.

use super::*;
use crate::domain::point::{Point, Unit};
use proptest::prelude::*;

/// A place so many metres north of the middle of the invented town.
fn north(metres: f64) -> Point {
    // A degree of a great circle over the mean radius of the earth, as distances are measured.
    Point::new(53.9 + metres / 111_195.08, -3.7).unwrap()
}

fn home(metres: f64, people: f64) -> Home {
    Home {
        at: north(metres),
        people,
    }
}

fn offer(metres: f64, places: f64, free: f64) -> Offer {
    Offer {
        at: Some(north(metres).into()),
        only: None,
        offered: Score {
            places,
            free,
            ..Score::default()
        },
    }
}

fn reach(decay: Decay) -> Reach {
    Reach {
        decay,
        farthest_m: 3000.0,
    }
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

#[test]
fn worked_by_hand() {
    // Two areas, 500 m and 1500 m from a service with 30 places, of which 10 are free; a third is too far.
    let homes = Homes::new(vec![
        home(500.0, 100.0),
        home(1500.0, 250.0),
        home(9000.0, 40.0),
    ]);
    let scores = homes.scores(&[offer(0.0, 30.0, 10.0)], &reach(Decay::Slow));
    // 100 · 1 + 250 · 0.68 = 270 people count for it: 30 / 270 places for each.
    let ratio = 30.0 / 270.0;
    assert!(close(scores.homes[0].places, ratio) && close(scores.homes[1].places, ratio * 0.68));
    assert!(close(scores.homes[0].free, ratio / 3.0));
    assert_eq!(scores.homes[2], Score::default());
}

#[test]
fn what_nobody_can_reach_is_told_and_not_shared() {
    let homes = Homes::new(vec![home(0.0, 0.0), home(9000.0, 10.0)]);
    let scores = homes.scores(&[offer(0.0, 8.0, 3.0)], &reach(Decay::Even));
    assert_eq!((scores.unreached.places, scores.unreached.free), (8.0, 3.0));
    assert!(scores.homes.iter().all(|score| *score == Score::default()));
    // Nobody lives anywhere, and there is nothing: no number is made of that.
    assert_eq!(
        Homes::new(Vec::new()).scores(&[], &reach(Decay::Even)),
        Scores::default()
    );
    let nothing = homes.scores(&[], &reach(Decay::Even));
    assert_eq!(nothing.homes, [Score::default(); 2]);
}

#[test]
fn an_area_where_nobody_lives_can_get_at_what_is_near() {
    let homes = Homes::new(vec![home(0.0, 0.0), home(100.0, 10.0)]);
    let scores = homes.scores(&[offer(0.0, 5.0, 5.0)], &reach(Decay::Even));
    assert!(close(scores.homes[0].places, 0.5));
}

#[test]
fn by_telephone_all_count_alike_and_a_catchment_is_for_its_own() {
    let homes = Homes::new(vec![
        home(0.0, 100.0),
        home(50_000.0, 300.0),
        home(100.0, 600.0),
    ]);
    let calls = Offer {
        at: None,
        ..offer(0.0, 40.0, 4.0)
    };
    let scores = homes.scores(std::slice::from_ref(&calls), &reach(Decay::Slow));
    assert!(scores.homes.iter().all(|score| close(score.places, 0.04)));
    let own = Offer {
        only: Some(vec![1]),
        ..calls
    };
    let scores = homes.scores(&[own], &reach(Decay::Slow));
    assert!(close(scores.homes[1].places, 40.0 / 300.0) && scores.homes[0].places == 0.0);
    let near = Offer {
        only: Some(vec![0, 1]),
        ..offer(0.0, 10.0, 0.0)
    };
    let scores = homes.scores(&[near], &reach(Decay::Slow));
    // It is too far for the second, and not for the third, however near.
    assert_eq!(
        [0, 1, 2].map(|at: usize| scores.homes[at].places),
        [0.1, 0.0, 0.0]
    );
}

#[test]
fn numbers_that_are_none_count_for_nothing() {
    let homes = Homes::new(vec![
        home(0.0, f64::NAN),
        home(10.0, -5.0),
        home(20.0, 10.0),
    ]);
    let scores = homes.scores(
        &[offer(0.0, f64::INFINITY, -1.0), offer(0.0, 20.0, 0.0)],
        &reach(Decay::Even),
    );
    assert!(
        scores
            .homes
            .iter()
            .all(|score| close(score.places, 2.0) && score.free == 0.0)
    );
}

#[test]
fn many_offers_count_as_few_do() {
    let homes: Vec<Home> = (0..40)
        .map(|at| home(f64::from(at) * 300.0, f64::from(at * 7 % 90)))
        .collect();
    let offers: Vec<Offer> = (0..12_345)
        .map(|at| offer(f64::from(at % 120) * 100.0, f64::from(at % 50), 1.0))
        .collect();
    let scores = Homes::new(homes.clone()).scores(&offers, &reach(Decay::Slow));
    for (score, plain) in scores
        .homes
        .iter()
        .zip(plainly(&homes, &offers, &reach(Decay::Slow)))
    {
        assert!(close(score.places, plain), "{} {plain}", score.places);
    }
}

/// The same, pair by pair, as the method is written down.
fn plainly(homes: &[Home], offers: &[Offer], reach: &Reach) -> Vec<f64> {
    let weight = |home: usize, offer: &Offer| {
        let is_for = |only: &Vec<u32>| only.contains(&(home as u32));
        if !offer.only.as_ref().is_none_or(is_for) {
            return 0.0;
        }
        match offer.at {
            None => 1.0,
            Some(at) => reach.weight(Unit::from(homes[home].at).distance_m(at)),
        }
    };
    let ratios: Vec<f64> = offers
        .iter()
        .map(|offer| {
            let people: f64 = (0..homes.len())
                .map(|i| homes[i].people * weight(i, offer))
                .sum();
            if people > 0.0 {
                offer.offered.places / people
            } else {
                0.0
            }
        })
        .collect();
    (0..homes.len())
        .map(|i| {
            offers
                .iter()
                .zip(&ratios)
                .map(|(offer, ratio)| ratio * weight(i, offer))
                .sum()
        })
        .collect()
}

fn some_point() -> impl Strategy<Value = Point> {
    (49.9..60.8, -6.0..1.7, 0.0..0.2, 0.0..0.3).prop_map(|(south, west, up, right)| {
        // Most of a city stands together; now and then something is far off.
        let (latitude, longitude) = match ((south * 1000.0) as u32).is_multiple_of(9) {
            true => (south, west),
            false => (53.4 + up, -2.4 + right),
        };
        Point::new(latitude, longitude).unwrap()
    })
}

fn some_homes() -> impl Strategy<Value = Vec<Home>> {
    let people = prop_oneof![Just(0.0), 1.0..3000.0];
    proptest::collection::vec(
        (some_point(), people).prop_map(|(at, people)| Home { at, people }),
        0..60,
    )
}

fn some_offers() -> impl Strategy<Value = Vec<Offer>> {
    let at = prop_oneof![4 => some_point().prop_map(|at| Some(Unit::from(at))), 1 => Just(None)];
    let only = prop_oneof![
        3 => Just(None),
        1 => proptest::collection::btree_set(0..60u32, 0..9).prop_map(|all| Some(all.into_iter().collect::<Vec<u32>>())),
    ];
    let one =
        (at, only, 0.0..80.0, 0.0..1.0).prop_map(|(at, only, places, part): (_, _, f64, f64)| {
            Offer {
                at,
                only,
                offered: Score {
                    places,
                    free: places * part,
                    services: 1.0,
                    open: part,
                },
            }
        });
    proptest::collection::vec(one, 0..40)
}

fn some_reach() -> impl Strategy<Value = Reach> {
    (0..Decay::ALL.len(), 100.0..40_000.0).prop_map(|(at, farthest_m)| Reach {
        decay: Decay::ALL[at].0,
        farthest_m,
    })
}

proptest! {
    #[test]
    fn scores_are_those_of_the_plain_computation(homes in some_homes(), mut offers in some_offers(), reach in some_reach()) {
        let known = homes.len() as u32;
        for only in offers.iter_mut().filter_map(|offer| offer.only.as_mut()) {
            only.retain(|home| *home < known);
        }
        let scores = Homes::new(homes.clone()).scores(&offers, &reach);
        for (score, plain) in scores.homes.iter().zip(plainly(&homes, &offers, &reach)) {
            prop_assert!(close(score.places, plain), "{} {plain}", score.places);
            prop_assert!(score.free <= score.places + 1e-9);
        }
    }

    #[test]
    fn no_place_is_lost_or_counted_twice(homes in some_homes(), mut offers in some_offers(), reach in some_reach()) {
        let known = homes.len() as u32;
        for only in offers.iter_mut().filter_map(|offer| offer.only.as_mut()) {
            only.retain(|home| *home < known);
        }
        let scores = Homes::new(homes.clone()).scores(&offers, &reach);
        let shared: f64 = homes.iter().zip(&scores.homes).map(|(home, score)| home.people * score.places).sum();
        let offered: f64 = offers.iter().map(|offer| offer.offered.places).sum();
        prop_assert!((shared + scores.unreached.places - offered).abs() < 1e-6, "{shared} {offered}");
    }

    #[test]
    fn whoever_lives_where_nothing_changes_scores_the_same(homes in some_homes(), offers in some_offers(), reach in some_reach()) {
        let none: Vec<Offer> = offers.iter().map(|offer| Offer { only: Some(Vec::new()), ..offer.clone() }).collect();
        let scores = Homes::new(homes).scores(&none, &reach);
        prop_assert!(scores.homes.iter().all(|score| *score == Score::default()));
    }
}
