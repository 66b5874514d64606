//! What one run may spend.

use crate::domain::retry::Retry;
use std::time::Duration;

/// What one run may spend, and whom it may ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Whether a feed may be on a server that is not on the open internet. It may not lead to others there.
    pub private: bool,
    /// How long to wait for a connection, and for the next piece of an answer.
    pub piece: Duration,
    /// How long one answer may take in all.
    pub answer: Duration,
    /// How long a run may take.
    pub run: Duration,
    /// Bytes of one answer, unpacked.
    pub page_bytes: u64,
    /// Bytes of all answers, unpacked.
    pub run_bytes: u64,
    /// Pages of the list.
    pub pages: u64,
    /// How often one address may lead to another.
    pub hops: usize,
    /// How often one address is asked.
    pub tries: i32,
    /// The waits between.
    pub retry: Retry,
    /// The longest wait within a run; for one that is longer, it ends.
    pub longest_wait: Duration,
}

impl Limits {
    /// What is usual.
    pub fn usual(private: bool) -> Self {
        Self {
            private,
            piece: Duration::from_secs(30),
            answer: Duration::from_secs(180),
            run: Duration::from_secs(3600),
            page_bytes: 64 << 20,
            run_bytes: 2 << 30,
            pages: 10_000,
            hops: 5,
            tries: 5,
            retry: Retry {
                first_ms: 1000,
                longest_ms: 30_000,
            },
            longest_wait: Duration::from_secs(120),
        }
    }

    /// How long to wait after so many attempts.
    pub(super) fn wait(&self, tried: i32, chance: f64) -> Duration {
        let wait = self.retry.wait(tried, chance);
        Duration::from_millis(u64::try_from(wait).unwrap_or(0))
    }
}
