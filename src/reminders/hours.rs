//! At what hours people are written to. Pure. An e-mail makes no sound; a text does, and after an outage
//! many would go out together, whatever the hour.

use super::contact::Channel;
use crate::domain::schedule::london;
use jiff::Timestamp;
use std::ops::Range;

/// Hours of the UK's clocks at which texts are made: with time left to answer, and to send them.
const ASKING: Range<i8> = 9..18;
/// Hours at which a telephone may make a sound that nobody has asked for.
const SOUNDS: Range<i8> = 8..20;

/// Whether texts are made at `now`.
pub fn is_asking_time(now: Timestamp) -> bool {
    ASKING.contains(&hour(now))
}

/// Whether a message may go out at `now`; `wanted` if somebody has just asked for it. What may not go
/// waits until the morning.
pub fn may_go(channel: Channel, wanted: bool, now: Timestamp) -> bool {
    wanted || channel != Channel::Text || SOUNDS.contains(&hour(now))
}

fn hour(now: Timestamp) -> i8 {
    now.to_zoned(london().clone()).hour()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(time: &str) -> Timestamp {
        time.parse().unwrap()
    }

    #[test]
    fn nobody_is_asked_by_text_at_night() {
        let asking = |time: &str| is_asking_time(at(time));
        assert!(asking("2026-07-01T08:00:00Z") && !asking("2026-01-01T08:59:59Z"));
        assert!(asking("2026-01-01T17:59:59Z") && !asking("2026-07-01T17:00:00Z"));
    }

    #[test]
    fn texts_go_from_eight_to_eight_by_the_clocks_of_the_uk() {
        let goes = |time: &str| may_go(Channel::Text, false, at(time));
        assert!(goes("2026-01-01T08:00:00Z") && !goes("2026-01-01T07:59:59Z"));
        assert!(goes("2026-01-01T19:59:59Z") && !goes("2026-01-01T20:00:00Z"));
        assert!(goes("2026-07-01T07:00:00Z") && !goes("2026-07-01T19:00:00Z"));
    }

    proptest! {
        #[test]
        fn what_was_asked_for_and_what_makes_no_sound_goes_at_any_hour(second in 0..4_000_000_000i64) {
            let now = Timestamp::from_second(second).unwrap();
            prop_assert!(may_go(Channel::Email, false, now) && may_go(Channel::Text, true, now));
        }

        /// Where a text waits, the first moment at which it may go is eight in the morning, and no
        /// night is longer than thirteen hours, on which the clocks go back.
        #[test]
        fn what_waits_goes_at_eight_in_the_morning(second in 0..4_000_000_000i64) {
            let start = Timestamp::from_second(second / 60 * 60).unwrap();
            let minutes = (0..=13 * 60).map(|minute| start + jiff::SignedDuration::from_mins(minute));
            let mut goes = minutes.filter(|now| may_go(Channel::Text, false, *now));
            let first = goes.next().unwrap().to_zoned(london().clone());
            prop_assert!(first.timestamp() == start || (first.hour(), first.minute()) == (8, 0), "{first}");
            prop_assert!((8..20).contains(&first.hour()));
        }

        #[test]
        fn a_text_that_is_made_may_go_at_once(second in 0..4_000_000_000i64) {
            let now = Timestamp::from_second(second).unwrap();
            prop_assert!(!is_asking_time(now) || may_go(Channel::Text, false, now));
        }
    }
}
