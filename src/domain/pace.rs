//! How many requests a minute somebody may make: one time for each of them, in memory and of bounded size
//! (the generic cell rate algorithm of ITU-T I.371).

use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;

/// At most so many a minute, evenly; a minute's worth may come at once.
#[derive(Debug)]
pub struct Pace {
    apart: SignedDuration,
    slack: SignedDuration,
    remembered: usize,
    /// Until when each has used up what they may.
    until: HashMap<u64, Timestamp>,
}

impl Pace {
    /// Allows `a_minute` requests a minute, at least one, and remembers at most `remembered` of those who
    /// make them.
    pub fn new(a_minute: u32, remembered: usize) -> Self {
        let minute = SignedDuration::from_mins(1);
        let apart = minute / i32::try_from(a_minute.max(1)).unwrap_or(i32::MAX);
        Self {
            apart,
            slack: minute - apart,
            remembered,
            until: HashMap::new(),
        }
    }

    /// Counts a request at `now`.
    ///
    /// # Errors
    /// It is one too many; the error is how long to wait. Such a request is not counted.
    pub fn take(&mut self, who: u64, now: Timestamp) -> Result<(), SignedDuration> {
        self.make_space(now);
        let until = self.until.get(&who).copied().unwrap_or(now);
        // A clock that was set back locks nobody out for longer than a minute.
        let ahead = until
            .max(now)
            .duration_since(now)
            .min(self.slack + self.apart);
        if ahead > self.slack {
            return Err(ahead - self.slack);
        }
        let next = now.saturating_add(ahead + self.apart);
        self.until.insert(who, next.unwrap_or(Timestamp::MAX));
        Ok(())
    }

    /// Forgets those who have nothing used up; if that is not enough, everybody.
    fn make_space(&mut self, now: Timestamp) {
        if self.until.len() < self.remembered {
            return;
        }
        self.until.retain(|_, until| *until > now);
        if self.until.len() >= self.remembered {
            self.until.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millisecond(millis).unwrap()
    }

    #[test]
    fn a_minutes_worth_may_come_at_once_and_then_evenly() {
        let mut pace = Pace::new(60, 10);
        for _ in 0..60 {
            assert_eq!(pace.take(1, at(0)), Ok(()));
        }
        assert_eq!(pace.take(1, at(0)), Err(SignedDuration::from_secs(1)));
        assert_eq!(pace.take(2, at(0)), Ok(()));
        assert_eq!(pace.take(1, at(1000)), Ok(()));
        assert_eq!(
            pace.take(1, at(1500)),
            Err(SignedDuration::from_millis(500))
        );
    }

    #[test]
    fn no_more_are_remembered_than_there_is_room_for() {
        let mut pace = Pace::new(1, 100);
        for who in 0..10_000 {
            assert_eq!(pace.take(who, at(who as i64)), Ok(()));
            assert!(pace.until.len() <= 100);
        }
    }

    #[test]
    fn a_clock_that_is_set_back_locks_nobody_out_for_long() {
        let mut pace = Pace::new(1, 10);
        assert_eq!(pace.take(1, at(1_000_000)), Ok(()));
        let wait = pace.take(1, at(0)).unwrap_err();
        assert!(wait <= SignedDuration::from_mins(1), "{wait}");
    }

    proptest! {
        /// In no minute are more let through than twice what is allowed, and whoever waits as long as
        /// they are told is let in.
        #[test]
        fn whoever_waits_is_let_in(a_minute in 1..200u32, steps in proptest::collection::vec(0..3000i64, 1..300)) {
            let mut pace = Pace::new(a_minute, 10);
            let (mut now, mut passed) = (0, Vec::new());
            for step in steps {
                now += step;
                match pace.take(1, at(now)) {
                    Ok(()) => passed.push(now),
                    Err(wait) => {
                        now += wait.as_millis() as i64 + 1;
                        prop_assert_eq!(pace.take(1, at(now)), Ok(()));
                        passed.push(now);
                    }
                }
            }
            for first in &passed {
                let within = passed.iter().filter(|then| (*first..first + 60_000).contains(then));
                prop_assert!(within.count() <= 2 * a_minute as usize + 1);
            }
        }
    }
}
