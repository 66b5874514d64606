//! The time for which a server that failed is left in peace.

use std::time::{Duration, Instant};

/// Unless the server names another time.
const USUAL: Duration = Duration::from_secs(30);
/// The shortest and the longest that a server may name.
const SHORTEST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(60 * 60);

/// Whether to leave it in peace, and how long.
#[derive(Debug, Default)]
pub struct Pause {
    until: Option<Instant>,
}

impl Pause {
    /// Whether this is no time to ask.
    pub fn is_on(&self, now: Instant) -> bool {
        self.until.is_some_and(|until| now < until)
    }

    /// Begins a pause, or makes the one that is on longer; whether it is a new one.
    pub fn begin(&mut self, now: Instant, length: Duration) -> bool {
        let is_new = !self.is_on(now);
        self.until = self.until.max(Some(now + length));
        is_new
    }
}

/// How long a pause is, if the server may have named a time.
pub fn length(named: Option<Duration>) -> Duration {
    named.map_or(USUAL, |named| named.clamp(SHORTEST, LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_ends_and_a_longer_one_goes_on() {
        let (mut pause, now) = (Pause::default(), Instant::now());
        assert!(!pause.is_on(now));
        assert!(pause.begin(now, length(None)));
        assert!(!pause.begin(now, length(Some(Duration::from_secs(60)))));
        assert!(!pause.begin(now, length(None)));
        assert!(pause.is_on(now + Duration::from_secs(59)));
        assert!(!pause.is_on(now + Duration::from_secs(60)));
        assert!(pause.begin(now + Duration::from_secs(60), length(None)));
    }

    #[test]
    fn no_server_can_ask_for_more_than_an_hour_or_for_no_time() {
        assert_eq!(length(None), Duration::from_secs(30));
        assert_eq!(length(Some(Duration::ZERO)), Duration::from_secs(1));
        assert_eq!(length(Some(Duration::MAX)), Duration::from_secs(3600));
    }
}
