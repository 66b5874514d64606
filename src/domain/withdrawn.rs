//! A line of which nothing is said any more: what was said by mistake has been taken back, and there
//! was nothing before it. It counts as silence, but it has a version, so that it takes the place of
//! what was said wherever that is shown.

use super::availability::{Details, Source, StatedState, Statement, Vitals};
use jiff::Timestamp;

/// Before anything was ever said here.
const NEVER: Timestamp = Timestamp::UNIX_EPOCH;

impl Statement {
    /// What stands where a statement was until this version took it back.
    pub fn withdrawn(version: i64) -> Self {
        Self {
            vitals: Vitals {
                state: StatedState::Paused,
                places_free: None,
                held: 0,
                confirmed_at: NEVER,
                until: Some(NEVER),
                confirm_every_days: 0,
            },
            details: Details::default(),
            as_of: NEVER,
            source: Source::None,
            disputed: false,
            version,
        }
    }

    /// Whether nothing is said here any more.
    pub fn is_withdrawn(&self) -> bool {
        self.source == Source::None && self.vitals.until == Some(NEVER)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::availability::{Availability, Freshness, State};

    #[test]
    fn what_was_taken_back_is_shown_as_silence_at_any_time() {
        let withdrawn = Statement::withdrawn(7);
        for second in [-1, 0, 1_800_000_000] {
            let now = Timestamp::from_second(second).unwrap();
            let shown = Availability::of(Some(&withdrawn), false, now);
            let silence = Availability::never(false);
            assert_eq!(
                shown,
                Availability {
                    version: 7,
                    ..silence
                }
            );
            assert_eq!(shown.freshness, Freshness::Never);
            assert_eq!(
                Availability::of(Some(&withdrawn), true, now).state,
                State::Closed
            );
        }
        assert_eq!(withdrawn.vitals.believed_until(), 0);
    }
}
