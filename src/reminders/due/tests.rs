//! The rules of when to ask, with invented lines.

use super::*;
use proptest::prelude::*;

const NOW: i64 = 20_000 * DAY_MS;

prop_compose! {
    fn facts()(
        confirm_every_days in 1..60i32,
        confirmed_at in proptest::option::of(NOW - 200 * DAY_MS..NOW),
        fed in any::<bool>(),
        disputed in any::<bool>(),
        until in proptest::option::of(NOW - 30 * DAY_MS..NOW + 30 * DAY_MS),
        paused_until in proptest::option::of(NOW - 30 * DAY_MS..NOW + 30 * DAY_MS),
        closed in any::<bool>(),
        rhythm in proptest::option::of(0..300 * DAY_MS),
        looks in 0..10_000i64,
    ) -> Facts {
        let source = if fed { Source::Feed } else { Source::Provider };
        Facts { confirm_every_days, confirmed_at, source, disputed, until, paused_until, closed, rhythm, looks }
    }
}

/// Nothing but the clock and what was said decides about this one.
fn plain() -> Facts {
    Facts {
        confirm_every_days: 12,
        confirmed_at: Some(NOW),
        source: Source::Provider,
        disputed: false,
        until: None,
        paused_until: None,
        closed: false,
        rhythm: None,
        looks: 0,
    }
}

fn days_until_due(facts: &Facts) -> f64 {
    (facts.due_at().unwrap() - NOW) as f64 / DAY_MS as f64
}

#[test]
fn what_seldom_changes_is_asked_about_once_in_its_interval() {
    assert_eq!(days_until_due(&plain()), 12.0);
    let slow = Facts {
        rhythm: Some(90 * DAY_MS),
        ..plain()
    };
    assert_eq!(days_until_due(&slow), 12.0);
}

#[test]
fn what_changes_often_is_asked_about_as_often_as_it_changes() {
    let weekly = Facts {
        rhythm: Some(7 * DAY_MS),
        ..plain()
    };
    assert_eq!(days_until_due(&weekly), 7.0);
    let hourly = Facts {
        rhythm: Some(DAY_MS / 24),
        ..plain()
    };
    assert_eq!(days_until_due(&hourly), 4.0);
}

#[test]
fn what_many_look_at_is_asked_about_sooner() {
    let looked_at = Facts {
        looks: 5 * LOOKED_DAYS,
        ..plain()
    };
    assert_eq!(days_until_due(&looked_at), 6.0);
}

#[test]
fn what_was_never_said_is_asked_about_at_once() {
    assert!(
        Facts {
            confirmed_at: None,
            ..plain()
        }
        .is_due(i64::MIN)
    );
}

proptest! {
    #[test]
    fn nobody_is_asked_about_what_is_closed(facts in facts()) {
        let closed = Facts { closed: true, ..facts };
        prop_assert!(!closed.is_due(i64::MAX));
    }

    #[test]
    fn nobody_is_asked_while_it_is_paused_until_a_day_to_come(facts in facts(), ahead in 1..100i64) {
        prop_assume!(facts.confirmed_at.is_some());
        let paused = Facts { paused_until: Some(NOW + ahead), ..facts };
        prop_assert!(!paused.is_due(NOW));
    }

    #[test]
    fn nobody_is_asked_while_a_feed_keeps_it_fresh(facts in facts(), age in 0..1_000i64) {
        let interval = i64::from(facts.confirm_every_days) * DAY_MS;
        let fed = Facts { source: Source::Feed, confirmed_at: Some(NOW - age % interval), ..facts };
        prop_assert!(!fed.is_due(NOW));
    }

    #[test]
    fn what_was_reported_is_asked_about_at_once_whatever_the_rhythm(facts in facts()) {
        let reported = Facts { disputed: true, source: Source::Provider, paused_until: None, closed: false, ..facts };
        prop_assert!(reported.is_due(NOW));
    }

    #[test]
    fn silence_is_borne_for_a_third_of_the_interval_and_never_longer_than_all_of_it(facts in facts()) {
        let facts = Facts { confirmed_at: Some(NOW), source: Source::Provider, disputed: false, until: None, paused_until: None, closed: false, ..facts };
        let interval = i64::from(facts.confirm_every_days) * DAY_MS;
        let borne = facts.due_at().unwrap() - NOW;
        prop_assert!(borne >= interval / 3 && borne <= interval, "{borne} of {interval}");
    }

    #[test]
    fn more_looks_never_mean_that_somebody_is_asked_later(facts in facts(), more in 0..10_000i64) {
        let looked = Facts { looks: facts.looks + more, ..facts.clone() };
        prop_assert!(looked.due_at() <= facts.due_at());
    }

    #[test]
    fn once_due_it_stays_due_until_somebody_answers(facts in facts(), later in 0..1_000 * DAY_MS) {
        if facts.is_due(NOW) {
            prop_assert!(facts.is_due(NOW + later));
        }
    }

    #[test]
    fn what_was_reported_is_more_urgent_than_any_silence(quiet in facts(), reported in facts()) {
        let quiet = Facts { disputed: false, ..quiet };
        let reported = Facts { disputed: true, ..reported };
        prop_assert!(reported.urgency(NOW) > quiet.urgency(NOW));
    }
}
