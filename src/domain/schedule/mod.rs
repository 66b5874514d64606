//! When something is open: an HSDS schedule as a rule that can be asked for its next session, its
//! weekdays and its words. Hours are UK local time unless the publisher gave an offset; HSDS's
//! `timezone`, one fixed offset for the whole year, and `byweekno` are left aside.

mod clock;
mod document;
mod recur;
mod rule;
#[cfg(test)]
mod tests;
mod times;
mod words;

pub use clock::{local_day, london};
pub use recur::Session;
pub use times::{DaySet, Part, Times, code, name, weekday};

use clock::{Clock, DAY};
use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, ToSpan};
use rule::Rule;
use serde::{Deserialize, Serialize};

/// How far ahead a next session is looked for, in days.
const HORIZON: i64 = 400;
/// How many days before today a session that is still under way can have begun: one for a session
/// through midnight, one for an offset from UTC.
const REACH_BACK: i64 = 2;
/// How long a rule that ends after a number of times is followed, in days: no data lives longer.
const LONGEST_COUNT: i64 = 366 * 50;

/// A recurring session: on which dates, from when to when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    #[serde(rename = "r")]
    rule: Rule,
    /// Every so many weeks or months.
    #[serde(rename = "i", default = "one", skip_serializing_if = "is_one")]
    interval: u16,
    /// The day on which weeks begin, 0 for Monday; it matters where the interval is not 1.
    #[serde(rename = "s", default, skip_serializing_if = "is_zero")]
    week_start: i8,
    /// A date in the first week or month, from which the interval is counted.
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    anchor: Option<Date>,
    #[serde(flatten)]
    limits: Limits,
    #[serde(rename = "o", default, skip_serializing_if = "Option::is_none")]
    opens: Option<Clock>,
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    closes: Option<Clock>,
}

/// The first and the last date on which a session can begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Limits {
    #[serde(rename = "f", default, skip_serializing_if = "Option::is_none")]
    first: Option<Date>,
    #[serde(rename = "l", default, skip_serializing_if = "Option::is_none")]
    last: Option<Date>,
}

impl Schedule {
    /// Reads the `schedule` object of an HSDS record. Fields may be missing, in either case, or
    /// text where a number belongs; `None` if no rule can be made out, as where there is only prose.
    pub fn from_document(document: &serde_json::Value) -> Option<Self> {
        document::read(document)
    }

    /// The start of the next session that has not ended at `now`: the one under way, if there is
    /// one (a session without a closing time is over once it has begun), otherwise the next within
    /// 400 days. `None` also where it cannot be known: every second week, but counted from when?
    pub fn next_after(&self, now: Timestamp) -> Option<Timestamp> {
        self.after(now).next()
    }

    /// The starts of all sessions within 400 days that have not ended at `now`, in their order.
    pub fn after(&self, now: Timestamp) -> impl Iterator<Item = Timestamp> + '_ {
        let from = local_day(now, -REACH_BACK).max(self.limits.first.unwrap_or(Date::MIN));
        let to = local_day(now, HORIZON).min(self.limits.last.unwrap_or(Date::MAX));
        let sessions = self.dates(from, to).filter_map(|date| self.session(date));
        sessions
            .filter(move |(start, end)| *start > now || *end > now)
            .map(|(start, _)| start)
    }

    /// The weekdays on which sessions begin.
    pub fn days(&self) -> DaySet {
        self.rule.days()
    }

    /// In which parts of which days it is open; all of the day where no hours are given.
    pub fn times(&self) -> Times {
        let Some(opens) = self.opens.or(self.closes.map(|_| Clock::midnight())) else {
            return Times::spanning(self.days(), 0, DAY);
        };
        let from = opens.minute();
        let to = match self.closes.map(Clock::minute) {
            Some(to) if to > from => to,
            Some(_) => DAY,
            None => from,
        };
        local_shifts(opens)
            .map(|by| Times::spanning(self.days(), shifted(from, by), shifted(to, by)))
            .fold(Times::NONE, |all, times| all | times)
    }

    /// As a person would say it: "Tuesdays 10:00 to 12:00", "Second Wednesday of the month 14:00".
    pub fn in_words(&self) -> String {
        words::of(self)
    }

    /// The dates of sessions from one date to another. Without an anchor an interval cannot be
    /// followed.
    fn dates(&self, from: Date, to: Date) -> impl Iterator<Item = Date> {
        let known = self.interval <= 1 || self.anchor.is_some();
        let days = std::iter::successors(known.then_some(from), |date| date.tomorrow().ok());
        let days = days.take_while(move |date| *date <= to);
        days.filter(|date| self.rule.allows(*date) && self.in_interval(*date))
    }

    fn in_interval(&self, date: Date) -> bool {
        let Some(anchor) = self.anchor.filter(|_| self.interval > 1) else {
            return true;
        };
        let periods = self.rule.periods_between(anchor, date, self.week_start());
        periods.rem_euclid(i64::from(self.interval)) == 0
    }

    fn week_start(&self) -> Weekday {
        Weekday::from_monday_zero_offset(self.week_start).unwrap_or(Weekday::Monday)
    }

    /// When the session of this date begins and ends. What closes before it opens goes through
    /// midnight; what has no hours lasts all day.
    fn session(&self, date: Date) -> Option<(Timestamp, Timestamp)> {
        let opens = self.opens.unwrap_or(Clock::midnight());
        let start = opens.on(date, 0)?;
        let end = match (self.opens, self.closes) {
            (_, Some(closes)) if closes.minute() > opens.minute() => closes.on(date, 0)?,
            (Some(_), None) => start,
            (_, closes) => closes.unwrap_or(Clock::midnight()).on(date, 1)?,
        };
        Some((start, end.max(start)))
    }

    /// Ends the rule after so many sessions, counted from its first date, if that is known.
    fn end_after(&mut self, count: Option<u32>) {
        let (Some(count), Some(first)) = (count, self.anchor) else {
            return;
        };
        let horizon = first.saturating_add(LONGEST_COUNT.days());
        let last = self.dates(first, horizon).nth(count as usize - 1);
        let lasts = [self.limits.last, last];
        self.limits.last = lasts.into_iter().flatten().min();
    }
}

/// By how many minutes UK time can be ahead of what the clock shows: none for local time, and both
/// winter and summer for a time with an offset.
fn local_shifts(clock: Clock) -> impl Iterator<Item = i16> {
    let shifts = match clock.offset() {
        None => [0, 0],
        Some(offset) => [-offset, 60 - offset],
    };
    shifts.into_iter()
}

/// The minute of the day, kept within the day.
fn shifted(minute: u16, by: i16) -> u16 {
    minute.saturating_add_signed(by).min(DAY)
}

fn one() -> u16 {
    1
}

fn is_one(interval: &u16) -> bool {
    *interval == 1
}

fn is_zero(week_start: &i8) -> bool {
    *week_start == 0
}
