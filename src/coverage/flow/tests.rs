//! What is held back cannot be had from what is told.

use super::*;
use crate::coverage::FEWEST;
use crate::geography::Outcode;
use proptest::prelude::*;

const NEEDS: [&str; 2] = ["debt", ""];
const OUTCODES: [&str; 3] = ["QH1", "QH2", ""];
const MONTHS: [&str; 2] = ["2026-08", "2026-09"];
/// Days until somebody heard, one for each span.
const DAYS: [i64; SPANS.len()] = [0, 2, 7, 9, 28, 30, 400];

/// The people of one cell by how long it took until they were heard of.
type Spread = [i64; SPANS.len()];

fn keys() -> Vec<Key> {
    let mut keys = Vec::new();
    for need in NEEDS {
        for outcode in OUTCODES {
            for month in MONTHS {
                keys.extend(Became::ALL.map(|became| Key {
                    need: need.into(),
                    outcode: outcode.into(),
                    month: Month::parse(month).unwrap(),
                    became,
                }));
            }
        }
    }
    keys
}

fn cells(spreads: &[Spread]) -> Cells {
    let sent = keys().into_iter().zip(spreads).flat_map(|(key, spread)| {
        let of_days = spread.iter().zip(DAYS).filter(|(people, _)| **people > 0);
        let sent: Vec<Sent> = of_days
            .map(|(people, days)| Sent {
                days: (key.became != Became::Untold).then_some(days),
                key: key.clone(),
                people: *people,
            })
            .collect();
        sent
    });
    Cells::of(sent)
}

/// Everything that anybody can ask for: each choice of outcodes and needs, put together in each way.
fn all_that_is_told(cells: &Cells) -> String {
    let mut told = String::new();
    for chosen in 0..1u32 << (OUTCODES.len() + NEEDS.len()) {
        let is = |place: Option<usize>| place.is_some_and(|place| chosen >> place & 1 == 1);
        let at = |outcode: Outcode| is(OUTCODES.iter().position(|one| *one == outcode.as_str()));
        let need = |need: &str| {
            let place = NEEDS.iter().position(|one| *one == need);
            is(place.map(|place| place + OUTCODES.len()))
        };
        for at in [None, Some(&at as &dyn Fn(Outcode) -> bool)] {
            let of = Of { at, need: &need };
            let line = |sums: &Sums| {
                let saved = SavedPer::default().of(sums.of(Became::TakenIn));
                format!(
                    "{} {:?} {:?} {saved:?}",
                    sums.made(),
                    sums.turned_away_share(),
                    sums.heard_within()
                )
            };
            let each = |(key, sums): (String, Sums)| format!("{key} {sums:?} {}\n", line(&sums));
            let by_need = cells.sums(&of, |key| format!("{}/{}", key.need, key.month));
            let by_place = cells.sums(&of, |key| key.outcode.clone());
            let all = cells.sums(&of, |_| String::new());
            let rows = by_need.into_iter().chain(by_place).chain(all).map(each);
            told.extend(rows);
        }
    }
    told
}

fn spreads() -> impl Strategy<Value = Vec<Spread>> {
    let people = prop_oneof![4 => Just(0i64), 3 => 0..3i64, 2 => 0..FEWEST, 1 => 0..30i64];
    let spread = proptest::array::uniform7(people);
    proptest::collection::vec(spread, keys().len())
}

fn people(spread: &Spread) -> i64 {
    spread.iter().sum()
}

proptest! {
    #[test]
    fn nothing_that_is_told_changes_with_a_cell_that_is_held_back(
        spreads in spreads(), others in proptest::collection::vec((0..FEWEST, 0..SPANS.len()), 24),
    ) {
        let mut changed = spreads.clone();
        for (spread, (other, span)) in changed.iter_mut().zip(others) {
            if people(spread) < FEWEST {
                *spread = Spread::default();
                spread[span] = other;
            }
        }
        prop_assert_eq!(all_that_is_told(&cells(&spreads)), all_that_is_told(&cells(&changed)));
    }

    #[test]
    fn nothing_that_is_told_changes_with_how_people_are_spread_where_that_is_held_back(
        spreads in spreads(), moves in proptest::collection::vec((0..SPANS.len(), 0..SPANS.len()), 24),
    ) {
        let mut changed = spreads.clone();
        for (spread, (from, to)) in changed.iter_mut().zip(moves) {
            let few = |people: i64| people < FEWEST;
            if from != to && spread[from] > 0 && few(spread[from]) && few(spread[to] + 1) {
                spread[from] -= 1;
                spread[to] += 1;
            }
        }
        prop_assert_eq!(all_that_is_told(&cells(&spreads)), all_that_is_told(&cells(&changed)));
    }

    #[test]
    fn every_number_is_a_multiple_of_five_and_every_sum_is_that_of_its_parts(spreads in spreads()) {
        let cells = cells(&spreads);
        let of = Of { at: None, need: &|_| true };
        let all = cells.sums(&of, |_| ()).remove(&()).unwrap_or_default();
        for by in [|key: &Key| key.need.clone(), |key: &Key| key.outcode.clone(), |key: &Key| key.month.to_string()] {
            let parts = cells.sums(&of, by);
            prop_assert!(parts.values().all(|sums| sums.made() % FEWEST == 0 && sums.made() >= FEWEST));
            for became in Became::ALL {
                prop_assert_eq!(parts.values().map(|sums| sums.of(became)).sum::<i64>(), all.of(became));
            }
        }
    }
}

#[test]
fn cells_are_rounded_before_they_are_put_together() {
    let key = |need: &str, became| Key {
        need: need.into(),
        outcode: "QH1".into(),
        month: Month::parse(MONTHS[0]).unwrap(),
        became,
    };
    let sent = |need, became, days, people| Sent {
        key: key(need, became),
        days,
        people,
    };
    let cells = Cells::of([
        sent("debt", Became::TakenIn, Some(0), 6),
        sent("debt", Became::TakenIn, Some(20), 7),
        sent("debt", Became::TurnedAway, Some(1), 4),
        sent("food", Became::TurnedAway, Some(100), 8),
        sent("food", Became::Untold, None, 9),
    ]);
    let of = Of {
        at: None,
        need: &|_| true,
    };
    let needs = cells.sums(&of, |key| key.need.clone());
    let debt = needs["debt"];
    // Thirteen are told as fifteen, and four as none.
    assert_eq!((debt.made(), debt.of(Became::TurnedAway)), (15, 0));
    assert_eq!(
        (debt.heard_within(), debt.turned_away_share()),
        (Some("1"), Some(0))
    );
    let food = needs["food"];
    assert_eq!((food.made(), food.heard_within()), (20, Some("over 84")));
    assert_eq!(food.turned_away_share(), Some(100));
    let nowhere = Of {
        at: Some(&|_| false),
        need: &|_| true,
    };
    assert!(cells.sums(&nowhere, |_| ()).is_empty());
}
