//! What is held back cannot be had from what is told.

use super::*;
use crate::coverage::FEWEST;
use proptest::prelude::*;

const NEEDS: [&str; 3] = ["debt", "food", ""];
const OUTCODES: [&str; 4] = ["QH1", "QH2", "QH3", ""];

/// How often was searched for each need from each outcode with each thing found.
type Counts = Vec<i64>;

fn rows(counts: &Counts) -> Vec<Searched> {
    let cells = NEEDS
        .iter()
        .flat_map(|need| OUTCODES.map(|outcode| (*need, outcode)));
    let cells = cells.flat_map(|(need, outcode)| Found::ALL.map(|found| (need, outcode, found)));
    let row = |((need, outcode, found), times): ((&str, &str, Found), &i64)| Searched {
        need: need.into(),
        outcode: outcode.into(),
        found,
        times: *times,
    };
    let rows = cells.zip(counts).map(row);
    rows.filter(|row| row.times > 0).collect()
}

/// Everything that anybody can ask for: each choice of outcodes and of needs.
fn all_that_is_told(counts: &Counts) -> String {
    let demand = Demand::of(&rows(counts));
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
                told.push_str(&format!("{asked:?}\n"));
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

proptest! {
    #[test]
    fn nothing_that_is_told_changes_with_a_number_that_is_held_back(
        counts in counts(), others in proptest::collection::vec(0..FEWEST, 48),
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
        prop_assert_eq!(all_that_is_told(&counts), all_that_is_told(&changed));
    }

    #[test]
    fn every_number_is_a_multiple_of_five_and_no_sum_is_more_than_its_parts(counts in counts()) {
        let demand = Demand::of(&rows(&counts));
        let of = Of { from: None, need: &|_| true };
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
    };
    let demand = Demand::of(&[row(""), row("QH1")]);
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
