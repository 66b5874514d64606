//! What trust must and must not do.

use super::super::{Details, Holds, Source, Vitals};
use super::*;
use jiff::SignedDuration;
use proptest::prelude::*;

const HEARD: i64 = 1_795_000_000;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("a time")
}

fn saying(state: StatedState, places_free: Option<i32>) -> Known {
    Known::saying(Statement {
        vitals: Vitals {
            state,
            places_free,
            confirmed_at: at(HEARD),
            until: None,
            confirm_every_days: 14,
        },
        details: Details::default(),
        as_of: at(HEARD),
        source: Source::Provider,
    })
}

fn after_days(known: &Known, days: i64) -> Trust {
    known.trust(at(HEARD) + SignedDuration::from_hours(24 * days))
}

#[test]
fn a_fresh_word_of_room_promises_and_silence_does_not() {
    let open = after_days(&saying(StatedState::Open, None), 0);
    let silent = Known::default().trust(at(HEARD));
    assert!(open.promises && open.worth == 1.0);
    assert!(!silent.promises && silent.worth < open.worth);
}

#[test]
fn the_last_place_that_somebody_was_sent_to_is_not_promised_to_another() {
    for (state, counted, sent) in [
        (StatedState::Limited, None, 1),
        (StatedState::Open, None, 6),
        (StatedState::Open, Some(2), 2),
    ] {
        let known = |sent| Known {
            sent,
            ..saying(state, counted)
        };
        assert!(after_days(&known(sent - 1), 1).promises);
        assert!(!after_days(&known(sent), 1).promises);
    }
}

#[test]
fn a_report_weighs_most_at_first() {
    let disputed = Known {
        disputed: true,
        disputed_at: Some(at(HEARD)),
        ..saying(StatedState::Open, None)
    };
    let worth = [0, 7, 27, 60].map(|days| after_days(&disputed, days).worth);
    assert!(worth.is_sorted(), "{worth:?}");
    assert!(worth[0] < worth[3] && worth[3] < Known::default().trust(at(HEARD)).worth);
}

#[test]
fn who_is_on_the_way_to_a_place_sends_the_next_elsewhere_until_their_hold_ends() {
    let ends = (at(HEARD) + SignedDuration::from_hours(72)).as_millisecond();
    let expected = Known {
        holds: Holds::ending(vec![ends]),
        ..Known::default()
    };
    let nobody = Known::default().trust(at(HEARD));
    assert!(after_days(&expected, 2).worth < nobody.worth);
    assert_eq!(after_days(&expected, 4), nobody);
}

proptest! {
    /// Neither age, nor people who were sent or are on the way, make a word of room better.
    #[test]
    fn nothing_but_a_new_word_makes_a_promise_better(
        places in proptest::option::of(0..9i32),
        (sent, taken) in (0..9i32, 0..9i32),
        (days, more_days) in (0..60i64, 0..60i64),
        more in 0..9i32,
        limited in any::<bool>(),
    ) {
        let state = if limited { StatedState::Limited } else { StatedState::Open };
        let known = |sent| Known { sent, taken, ..saying(state, places) };
        let (now, later) = (after_days(&known(sent), days), after_days(&known(sent + more), days + more_days));
        prop_assert!(now.promises || !later.promises);
        prop_assert!(!later.promises || later.worth <= now.worth);
        prop_assert!((0.0..=1.0).contains(&later.worth));
    }
}
