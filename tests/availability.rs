//! What a navigator is told about room, over any statement and at any time: never better than what
//! was said, and nothing that was said is believed for ever.

use headroom::domain::availability::{
    Availability, Details, Freshness, Holds, Known, Source, State, StatedState, Statement, Vitals,
};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

/// A day in milliseconds.
const DAY: i64 = 86_400_000;
/// Some moment, in milliseconds since 1970, around which everything happens.
const THEN: i64 = 1_800_000_000_000;

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).expect("a time within reach")
}

fn stated() -> impl Strategy<Value = StatedState> {
    use StatedState::*;
    prop_oneof![
        Just(Open),
        Just(Limited),
        Just(WaitingList),
        Just(Full),
        Just(Paused)
    ]
}

/// Anything that can be known of a line: a statement, confirmed at or after it was made, perhaps with
/// an end, and what became of it since.
fn known() -> impl Strategy<Value = Known> {
    let said = (
        stated(),
        proptest::option::of(0..1_000_000_i32),
        1..400_i32,
        proptest::option::of(-30 * DAY..60 * DAY),
        0..30 * DAY,
    );
    let ends = proptest::collection::vec(-DAY..1000 * DAY, 0..5);
    let since = (0..4_i32, ends, any::<bool>(), 1..i64::MAX);
    (said, since).prop_map(
        |((state, places_free, days, until, confirmed_after), (taken, ends, disputed, version))| {
            let vitals = Vitals {
                state,
                places_free,
                confirmed_at: at(THEN + confirmed_after),
                until: until.map(|after| at(THEN + after)),
                confirm_every_days: days,
            };
            Known {
                statement: Some(of(vitals)),
                taken,
                sent: taken,
                disputed_at: None,
                holds: Holds::ending(ends.iter().map(|after| THEN + after).collect()),
                disputed,
                version,
                revision: version,
            }
        },
    )
}

/// As before, but nobody has reported otherwise.
fn undisputed() -> impl Strategy<Value = Known> {
    known().prop_map(|known| Known {
        disputed: false,
        ..known
    })
}

fn of(vitals: Vitals) -> Statement {
    Statement {
        vitals,
        details: Details {
            waiting: Some(3),
            wait_weeks: Some(2),
            ..Details::default()
        },
        as_of: at(THEN),
        source: Source::Provider,
    }
}

fn vitals(known: &Known) -> Vitals {
    known.statement.as_ref().expect("a statement").vitals
}

/// The same, with something else said.
fn saying(known: &Known, vitals: Vitals) -> Known {
    Known {
        statement: Some(of(vitals)),
        ..known.clone()
    }
}

/// Times from before the statement to long after it.
fn clock() -> impl Strategy<Value = Timestamp> {
    (-DAY..3000 * DAY).prop_map(|after| at(THEN + after))
}

/// When the statement stops being believed for want of a word.
fn end_of_belief(said: &Known) -> i64 {
    vitals(said).confirmed_at.as_millisecond()
        + 2 * i64::from(vitals(said).confirm_every_days) * DAY
}

fn has_ended(said: &Known, now: Timestamp) -> bool {
    vitals(said).until.is_some_and(|until| until <= now)
}

fn shown(said: &Known, now: Timestamp) -> Availability {
    Availability::of(said, false, now)
}

