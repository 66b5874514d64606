//! Days of the week and parts of the day as small bit sets, made to be compared by the thousand.

use jiff::civil::Weekday;
use serde::{Deserialize, Serialize};
use std::ops::BitOr;

/// The two-letter codes of RFC 5545, Monday first.
const CODES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const NOON: u16 = 12 * 60;
const EVENING: u16 = 17 * 60;
const MIDNIGHT: u16 = 24 * 60;

/// A set of weekdays; bit 0 is Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DaySet(u8);

impl DaySet {
    /// No day.
    pub const NONE: Self = Self(0);
    /// Every day.
    pub const ALL: Self = Self(0x7f);

    /// The set of this one day.
    pub fn of(day: Weekday) -> Self {
        Self(1 << day.to_monday_zero_offset())
    }

    /// Whether the day is in the set.
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & Self::of(day).0 != 0
    }

    /// Whether there is no day in it.
    pub fn is_empty(self) -> bool {
        self.0 & Self::ALL.0 == 0
    }

    /// Its days, Monday first.
    pub fn iter(self) -> impl Iterator<Item = Weekday> {
        let all = Weekday::Monday.cycle_forward().take(7);
        all.filter(move |day| self.contains(*day))
    }
}

impl BitOr for DaySet {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl FromIterator<Weekday> for DaySet {
    fn from_iter<I: IntoIterator<Item = Weekday>>(days: I) -> Self {
        days.into_iter().map(Self::of).fold(Self::NONE, Self::bitor)
    }
}

/// The weekday for `MO`, `Tue`, `thursday`: its English name or the beginning of it, two letters
/// at least.
pub fn weekday(word: &str) -> Option<Weekday> {
    let word = word.to_ascii_lowercase();
    let named =
        |day: &Weekday| word.len() >= 2 && name(*day).to_ascii_lowercase().starts_with(&word);
    Weekday::Monday.cycle_forward().take(7).find(named)
}

/// The RFC 5545 code of a weekday, such as `MO`.
pub fn code(day: Weekday) -> &'static str {
    CODES[usize::from(day.to_monday_zero_offset().unsigned_abs())]
}

/// The English name of a weekday.
pub fn name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// A part of the day, in UK local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Before 12:00.
    Morning,
    /// From 12:00, before 17:00.
    Afternoon,
    /// From 17:00.
    Evening,
}

impl Part {
    /// Every part, in order.
    pub const ALL: [Part; 3] = [Part::Morning, Part::Afternoon, Part::Evening];

    /// The word in parameters and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Part::Morning => "morning",
            Part::Afternoon => "afternoon",
            Part::Evening => "evening",
        }
    }

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Part::Morning => "Morning",
            Part::Afternoon => "Afternoon",
            Part::Evening => "Evening",
        }
    }

    /// The part for a word, if it is one.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.as_str() == word)
    }

    /// Minutes since midnight at which it begins and ends.
    fn minutes(self) -> (u16, u16) {
        match self {
            Part::Morning => (0, NOON),
            Part::Afternoon => (NOON, EVENING),
            Part::Evening => (EVENING, MIDNIGHT),
        }
    }
}

/// When in the week something is open: for each weekday, which parts of the day. 21 bits: bit
/// `3 * day + part`, Monday and morning first, so that it fits a numeric field of an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Times(u32);

impl Times {
    /// Never.
    pub const NONE: Self = Self(0);

    /// From `from` to `to`, in minutes since midnight, on each of these days. What reaches past
    /// midnight counts to the day on which it began.
    pub fn spanning(days: DaySet, from: u16, to: u16) -> Self {
        let open = |part: &Part| {
            let (begins, ends) = part.minutes();
            from < ends && to.max(from + 1) > begins
        };
        let parts = Part::ALL.into_iter().filter(open);
        let parts = parts.fold(0, |bits, part| bits | 1 << part as u32);
        let bits =
            |day: Weekday| parts << (3 * u32::from(day.to_monday_zero_offset().unsigned_abs()));
        Self(days.iter().map(bits).fold(0, u32::bitor))
    }

    /// Whether it is open on one of these days (any day if the set is empty), in that part of the
    /// day (any part if there is none).
    pub fn matches(self, days: DaySet, part: Option<Part>) -> bool {
        let days = if days.is_empty() { DaySet::ALL } else { days };
        let (from, to) = part.map_or((0, MIDNIGHT), Part::minutes);
        self.0 & Self::spanning(days, from, to).0 != 0
    }

    /// Those of these days, in that part of the day, or in all of it.
    pub fn on(days: DaySet, part: Option<Part>) -> Self {
        let parts = Part::ALL.into_iter();
        let parts = parts.filter(|known| part.is_none_or(|part| part == *known));
        let of_day: u32 = parts.map(|part| 1 << part as u32).sum();
        let shift = |day: Weekday| 3 * u32::from(day.to_monday_zero_offset().unsigned_abs());
        Self::from_bits(days.iter().map(|day| of_day << shift(day)).sum())
    }

    /// As a number, for an index.
    pub fn bits(self) -> u32 {
        self.0
    }

    /// From the number that [`Times::bits`] gave.
    pub fn from_bits(bits: u32) -> Self {
        Self(bits & 0x1f_ffff)
    }
}

impl BitOr for Times {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_session_is_in_every_part_that_it_touches() {
        let monday = DaySet::of(Weekday::Monday);
        let times = Times::spanning(monday, 11 * 60, 17 * 60);
        assert!(times.matches(monday, Some(Part::Morning)));
        assert!(times.matches(DaySet::NONE, Some(Part::Afternoon)));
        assert!(!times.matches(monday, Some(Part::Evening)));
        assert!(!times.matches(DaySet::of(Weekday::Tuesday), None));
        assert_eq!(Times::from_bits(times.bits()), times);
    }

    #[test]
    fn weekdays_are_read_as_people_write_them() {
        assert_eq!(weekday("TU"), Some(Weekday::Tuesday));
        assert_eq!(weekday("thurs"), Some(Weekday::Thursday));
        assert_eq!(weekday("T"), None);
        assert_eq!(weekday("PH"), None);
        assert_eq!(code(Weekday::Sunday), "SU");
    }
}
