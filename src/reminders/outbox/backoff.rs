//! How long to wait before a message is tried again.

use crate::domain::retry::Retry;

/// From a minute to six hours.
pub const MESSAGES: Retry = Retry {
    first_ms: 60_000,
    longest_ms: 6 * 3_600_000,
};

/// A number from 0 to 1, for [`Retry::wait`].
pub fn chance() -> f64 {
    let mut byte = [0u8; 1];
    // Without chance all wait equally long, which is no harm.
    let _ = getrandom::fill(&mut byte);
    f64::from(byte[0]) / 255.0
}