proptest! {
    /// While it is believed, it is shown as said, or worse because all is held.
    #[test]
    fn never_better_than_what_was_said(said in known(), now in clock()) {
        let state = shown(&said, now).state;
        prop_assert!(state >= State::from(vitals(&said).state) || state == State::Unconfirmed);
        if matches!(state, State::Open | State::Limited) {
            prop_assert_eq!(state, State::from(vitals(&said).state));
        }
    }

    /// What was confirmed within the time that the service asks for is not called unconfirmed.
    #[test]
    fn nothing_fresh_is_called_unconfirmed(said in undisputed(), part in 0.0..1.0_f64) {
        let interval = i64::from(vitals(&said).confirm_every_days) * DAY;
        let age = (part * interval as f64) as i64;
        let now = vitals(&said).confirmed_at + SignedDuration::from_millis(age.min(interval - 1));
        prop_assume!(!has_ended(&said, now));
        let room = shown(&said, now);
        prop_assert_eq!(room.freshness, Freshness::Fresh);
        prop_assert_ne!(room.state, State::Unconfirmed);
    }

    /// To the millisecond: ageing after one interval, no longer believed after two.
    #[test]
    fn belief_ends_to_the_millisecond(said in undisputed()) {
        let said = saying(&said, Vitals { until: None, ..vitals(&said) });
        let (end, interval) = (end_of_belief(&said), i64::from(vitals(&said).confirm_every_days) * DAY);
        let freshness = |millis| shown(&said, at(millis)).freshness;
        prop_assert_eq!(freshness(end - interval - 1), Freshness::Fresh);
        prop_assert_eq!(freshness(end - interval), Freshness::Ageing);
        prop_assert_eq!(freshness(end - 1), Freshness::Ageing);
        prop_assert_eq!(freshness(end), Freshness::Stale);
        prop_assert_ne!(shown(&said, at(end - 1)).state, State::Unconfirmed);
        prop_assert_eq!(shown(&said, at(end)).state, State::Unconfirmed);
    }

    /// Silence ends as unconfirmed, whatever was said, and stays so.
    #[test]
    fn silence_decays_to_unconfirmed_and_never_to_open(said in known(), later in 0..10_000 * DAY) {
        let now = at(end_of_belief(&said) + later);
        let room = shown(&said, now);
        prop_assert_eq!((room.state, room.freshness), (State::Unconfirmed, Freshness::Stale));
        prop_assert_eq!((room.places_free, room.waiting, room.wait_weeks), (None, None, None));
    }

    /// A statement with an end holds until the millisecond before it, and not from it on.
    #[test]
    fn an_end_is_kept_to_the_millisecond(said in undisputed(), after in 1..DAY) {
        let until = vitals(&said).confirmed_at + SignedDuration::from_millis(after);
        let said = saying(&said, Vitals { until: Some(until), ..vitals(&said) });
        let before = until - SignedDuration::from_millis(1);
        prop_assert_ne!(shown(&said, before).state, State::Unconfirmed);
        prop_assert_eq!(shown(&said, until).state, State::Unconfirmed);
    }

    /// However many are held, there are never fewer than no places, and never more than were said.
    #[test]
    fn places_are_never_fewer_than_none(said in known(), now in clock()) {
        let room = shown(&said, now);
        if let Some(free) = room.places_free {
            prop_assert!(free >= 0);
            let stated = vitals(&said).places_free.unwrap_or(0);
            prop_assert_eq!(free, (stated - said.taken - room.held).max(0));
        }
    }

    /// Where every place is held there is no room, though none was taken.
    #[test]
    fn where_all_is_held_nobody_is_sent(said in known(), part in 0.0..1.0_f64, free in 0..1000_i32, more in 0..3_i32) {
        let ends = vec![i64::MAX; (free + more) as usize];
        let said = Known { holds: Holds::ending(ends), disputed: false, ..said };
        let said = saying(&said, Vitals { places_free: Some(free), until: None, ..vitals(&said) });
        let believed = end_of_belief(&said) - THEN;
        let now = at(THEN + ((part * believed as f64) as i64).min(believed - 1));
        prop_assert!(!shown(&said, now).signpostable);
    }

    /// What is shown depends on the moment of reading alone, and on no reading before it.
    #[test]
    fn reading_changes_nothing(said in known(), mut clocks in proptest::collection::vec(clock(), 1..20), now in clock()) {
        let alone = shown(&said.clone(), now);
        let before = said.clone();
        clocks.iter().for_each(|clock| drop(shown(&said, *clock)));
        prop_assert_eq!(&shown(&said, now), &alone);
        clocks.reverse();
        clocks.iter().for_each(|clock| drop(shown(&said, *clock)));
        prop_assert_eq!(&shown(&said, now), &alone);
        prop_assert_eq!(said, before);
    }

    /// As time goes by without a word, freshness only falls.
    #[test]
    fn time_alone_never_makes_it_fresher(said in known(), first in clock(), later in 0..3000 * DAY) {
        let age = |freshness| match freshness {
            Freshness::Fresh => 0,
            Freshness::Ageing => 1,
            Freshness::Stale | Freshness::Never => 2,
        };
        let second = first + SignedDuration::from_millis(later);
        prop_assert!(age(shown(&said, first).freshness) <= age(shown(&said, second).freshness));
    }

    /// A confirmation brings back what was said, unless it has ended by its own words.
    #[test]
    fn a_confirmation_brings_back_what_was_said(said in known(), now in clock()) {
        prop_assume!(now > vitals(&said).confirmed_at && !has_ended(&said, now));
        prop_assume!(vitals(&said).places_free != Some(0));
        let said = Known { taken: 0, holds: Holds::default(), disputed: false, ..said };
        let confirmed = saying(&said, Vitals { confirmed_at: now, ..vitals(&said) });
        let room = shown(&confirmed, now);
        prop_assert_eq!((room.state, room.freshness), (State::from(vitals(&said).state), Freshness::Fresh));
    }

    /// What a navigator has reported otherwise is no room, and no worse state becomes better by it.
    #[test]
    fn what_is_disputed_is_not_taken_for_room(said in known(), now in clock()) {
        let said = Known { disputed: true, ..said };
        let undisputed = shown(&Known { disputed: false, ..said.clone() }, now);
        let room = shown(&said, now);
        prop_assert!(!matches!(room.state, State::Open | State::Limited));
        prop_assert!(room.state >= undisputed.state);
        prop_assert_eq!((room.disputed, room.places_free), (true, None));
    }

    /// A hold ends by itself, to the millisecond, and gives back one place and no more.
    #[test]
    fn a_hold_ends_by_itself(said in undisputed(), after in 1..DAY) {
        let end = vitals(&said).confirmed_at + SignedDuration::from_millis(after);
        let holds = Holds::ending(vec![end.as_millisecond()]);
        let said = Known { holds, taken: 0, ..said };
        let said = saying(&said, Vitals { until: None, confirm_every_days: 2, places_free: Some(1), ..vitals(&said) });
        let before = shown(&said, end - SignedDuration::from_millis(1));
        let after = shown(&said, end);
        prop_assert_eq!((before.held, before.places_free), (1, Some(0)));
        prop_assert_eq!((after.held, after.places_free), (0, Some(1)));
        prop_assert!(!before.signpostable);
        prop_assert_eq!(after.state, State::from(vitals(&said).state));
    }

    /// A service that does not run is closed, and nobody is sent there, whatever was said.
    #[test]
    fn what_does_not_run_is_closed(said in known(), now in clock()) {
        let room = Availability::of(&said, true, now);
        prop_assert_eq!((room.state, room.signpostable), (State::Closed, false));
    }

    /// What may be signposted is open, limited or unconfirmed, and nothing else.
    #[test]
    fn signpostable_is_what_its_state_says(said in known(), now in clock()) {
        let room = shown(&said, now);
        let right = matches!(room.state, State::Open | State::Limited | State::Unconfirmed);
        prop_assert_eq!(room.signpostable, right);
    }
}

/// Where nobody has ever said anything, nothing is known, and nothing is made up.
#[test]
fn where_nobody_has_spoken_nothing_is_known() {
    let room = Availability::of(&Known::default(), false, at(THEN));
    assert_eq!(
        (room.state, room.freshness),
        (State::Unconfirmed, Freshness::Never)
    );
    assert_eq!(
        (room.places_free, room.version, room.source),
        (None, 0, Source::None)
    );
    assert_eq!(
        Availability::of(&Known::default(), true, at(THEN)).state,
        State::Closed
    );
}
