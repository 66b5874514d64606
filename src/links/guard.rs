//! What keeps links from being hammered: how often each is used, and how often wrong ones are tried.

use crate::domain::limit::{Shared, household};
use jiff::{SignedDuration, Timestamp};
use std::net::IpAddr;

/// The span of both limits.
const WITHIN: SignedDuration = SignedDuration::from_mins(10);
/// Uses of one link in that span.
pub const MOST_USES: usize = 30;
/// Wrong links tried from one address in that span.
pub const MOST_WRONG: usize = 60;
/// Links, and addresses, that are remembered at the same time: a few megabytes at most.
const REMEMBERED: usize = 4096;

/// Both limits, shared by all threads of this node.
#[derive(Debug)]
pub struct Guard {
    uses: Shared,
    wrong: Shared,
}

impl Default for Guard {
    fn default() -> Self {
        let limit = |most| Shared::new(most, WITHIN, REMEMBERED);
        Self {
            uses: limit(MOST_USES),
            wrong: limit(MOST_WRONG),
        }
    }
}

impl Guard {
    /// Counts a use of the link with this id.
    ///
    /// # Errors
    /// It is one too many; the error is how long to wait.
    pub fn use_of(&self, link_id: &str, now: Timestamp) -> Result<(), SignedDuration> {
        self.uses.take(link_id, now)
    }

    /// Counts a link that does not exist, tried from this address. A link that works is never
    /// refused for it: people behind one proxy have one address.
    ///
    /// # Errors
    /// It is one too many; the error is how long to wait.
    pub fn wrong_from(&self, from: Option<IpAddr>, now: Timestamp) -> Result<(), SignedDuration> {
        self.wrong.take(&household(from), now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uses_and_wrong_tries_are_counted_apart() {
        let guard = Guard::default();
        let now: Timestamp = "2026-11-21T08:00:00Z".parse().unwrap();
        for _ in 0..MOST_USES {
            assert_eq!(guard.use_of("a", now), Ok(()));
        }
        assert_eq!(guard.use_of("a", now), Err(WITHIN));
        assert_eq!(guard.use_of("b", now), Ok(()));
        for _ in 0..MOST_WRONG {
            assert_eq!(guard.wrong_from(None, now), Ok(()));
        }
        assert_eq!(guard.wrong_from(None, now), Err(WITHIN));
    }
}
