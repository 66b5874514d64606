//! What keeps links from being hammered: how often each is used, and how often wrong ones are tried.

use super::limit::Limit;
use jiff::{SignedDuration, Timestamp};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

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
    uses: Mutex<Limit>,
    wrong: Mutex<Limit>,
}

impl Default for Guard {
    fn default() -> Self {
        let limit = |most| Mutex::new(Limit::new(most, WITHIN, REMEMBERED));
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
        take(&self.uses, link_id, now)
    }

    /// Counts a link that does not exist, tried from this address. A link that works is never
    /// refused for it: people behind one proxy have one address.
    ///
    /// # Errors
    /// It is one too many; the error is how long to wait.
    pub fn wrong_from(&self, from: Option<IpAddr>, now: Timestamp) -> Result<(), SignedDuration> {
        take(&self.wrong, &household(from), now)
    }
}

fn take(limit: &Mutex<Limit>, who: &str, now: Timestamp) -> Result<(), SignedDuration> {
    let mut limit = limit.lock().unwrap_or_else(PoisonError::into_inner);
    limit.take(who, now)
}

/// Whom an address belongs to: with IPv6, one customer has as many addresses as he likes within a
/// network of 64 bits.
fn household(from: Option<IpAddr>) -> String {
    match from.map(|from| from.to_canonical()) {
        None => String::new(),
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(address)) => {
            let network = u128::from(address) >> 64;
            format!("{network:x}/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_network_of_ipv6_is_one_household() {
        let of = |text: &str| household(Some(text.parse().unwrap()));
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:1"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
    }

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
