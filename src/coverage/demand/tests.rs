//! What is held back cannot be had from what is told.

use super::*;
use crate::coverage::FEWEST;
use crate::search::why::Way;
use proptest::prelude::*;

const NEEDS: [&str; 3] = ["debt", "food", ""];
const OUTCODES: [&str; 4] = ["QH1", "QH2", "QH3", ""];

/// How often was searched for each need from each outcode with each thing found.
type Counts = Vec<i64>;

/// What is said of searches that found nothing with room.
const LABELS: [Label; 2] = [Label::Few, Label::Only(Way::Distance)];

/// How often each of [`LABELS`] is said of the searches of a row, by its place in `Counts`.
type Said = Vec<[i64; 2]>;

fn rows(counts: &Counts, said: &Said) -> Vec<Searched> {
    let cells = NEEDS
        .iter()
        .flat_map(|need| OUTCODES.map(|outcode| (*need, outcode)));
    let cells = cells.flat_map(|(need, outcode)| Found::ALL.map(|found| (need, outcode, found)));
    type Row<'a> = (((&'a str, &'a str, Found), &'a i64), &'a [i64; 2]);
    let row = |(((need, outcode, found), times), said): Row| Searched {
        need: need.into(),
        outcode: outcode.into(),
        found,
        times: *times,
        why: LABELS
            .into_iter()
            .zip(said.map(|said| said.min(*times)))
            .collect(),
    };
    let rows = cells.zip(counts).zip(said).map(row);
    rows.filter(|row| row.times > 0).collect()
}

/// Of one block.
fn of(rows: &[Searched]) -> Demand {
    let mut demand = Demand::default();
    demand.add(rows);
    demand
}

/// Everything that anybody can ask for: each choice of outcodes and of needs.
fn all_that_is_told(counts: &Counts, said: &Said) -> String {
    let demand = of(&rows(counts, said));
    let mut told = String::new();
    for outcodes in 0..8u32 {
        let from = |outcode: Outcode| {
            let place = OUTCODES.iter().position(|known| *known == outcode.as_str());
            place.is_some_and(|place| outcodes >> place & 1 == 1)
        };
        for needs in 0..8u32 {
            let need = |need: &str| {
                let place = NEEDS.iter().position(|known| *known == need);
                place.is_some_and(|place| needs >> place & 1 == 1)
            };
            for from in [None, Some(&from as &dyn Fn(Outcode) -> bool)] {
                let of = Of { from, need: &need };
                let asked = (demand.total(&of), demand.by_need(&of), demand.unmet(&of));
                let whys = (demand.whys(&of), demand.all(&of));
                told.push_str(&format!("{asked:?} {whys:?}\n"));
            }
        }
    }
    told
}

/// What was not found is told together, whether there was nothing or nothing with room.
fn cell_of(place: usize) -> usize {
    let (cell, found) = (place / Found::ALL.len(), place % Found::ALL.len());
    cell * Found::ALL.len() + found.min(2)
}

fn counts() -> impl Strategy<Value = Counts> {
    let count = prop_oneof![0..FEWEST, 0..40i64];
    proptest::collection::vec(count, NEEDS.len() * OUTCODES.len() * Found::ALL.len())
}

fn said() -> impl Strategy<Value = Said> {
    proptest::collection::vec([0..40i64, 0..40i64], 48)
}

proptest! {
    #[test]
    fn nothing_that_is_told_changes_with_a_number_that_is_held_back(
        counts in counts(), said in said(), others in proptest::collection::vec(0..FEWEST, 48),
    ) {
        let sum = |counts: &Counts, cell: usize| -> i64 {
            let own = counts.iter().enumerate().filter(|(place, _)| cell_of(*place) == cell);
            own.map(|(_, count)| *count).sum()
        };
        let mut changed = counts.clone();
        for (place, other) in others.iter().enumerate() {
            let cell = cell_of(place);
            if sum(&counts, cell) < FEWEST {
                // The first of what is told together has all of the other number.
                changed[place] = if place == cell { *other } else { 0 };
            }
        }
        prop_assert_eq!(all_that_is_told(&counts, &said), all_that_is_told(&changed, &said));
    }

    #[test]
    fn why_nothing_was_found_is_held_back_by_the_same_rule(
        counts in counts(), said in said(), others in proptest::collection::vec([0..FEWEST, 0..FEWEST], 48),
    ) {
        // What was not found is told together: all that is said of it is put in the first of its rows.
        let of_cell = |place: usize, label: usize| -> i64 {
            let own = (0..48).filter(|other| cell_of(*other) == place);
            own.map(|other| said[other][label].min(counts[other])).sum()
        };
        let mut changed = said.clone();
        for place in (0..48).filter(|place| cell_of(*place) == *place) {
            for label in 0..2 {
                if of_cell(place, label) < FEWEST && counts[place] >= FEWEST {
                    changed[place][label] = others[place][label];
                    let rest = (0..48).filter(|other| *other != place && cell_of(*other) == place);
                    rest.for_each(|other| changed[other][label] = 0);
                }
            }
        }
        prop_assert_eq!(all_that_is_told(&counts, &said), all_that_is_told(&counts, &changed));
    }

    #[test]
    fn every_number_is_a_multiple_of_five_and_no_sum_is_more_than_its_parts(counts in counts(), said in said()) {
        let demand = of(&rows(&counts, &said));
        let of = Of { from: None, need: &|_| true };
        let whys = demand.whys(&of);
        prop_assert!(whys.values().flat_map(Whys::values).all(|number| number % FEWEST == 0 && *number > 0));
        let needs = demand.by_need(&of);
        for (_, all) in &needs {
            prop_assert!([all.room, all.unsure, all.without].iter().all(|number| number % FEWEST == 0));
            prop_assert!(all.all() >= FEWEST);
        }
        prop_assert!(needs.is_sorted_by_key(|(_, all)| Reverse(all.without)));
        let unmet: i64 = demand.unmet(&of).iter().map(|(_, _, cell)| cell.without).sum();
        prop_assert_eq!(demand.total(&of).without, unmet);
        prop_assert_eq!(needs.iter().map(|(_, all)| all.all()).sum::<i64>(), demand.total(&of).all());
    }
}

#[test]
fn searches_from_nowhere_that_was_said_belong_to_no_area() {
    let row = |outcode: &str| Searched {
        need: "debt".into(),
        outcode: outcode.into(),
        found: Found::Nothing,
        times: 10,
        why: Whys::new(),
    };
    let demand = of(&[row(""), row("QH1")]);
    let everywhere = Of {
        from: None,
        need: &|_| true,
    };
    let somewhere = Of {
        from: Some(&|_| true),
        need: &|_| true,
    };
    assert_eq!(demand.total(&everywhere).without, 20);
    assert_eq!(demand.total(&somewhere).without, 10);
}
