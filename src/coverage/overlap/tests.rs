//! What holds of groups of services that are alike, and one example by hand.

use super::alike::{REACH_M, Traits, alike};
use super::shared::Labels;
use super::together::Idea;
use super::words::{Lexicon, Text};
use super::*;
use crate::domain::availability::{Freshness, State};
use crate::domain::point::{Point, Unit};
use crate::domain::schedule::{DaySet, Times};
use crate::search::entry::Named;
use crate::search::survey::Room;
use jiff::civil::Weekday;
use proptest::prelude::*;
use std::collections::{BTreeSet, HashSet};
use uuid::Uuid;

fn room(state: State, waiting: Option<u32>) -> Room {
    Room {
        state,
        heard: Freshness::Fresh,
        free: None,
        total: None,
        waiting,
        weeks: None,
    }
}

/// A service of an organisation for a need, so many metres to the north, with these words.
fn listed(number: u128, run_by: u128, text: (&str, &str), metres: f64) -> (Listed, Text) {
    let north = 53.4 + metres / 111_195.0;
    let at = Unit::from(Point::new(north, -2.3).unwrap());
    let organization = Named {
        id: Uuid::from_u128(run_by),
        name: ["Alder", "Birch", "Cedar", "Damson", "Elm"][run_by as usize % 5].into(),
    };
    let listed = Listed {
        id: Uuid::from_u128(number),
        name: text.0.into(),
        organization: Some(organization),
        room: room(State::Open, None),
        traits: Traits {
            needs: vec![(1, 1.0)],
            places: vec![at],
            ..Traits::default()
        },
    };
    (listed, Text::of(text.0, text.1))
}

fn weighed(all: Vec<(Listed, Text)>) -> Vec<Listed> {
    let mut lexicon = Lexicon::default();
    all.iter().for_each(|(_, text)| lexicon.add(text));
    let weights = lexicon.weights();
    let weighed = all.into_iter().map(|(mut listed, text)| {
        listed.traits.words = weights.weigh(&text);
        listed
    });
    weighed.collect()
}

const NO_LABELS: Labels = Labels {
    words: &[],
    tag: &|_| None,
};

fn groups_of(all: Vec<Listed>, threshold: f64) -> Vec<Group> {
    found(all, threshold, &NO_LABELS, &HashSet::new())
        .unwrap()
        .0
}

fn numbers(group: &Group) -> BTreeSet<u128> {
    let ids = group.members.iter().map(|(one, _)| one.id.as_u128());
    ids.collect()
}

/// Lunch clubs by three organisations, one of them full; a boxing club beside them; a lunch club too far away.
fn example() -> Vec<Listed> {
    let mut all = vec![
        listed(1, 1, ("Lunch club", "A hot meal for older people"), 0.0),
        listed(
            2,
            2,
            ("Tuesday lunch club", "Hot meals for older people"),
            800.0,
        ),
        listed(
            3,
            3,
            ("Lunch for older people", "A hot meal and company"),
            1500.0,
        ),
        listed(4, 4, ("Boxing", "Training for all in the ring"), 10.0),
        listed(5, 1, ("Lunch club", "A hot meal for older people"), 9000.0),
        listed(6, 0, ("Chess", "Openings and endings"), 20.0),
    ];
    all[0].0.room = room(State::Full, None);
    weighed(all)
}

#[test]
fn those_who_are_full_are_told_of_room_near_them() {
    let groups = groups_of(example(), 0.5);
    assert_eq!(groups.len(), 1, "{groups:#?}");
    let group = &groups[0];
    assert_eq!(numbers(group), BTreeSet::from([1, 2, 3]));
    assert_eq!(group.organizations, 3);
    let Some(Idea::SendOn {
        full: 1,
        room: 2,
        metres: Some(metres),
    }) = group.ideas.first()
    else {
        panic!("{:?}", group.ideas)
    };
    assert!((metres - 800.0).abs() < 2.0);
    assert!(
        group.ideas[0]
            .words()
            .contains("Without room: 1, with room: 2, 800 m away")
    );
    assert!((group.shared.farthest_m.unwrap() - 1500.0).abs() < 2.0);
}

#[test]
fn one_organisation_alone_is_no_overlap_nor_is_one_service_listed_twice() {
    let own: Vec<Listed> = example()
        .into_iter()
        .map(|mut one| {
            one.organization = Some(Named {
                id: Uuid::from_u128(9),
                name: "Alder".into(),
            });
            one
        })
        .collect();
    assert!(groups_of(own, 0.5).is_empty());
    let pair = |one: u128, other: u128| (Uuid::from_u128(one), Uuid::from_u128(other));
    let all_likely = HashSet::from([pair(1, 2), pair(2, 3)]);
    let (groups, doubled) = found(example(), 0.5, &NO_LABELS, &all_likely).unwrap();
    assert_eq!((groups.len(), doubled), (0, 1));
    let (groups, doubled) =
        found(example(), 0.5, &NO_LABELS, &HashSet::from([pair(1, 2)])).unwrap();
    assert_eq!((groups.len(), doubled, groups[0].doubles.len()), (1, 0, 1));
}

