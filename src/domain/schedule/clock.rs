//! Times of day as schedules give them, and the instants that they stand for in the UK.

use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::LazyLock;

/// Minutes of one day.
pub const DAY: u16 = 24 * 60;

/// The clock of the UK as a rule, for a machine whose time zone data cannot be read.
const RULE: &str = "GMT0BST,M3.5.0/1,M10.5.0";

static LONDON: LazyLock<TimeZone> = LazyLock::new(|| {
    let named = TimeZone::get("Europe/London");
    named
        .or_else(|_| TimeZone::posix(RULE))
        .unwrap_or(TimeZone::UTC)
});

/// The time zone in which UK services keep their hours.
pub fn london() -> &'static TimeZone {
    &LONDON
}

/// A time of day: minutes since midnight (1440 is the midnight at the end), and an offset from UTC
/// in minutes where the publisher gave one; without it, UK local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Clock(u16, #[serde(default)] Option<i16>);

impl Clock {
    /// Reads `9:30`, `10:00`, `10:00:00`, `10:00Z`, `10:00+01:00`, or the time of a whole date and
    /// time. `24:00` is the end of the day.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.split_once(['T', 't']).map_or(text, |(_, time)| time);
        let at = text.find(['Z', 'z', '+', '-']).unwrap_or(text.len());
        let (time, offset) = text.split_at(at);
        let minute = minutes(time.trim()).filter(|m| *m <= DAY)?;
        let offset = match offset {
            "" => None,
            "Z" | "z" => Some(0),
            given => Some(signed(given).filter(|o| o.abs() <= 14 * 60)?),
        };
        Some(Self(minute, offset))
    }

    /// Midnight, local time.
    pub fn midnight() -> Self {
        Self(0, None)
    }

    /// Minutes since midnight as written.
    pub fn minute(self) -> u16 {
        self.0.min(DAY)
    }

    /// The offset from UTC in minutes, if the publisher gave one.
    pub fn offset(self) -> Option<i16> {
        self.1
    }

    /// The instant at which this clock shows this time on `date`, or `days` later. A local time
    /// that the change to summer time skips is moved on by the hour that is lost; one that the
    /// change back repeats is the first of the two.
    pub fn on(self, date: Date, days: i32) -> Option<Timestamp> {
        let minutes = i64::from(self.minute()) + i64::from(days) * i64::from(DAY);
        let local = date.to_datetime(Time::midnight());
        let local = local.checked_add(SignedDuration::from_mins(minutes)).ok()?;
        let zone = match self.1 {
            None => return london().to_timestamp(local).ok(),
            Some(minutes) => Offset::from_seconds(i32::from(minutes) * 60).ok()?,
        };
        zone.to_timestamp(local).ok()
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.minute() / 60, self.minute() % 60)
    }
}

/// The day on which it is `now` in the UK, moved by `days`.
pub fn local_day(now: Timestamp, days: i64) -> Date {
    let today = london().to_datetime(now).date();
    today.saturating_add(days.days())
}

/// `10`, `10:30`, `10.30` or `10:30:00` in minutes.
fn minutes(text: &str) -> Option<u16> {
    let mut parts = text.split([':', '.']);
    let hour = number(parts.next()?)?;
    let minute = number(parts.next().unwrap_or("0"))?;
    let rest = parts.all(|part| part.len() <= 9 && part.bytes().all(|b| b.is_ascii_digit()));
    (rest && minute < 60).then_some(hour * 60 + minute)
}

/// `+01:00`, `-0500` or `+01` in minutes.
fn signed(text: &str) -> Option<i16> {
    let (sign, digits) = text.split_at_checked(1)?;
    let hours = match digits.split_once(':') {
        None if digits.len() == 4 => minutes(&format!("{}:{}", digits.get(..2)?, digits.get(2..)?)),
        _ => minutes(digits),
    };
    let hours = i16::try_from(hours?).ok()?;
    Some(if sign == "-" { -hours } else { hours })
}

fn number(text: &str) -> Option<u16> {
    let digits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn times_are_read_in_every_form_of_the_standard() {
        let read = |text| Clock::parse(text).map(|c| (c.minute(), c.offset()));
        assert_eq!(read("10:00"), Some((600, None)));
        assert_eq!(read(" 9:05:30 "), Some((545, None)));
        assert_eq!(read("10:00Z"), Some((600, Some(0))));
        assert_eq!(read("10:00:00+01:00"), Some((600, Some(60))));
        assert_eq!(read("10:00:00.000-0530"), Some((600, Some(-330))));
        assert_eq!(read("2024-01-01T18:30:00Z"), Some((1110, Some(0))));
        assert_eq!(read("24:00"), Some((1440, None)));
        for bad in [
            "", "noon", "25:00", "10:60", "10:00+99", "é", "10:00é", "+", "10:00+é",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_local_time_follows_the_clocks_and_one_with_an_offset_does_not() {
        let on = |text: &str, day| Clock::parse(text).unwrap().on(day, 0).unwrap().to_string();
        assert_eq!(on("10:00", date(2026, 3, 28)), "2026-03-28T10:00:00Z");
        assert_eq!(on("10:00", date(2026, 3, 29)), "2026-03-29T09:00:00Z");
        assert_eq!(on("10:00Z", date(2026, 3, 29)), "2026-03-29T10:00:00Z");
        assert_eq!(on("01:30", date(2026, 3, 29)), "2026-03-29T01:30:00Z");
        assert_eq!(on("01:30", date(2026, 10, 25)), "2026-10-25T00:30:00Z");
    }

    #[test]
    fn the_rule_agrees_with_the_zone() {
        let rule = TimeZone::posix(RULE).unwrap();
        let mut noon = date(2026, 1, 1).at(12, 0, 0, 0);
        for _ in 0..700 {
            assert_eq!(
                rule.to_timestamp(noon).unwrap(),
                london().to_timestamp(noon).unwrap()
            );
            noon = noon.saturating_add(1.days());
        }
    }
}
