//! When a feed is asked, and when a record was changed. Pure.

use crate::directory::record::{Document, text};
use jiff::{Timestamp, civil, tz::TimeZone};

/// Milliseconds of an hour.
const HOUR_MS: i64 = 3_600_000;
/// How often all of a feed is asked for, and not only what changed: only so is seen what it lists no
/// longer.
pub const WHOLE_EVERY_MS: i64 = 7 * 24 * HOUR_MS;
/// The longest wait after a feed has failed again and again.
const LONGEST_MS: i64 = 7 * 24 * HOUR_MS;

/// Whether all of a feed is to be asked for, when the latest change that it told of and the time when all
/// of it was last read are these.
pub fn is_whole(latest: Option<i64>, whole_at: Option<i64>, now: i64) -> bool {
    latest.is_none() || whole_at.is_none_or(|then| now - then >= WHOLE_EVERY_MS)
}

/// When a feed is asked again that has answered.
pub fn next(every_hours: i32, now: i64) -> i64 {
    now + i64::from(every_hours.max(1)) * HOUR_MS
}

/// When one is asked again that has failed so many times: sooner than usual at first, and ever later; at
/// the earliest after so long as it has asked for.
pub fn again(every_hours: i32, failures: i32, rest_ms: i64, now: i64) -> i64 {
    let hours = 1i64 << failures.clamp(1, 10).saturating_sub(1);
    let wait = (hours * HOUR_MS).min(i64::from(every_hours.max(1)) * HOUR_MS);
    let wait = match failures > 10 {
        true => LONGEST_MS,
        false => wait,
    };
    now + wait.max(rest_ms)
}

/// When a record says that it was last changed, in milliseconds since 1970; never later than now, for a
/// clock that runs ahead must not win for ever.
pub fn modified(record: &Document, now: i64) -> Option<i64> {
    let text = text(record, "last_modified")?.trim();
    let exact = text.parse::<Timestamp>().ok();
    let local = || {
        let time: civil::DateTime = text.parse().ok()?;
        Some(time.to_zoned(TimeZone::UTC).ok()?.timestamp())
    };
    let then = exact.or_else(local)?;
    Some(then.as_millisecond().min(now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn all_is_asked_for_at_first_and_once_a_week() {
        assert!(is_whole(None, Some(0), 1));
        assert!(is_whole(Some(1), None, 1));
        assert!(!is_whole(Some(1), Some(0), WHOLE_EVERY_MS - 1));
        assert!(is_whole(Some(1), Some(0), WHOLE_EVERY_MS));
    }

    #[test]
    fn a_feed_that_fails_is_asked_ever_later() {
        let hours = |failures| again(24, failures, 0, 0) / HOUR_MS;
        assert_eq!(
            [1, 2, 3, 6, 10, 11, i32::MAX].map(hours),
            [1, 2, 4, 24, 24, 168, 168]
        );
        assert_eq!(again(24, 1, 50 * HOUR_MS, 0), 50 * HOUR_MS);
    }

    #[test]
    fn a_record_was_changed_when_it_says_and_never_tomorrow() {
        let of = |text: &str| {
            let record = json!({ "last_modified": text });
            modified(record.as_object().unwrap(), 1_800_000_000_000)
        };
        assert_eq!(of("1970-01-01T01:00:01+01:00"), Some(1000));
        assert_eq!(of("1970-01-01T00:00:01.5"), Some(1500));
        assert_eq!(of("1970-01-02"), Some(86_400_000));
        assert_eq!(of("2999-01-01T00:00:00Z"), Some(1_800_000_000_000));
        assert_eq!(of("lately"), None);
    }
}