#[test]
fn what_is_for_other_people_is_not_alike() {
    let all = example();
    let (one, other) = (&all[0].traits, &all[1].traits);
    assert!(alike(one, other) > Some(0.5));
    let women = Traits {
        people: vec!["women"],
        ..one.clone()
    };
    let men = Traits {
        people: vec!["men"],
        ..other.clone()
    };
    assert_eq!(alike(&women, &men), None);
    assert!(alike(&women, other) < alike(one, other));
    let children = Traits {
        ages: Some((5.0, 11.0)),
        ..one.clone()
    };
    let elders = Traits {
        ages: Some((65.0, 120.0)),
        ..other.clone()
    };
    assert_eq!(alike(&children, &elders), None);
    let helplines = [Some(vec![1, 2]), Some(vec![3]), None].map(|only| Traits {
        places: Vec::new(),
        only,
        ..one.clone()
    });
    assert_eq!(alike(&helplines[0], &helplines[1]), None);
    assert!(alike(&helplines[0], &helplines[2]) < alike(&helplines[2], &helplines[2]));
    assert_eq!(alike(&helplines[2], other), None);
}

#[test]
fn days_say_whether_to_move_or_to_tell() {
    let on = |days: &[Weekday]| {
        let days: DaySet = days.iter().copied().collect();
        Some(Times::spanning(days, 600, 660))
    };
    let mut all = example();
    let of = |all: &[Listed]| groups_of(all.to_vec(), 0.4)[0].ideas.last().cloned();
    for (one, days) in all
        .iter_mut()
        .zip([Weekday::Monday, Weekday::Tuesday, Weekday::Thursday])
    {
        one.traits.times = on(&[days]);
    }
    let Some(idea) = of(&all) else { panic!() };
    assert!(
        idea.words().contains("cover Monday, Tuesday and Thursday"),
        "{idea:?}"
    );
    all.iter_mut()
        .for_each(|one| one.traits.times = on(&[Weekday::Friday]));
    assert_eq!(of(&all), Some(Idea::SameDays(vec![Weekday::Friday])));
}

/// Services in a row of streets, about a few things.
fn some() -> impl Strategy<Value = Vec<Listed>> {
    let word = prop_oneof![
        "lunch", "debt", "choir", "walking", "older", "young", "advice", "club"
    ];
    let words = proptest::collection::vec(word, 1..5).prop_map(|words| words.join(" "));
    let needs = proptest::collection::btree_set(0..4u32, 1..3);
    let one = (words, needs, 0..5u128, 0.0..9000.0f64, any::<bool>());
    proptest::collection::vec(one, 0..25).prop_map(|all| {
        let listed = (1..)
            .zip(all)
            .map(|(number, (words, needs, run_by, metres, is_remote))| {
                let (mut one, text) = listed(number, run_by, (&words, ""), metres);
                one.traits.needs = needs.into_iter().map(|need| (need, 1.0)).collect();
                if is_remote && number % 3 == 0 {
                    one.traits.places.clear();
                }
                (one, text)
            });
        weighed(listed.collect())
    })
}

proptest! {
    #[test]
    fn likeness_is_the_same_from_both_sides(all in some()) {
        for (one, other) in all.iter().flat_map(|one| all.iter().map(move |other| (one, other))) {
            let score = alike(&one.traits, &other.traits);
            prop_assert_eq!(score, alike(&other.traits, &one.traits));
            prop_assert!(score.is_none_or(|score| (0.0..=1.0).contains(&score)));
        }
    }

    #[test]
    fn the_pairs_are_all_that_share_a_need_and_are_in_reach(all in some()) {
        let traits: Vec<Traits> = all.iter().map(|one| one.traits.clone()).collect();
        let mut plainly = Vec::new();
        for (at, one) in (0u32..).zip(&traits) {
            for (to, other) in (0u32..).zip(&traits).skip(at as usize + 1) {
                let has_common = one.needs.iter().any(|need| other.needs.contains(need));
                let is_near = match super::alike::apart_m(one, other) {
                    Some(metres) => metres <= REACH_M,
                    None => one.places.is_empty() && other.places.is_empty(),
                };
                if has_common && is_near {
                    plainly.push((at, to));
                }
            }
        }
        let found = super::near::pairs(&traits).unwrap();
        prop_assert!(plainly.iter().all(|pair| found.binary_search(pair).is_ok()));
    }

    #[test]
    fn every_two_of_a_group_are_as_alike_as_was_asked_for_and_nobody_is_in_two(all in some(), threshold in 0.3..0.9f64) {
        let groups = groups_of(all.clone(), threshold);
        let mut seen = HashSet::new();
        for group in &groups {
            let members: Vec<&Listed> = group.members.iter().map(|(one, _)| one).collect();
            prop_assert!(group.organizations >= 2 && members.len() >= 2);
            let mut least = 1.0f64;
            for (at, one) in members.iter().enumerate() {
                prop_assert!(seen.insert(one.id));
                for other in &members[at + 1..] {
                    let score = alike(&one.traits, &other.traits);
                    prop_assert!(score >= Some(threshold), "{:?}", score);
                    least = least.min(score.unwrap_or_default());
                }
            }
            prop_assert!((group.least - least).abs() < 1e-9, "{} {}", group.least, least);
        }
        // No two could be one.
        for (at, one) in groups.iter().enumerate() {
            for other in &groups[at + 1..] {
                let pairs = one.members.iter().flat_map(|(a, _)| other.members.iter().map(move |(b, _)| (a, b)));
                let all_alike = pairs.into_iter().all(|(a, b)| alike(&a.traits, &b.traits) >= Some(threshold));
                prop_assert!(!all_alike);
            }
        }
    }

    #[test]
    fn the_order_in_which_they_come_makes_no_difference(
        (all, shuffled) in some().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
    ) {
        prop_assert_eq!(groups_of(all, 0.5), groups_of(shuffled, 0.5));
    }
}
