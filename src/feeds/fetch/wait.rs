//! How long another server asks to be left alone.

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use std::time::Duration;

/// The longest wait that is believed: a feed that asks for more is asked again in a week.
const LONGEST: Duration = Duration::from_secs(7 * 24 * 3600);

/// What `Retry-After` says, in seconds or as a moment; none where it says nothing that can be read.
pub fn asked(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let seconds = text.parse::<u64>().ok().map(Duration::from_secs);
    let wait = seconds.or_else(|| {
        let then = DateTimeParser::new().parse_timestamp(text).ok()?;
        let left = then.duration_since(now);
        Some(Duration::from_secs(left.as_secs().try_into().unwrap_or(0)))
    })?;
    Some(wait.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &'static str) -> Option<u64> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, text.parse().unwrap());
        let now = "2026-03-01T09:00:00Z".parse().unwrap();
        asked(&headers, now).map(|wait| wait.as_secs())
    }

    #[test]
    fn seconds_and_moments_are_read() {
        assert_eq!(of("90"), Some(90));
        assert_eq!(of("Sun, 01 Mar 2026 09:02:00 GMT"), Some(120));
        assert_eq!(of("Sun, 01 Mar 2026 08:00:00 GMT"), Some(0));
        assert_eq!(of("soon"), None);
        assert_eq!(of("999999999"), Some(7 * 24 * 3600));
    }
}
