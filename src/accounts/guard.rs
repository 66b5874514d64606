//! What keeps sign-in from being hammered, and people from being sent more letters than they asked for.

use crate::domain::limit::{Shared, household};
use jiff::{SignedDuration, Timestamp};
use std::net::IpAddr;

/// Requests for a link from one address, within a quarter of an hour.
pub const MOST_FROM_ONE: usize = 20;
/// Letters to one account within a quarter of an hour: the second for whoever has lost the first.
pub const MOST_LETTERS: usize = 3;
/// The span of both limits.
const ASKED_WITHIN: SignedDuration = SignedDuration::from_mins(15);
/// Addresses and accounts that are remembered at the same time.
const REMEMBERED: usize = 4096;

/// Both limits, shared by all threads of this node.
#[derive(Debug)]
pub struct Guard {
    from: Shared,
    letters: Shared,
}

impl Default for Guard {
    fn default() -> Self {
        let limit = |most| Shared::new(most, ASKED_WITHIN, REMEMBERED);
        Self {
            from: limit(MOST_FROM_ONE),
            letters: limit(MOST_LETTERS),
        }
    }
}

impl Guard {
    /// Counts somebody at this address who asks to be let in.
    ///
    /// # Errors
    /// It is one too many; the error is how long to wait.
    pub fn asked_from(&self, from: Option<IpAddr>, now: Timestamp) -> Result<(), SignedDuration> {
        self.from.take(&household(from), now)
    }

    /// Whether one more letter may go to an account. Whoever asked is not told.
    pub fn may_write_to(&self, account_id: &str, now: Timestamp) -> bool {
        self.letters.take(account_id, now).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_to_one_account_and_askers_at_one_address_are_counted() {
        let guard = Guard::default();
        let now: Timestamp = "2026-11-21T08:00:00Z".parse().unwrap();
        for _ in 0..MOST_LETTERS {
            assert!(guard.may_write_to("a", now));
        }
        assert!(!guard.may_write_to("a", now));
        assert!(guard.may_write_to("b", now));
        for _ in 0..MOST_FROM_ONE {
            assert_eq!(guard.asked_from(None, now), Ok(()));
        }
        assert_eq!(guard.asked_from(None, now), Err(ASKED_WITHIN));
    }
}
