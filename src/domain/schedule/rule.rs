//! On which dates something recurs: the parts of an RFC 5545 rule that HSDS has.

use super::times::DaySet;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

/// Which days of a week or of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rule {
    /// These days of the week.
    #[serde(rename = "w")]
    Weekly(DaySet),
    /// The days of a month that fit both lists; an empty list allows all.
    #[serde(rename = "m")]
    Monthly {
        /// Weekdays by which one of the month: 2 is the second, -1 the last, 0 every one.
        #[serde(rename = "w", default, skip_serializing_if = "Vec::is_empty")]
        weekdays: Vec<(i8, DaySet)>,
        /// Days of the month: 1 is the first, -1 the last.
        #[serde(rename = "d", default, skip_serializing_if = "Vec::is_empty")]
        days: Vec<i8>,
    },
}

impl Rule {
    /// Whether a date fits, leaving intervals aside.
    pub fn allows(&self, date: Date) -> bool {
        match self {
            Rule::Weekly(days) => days.contains(date.weekday()),
            Rule::Monthly { weekdays, days } => {
                let fits =
                    |(nth, set): &(i8, DaySet)| set.contains(date.weekday()) && is_nth(*nth, date);
                (weekdays.is_empty() || weekdays.iter().any(fits))
                    && (days.is_empty() || days.iter().any(|day| is_day(*day, date)))
            }
        }
    }

    /// The weekdays on which it can fall.
    pub fn days(&self) -> DaySet {
        match self {
            Rule::Weekly(days) => *days,
            Rule::Monthly { weekdays, .. } if weekdays.is_empty() => DaySet::ALL,
            Rule::Monthly { weekdays, .. } => {
                let sets = weekdays.iter().map(|(_, set)| *set);
                sets.fold(DaySet::NONE, |all, set| all | set)
            }
        }
    }

    /// How many periods (weeks that begin on `week_start`, or months) lie from the one of `anchor`
    /// to the one of `date`.
    pub fn periods_between(&self, anchor: Date, date: Date, week_start: Weekday) -> i64 {
        match self {
            Rule::Weekly(_) => {
                let into = |d: Date| i64::from(d.weekday().since(week_start));
                (days_between(anchor, date) + into(anchor) - into(date)) / 7
            }
            Rule::Monthly { .. } => month(date) - month(anchor),
        }
    }
}

fn month(date: Date) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month())
}

/// Whole days from one date to another, negative if it is the earlier one.
fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

/// Whether the date is the `nth` of its weekday in its month, counted from the end if negative.
fn is_nth(nth: i8, date: Date) -> bool {
    let from_start = (date.day() - 1) / 7 + 1;
    let from_end = (date.days_in_month() - date.day()) / 7 + 1;
    nth == 0 || nth == from_start || nth == -from_end
}

/// Whether the date is this day of its month, counted from the end if negative.
fn is_day(day: i8, date: Date) -> bool {
    day == date.day() || day == date.day() - date.days_in_month() - 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_nth_weekday_is_counted_from_either_end() {
        assert!(is_nth(2, date(2026, 3, 11)));
        assert!(!is_nth(2, date(2026, 3, 15 + 3)));
        assert!(is_nth(-1, date(2026, 3, 27)));
        assert!(is_nth(5, date(2026, 3, 30)) && is_nth(-1, date(2026, 3, 30)));
        assert!(is_day(-1, date(2028, 2, 29)) && is_day(31, date(2026, 3, 31)));
    }

    #[test]
    fn weeks_are_counted_from_the_day_on_which_they_start() {
        let weekly = Rule::Weekly(DaySet::ALL);
        let (sunday, monday) = (date(2026, 3, 1), date(2026, 3, 2));
        let between = |from, to, start| weekly.periods_between(from, to, start);
        assert_eq!(between(sunday, monday, Weekday::Monday), 1);
        assert_eq!(between(sunday, monday, Weekday::Sunday), 0);
        assert_eq!(between(monday, sunday, Weekday::Monday), -1);
        assert_eq!(between(monday, date(2026, 3, 16), Weekday::Monday), 2);
    }
}
