//! What a navigator is told about room, over any statement and at any time: never better than what
//! was said, and nothing that was said is believed for ever.

use headroom::domain::availability::{
    Availability, Details, Freshness, Source, State, StatedState, Statement, Vitals,
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

/// Any statement, confirmed at or after it was made, with holds and perhaps an end.
fn statement() -> impl Strategy<Value = Statement> {
    let numbers = (
        proptest::option::of(0..1_000_000_i32),
        0..1_000_000_i32,
        1..400_i32,
        proptest::option::of(-30 * DAY..60 * DAY),
        0..30 * DAY,
    );
    (stated(), numbers, any::<bool>(), 1..i64::MAX).prop_map(
        |(
            state,
            (places_free, held, confirm_every_days, until, confirmed_after),
            disputed,
            version,
        )| Statement {
            vitals: Vitals {
                state,
                places_free,
                held,
                confirmed_at: at(THEN + confirmed_after),
                until: until.map(|after| at(THEN + after)),
                confirm_every_days,
            },
            details: Details {
                waiting: Some(3),
                wait_weeks: Some(2),
                ..Details::default()
            },
            as_of: at(THEN),
            source: Source::Provider,
            disputed,
            version,
        },
    )
}

/// Times from before the statement to long after it.
fn clock() -> impl Strategy<Value = Timestamp> {
    (-DAY..3000 * DAY).prop_map(|after| at(THEN + after))
}

/// When the statement stops being believed for want of a word.
fn end_of_belief(said: &Statement) -> i64 {
    said.vitals.confirmed_at.as_millisecond() + 2 * i64::from(said.vitals.confirm_every_days) * DAY
}

fn has_ended(said: &Statement, now: Timestamp) -> bool {
    said.vitals.until.is_some_and(|until| until <= now)
}

fn shown(said: &Statement, now: Timestamp) -> Availability {
    Availability::of(Some(said), false, now)
}

proptest! {
    /// While it is believed, it is shown as said, or worse because all is held.
    #[test]
    fn never_better_than_what_was_said(said in statement(), now in clock()) {
        let state = shown(&said, now).state;
        prop_assert!(state >= State::from(said.vitals.state) || state == State::Unconfirmed);
        if matches!(state, State::Open | State::Limited) {
            prop_assert_eq!(state, State::from(said.vitals.state));
        }
    }

    /// What was confirmed within the time that the service asks for is not called unconfirmed.
    #[test]
    fn nothing_fresh_is_called_unconfirmed(said in statement(), part in 0.0..1.0_f64) {
        let interval = i64::from(said.vitals.confirm_every_days) * DAY;
        let age = (part * interval as f64) as i64;
        let now = said.vitals.confirmed_at + SignedDuration::from_millis(age.min(interval - 1));
        prop_assume!(!has_ended(&said, now));
        let room = shown(&said, now);
        prop_assert_eq!(room.freshness, Freshness::Fresh);
        prop_assert_ne!(room.state, State::Unconfirmed);
    }

    /// To the millisecond: ageing after one interval, no longer believed after two.
    #[test]
    fn belief_ends_to_the_millisecond(said in statement()) {
        let said = Statement { vitals: Vitals { until: None, ..said.vitals }, ..said };
        let (end, interval) = (end_of_belief(&said), i64::from(said.vitals.confirm_every_days) * DAY);
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
    fn silence_decays_to_unconfirmed_and_never_to_open(said in statement(), later in 0..10_000 * DAY) {
        let now = at(end_of_belief(&said) + later);
        let room = shown(&said, now);
        prop_assert_eq!((room.state, room.freshness), (State::Unconfirmed, Freshness::Stale));
        prop_assert_eq!((room.places_free, room.waiting, room.wait_weeks), (None, None, None));
    }

    /// A statement with an end holds until the millisecond before it, and not from it on.
    #[test]
    fn an_end_is_kept_to_the_millisecond(said in statement(), after in 1..DAY) {
        let until = said.vitals.confirmed_at + SignedDuration::from_millis(after);
        let said = Statement { vitals: Vitals { until: Some(until), ..said.vitals }, ..said };
        let before = until - SignedDuration::from_millis(1);
        prop_assert_ne!(shown(&said, before).state, State::Unconfirmed);
        prop_assert_eq!(shown(&said, until).state, State::Unconfirmed);
    }

    /// However many are held, there are never fewer than no places, and never more than were said.
    #[test]
    fn places_are_never_fewer_than_none(said in statement(), now in clock()) {
        let room = shown(&said, now);
        if let Some(free) = room.places_free {
            prop_assert!(free >= 0);
            prop_assert!(Some(free) <= said.vitals.places_free);
            prop_assert_eq!(free, (said.vitals.places_free.unwrap_or(0) - said.vitals.held).max(0));
        }
    }

    /// Where every place is held there is no room, though none was taken.
    #[test]
    fn where_all_is_held_nobody_is_sent(said in statement(), part in 0.0..1.0_f64, free in 0..1000_i32, more in 0..3_i32) {
        let vitals = Vitals { places_free: Some(free), held: free + more, until: None, ..said.vitals };
        let said = Statement { vitals, ..said };
        let believed = end_of_belief(&said) - THEN;
        let now = at(THEN + ((part * believed as f64) as i64).min(believed - 1));
        prop_assert!(!shown(&said, now).signpostable);
    }

    /// What is shown depends on the moment of reading alone, and on no reading before it.
    #[test]
    fn reading_changes_nothing(said in statement(), mut clocks in proptest::collection::vec(clock(), 1..20), now in clock()) {
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
    fn time_alone_never_makes_it_fresher(said in statement(), first in clock(), later in 0..3000 * DAY) {
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
    fn a_confirmation_brings_back_what_was_said(said in statement(), now in clock()) {
        prop_assume!(now > said.vitals.confirmed_at && !has_ended(&said, now));
        let confirmed = Statement { vitals: Vitals { confirmed_at: now, held: 0, ..said.vitals }, ..said };
        prop_assume!(confirmed.vitals.places_free != Some(0));
        let room = shown(&confirmed, now);
        prop_assert_eq!((room.state, room.freshness), (State::from(confirmed.vitals.state), Freshness::Fresh));
    }

    /// A service that does not run is closed, and nobody is sent there, whatever was said.
    #[test]
    fn what_does_not_run_is_closed(said in statement(), now in clock()) {
        let room = Availability::of(Some(&said), true, now);
        prop_assert_eq!((room.state, room.signpostable), (State::Closed, false));
    }

    /// What may be signposted is open, limited or unconfirmed, and nothing else.
    #[test]
    fn signpostable_is_what_its_state_says(said in statement(), now in clock()) {
        let room = shown(&said, now);
        let right = matches!(room.state, State::Open | State::Limited | State::Unconfirmed);
        prop_assert_eq!(room.signpostable, right);
    }
}

/// Where nobody has ever said anything, nothing is known, and nothing is made up.
#[test]
fn where_nobody_has_spoken_nothing_is_known() {
    let room = Availability::of(None, false, at(THEN));
    assert_eq!(
        (room.state, room.freshness),
        (State::Unconfirmed, Freshness::Never)
    );
    assert_eq!(
        (room.places_free, room.version, room.source),
        (None, 0, Source::None)
    );
    assert_eq!(Availability::of(None, true, at(THEN)).state, State::Closed);
}
