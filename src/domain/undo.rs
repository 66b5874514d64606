//! Second thoughts: for how long what somebody said can be taken back by one tap.

use jiff::{SignedDuration, Timestamp};

/// From when it was said.
pub const OPEN_FOR: SignedDuration = SignedDuration::from_mins(10);

/// Whether what was done at `done` can still be taken back at `now`.
pub fn is_open(done: Timestamp, now: Timestamp) -> bool {
    // What lies ahead, by a clock that was set back, has just been done.
    now.duration_since(done) < OPEN_FOR
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_can_be_taken_back_within_ten_minutes_and_not_after() {
        let done: Timestamp = "2026-11-21T08:00:00Z".parse().unwrap();
        let after = |seconds: i64| done + SignedDuration::from_secs(seconds);
        for seconds in [-60, 0, 1, 599] {
            assert!(is_open(done, after(seconds)), "{seconds}");
        }
        for seconds in [600, 601, 86_400] {
            assert!(!is_open(done, after(seconds)), "{seconds}");
        }
    }
}
