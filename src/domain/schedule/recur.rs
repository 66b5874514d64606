//! A schedule as calendars have it: a first session, and the rule of RFC 5545 by which it comes again.

use super::rule::Rule;
use super::times::{DaySet, code};
use super::{Clock, Schedule};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// One session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// The date on which it begins.
    pub date: Date,
    /// When it begins.
    pub start: Timestamp,
    /// When it ends.
    pub end: Timestamp,
    /// Whether it has no hours.
    pub all_day: bool,
}

impl Schedule {
    /// The first session on this date or within 400 days after it, if there is one.
    pub fn first_from(&self, date: Date) -> Option<Session> {
        let from = date.max(self.limits.first.unwrap_or(Date::MIN));
        let to = from.saturating_add(jiff::Span::new().days(super::HORIZON));
        let to = to.min(self.limits.last.unwrap_or(Date::MAX));
        let date = self.dates(from, to).next()?;
        let (start, end) = self.session(date)?;
        Some(Session {
            date,
            start,
            end,
            all_day: self.opens.is_none() && self.closes.is_none(),
        })
    }

    /// The first date on which a session can be, if anybody has said.
    pub fn begins(&self) -> Option<Date> {
        self.limits.first
    }

    /// The rule by which it comes again, as `FREQ=WEEKLY;BYDAY=TU`; none for what takes place once.
    pub fn recurrence(&self) -> Option<String> {
        if self.limits.first.is_some() && self.limits.first == self.limits.last {
            return None;
        }
        let mut rule = match &self.rule {
            Rule::Weekly(days) => format!("FREQ=WEEKLY;BYDAY={}", by_day(&[(0, *days)])),
            Rule::Monthly { weekdays, days } => {
                let mut rule = "FREQ=MONTHLY".to_owned();
                if !weekdays.is_empty() {
                    rule.push_str(&format!(";BYDAY={}", by_day(weekdays)));
                }
                if !days.is_empty() {
                    let days: Vec<String> = days.iter().map(i8::to_string).collect();
                    rule.push_str(&format!(";BYMONTHDAY={}", days.join(",")));
                }
                rule
            }
        };
        if self.interval > 1 {
            let week = code(self.week_start());
            rule.push_str(&format!(";INTERVAL={};WKST={week}", self.interval));
        }
        if let Some(last) = self.limits.last {
            rule.push_str(&format!(";UNTIL={}", self.until(last)?));
        }
        Some(rule)
    }

    /// The last session as rules have it: a date where sessions have no hours, and otherwise a moment in UTC.
    fn until(&self, last: Date) -> Option<String> {
        if self.opens.is_none() && self.closes.is_none() {
            return Some(last.strftime("%Y%m%d").to_string());
        }
        let start = self.opens.unwrap_or(Clock::midnight()).on(last, 0)?;
        let start = start.to_zoned(TimeZone::UTC);
        Some(start.strftime("%Y%m%dT%H%M%SZ").to_string())
    }
}

/// `TU,TH`, or `2WE,-1FR` within a month.
fn by_day(weekdays: &[(i8, DaySet)]) -> String {
    let days = weekdays.iter().flat_map(|(nth, set)| {
        let which = if *nth == 0 {
            String::new()
        } else {
            nth.to_string()
        };
        set.iter().map(move |day| format!("{which}{}", code(day)))
    });
    days.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use serde_json::{Value, json};

    fn of(schedule: Value) -> Schedule {
        Schedule::from_document(&schedule).unwrap()
    }

    #[test]
    fn rules_come_out_as_they_were_meant() {
        let rule = |schedule| of(schedule).recurrence();
        let weekly = json!({ "freq": "WEEKLY", "byday": "TU,TH", "opens_at": "10:00", "closes_at": "12:00" });
        assert_eq!(rule(weekly), Some("FREQ=WEEKLY;BYDAY=TU,TH".into()));
        let monthly = json!({ "freq": "MONTHLY", "byday": "2WE,-1FR", "opens_at": "14:00", "until": "2026-07-08" });
        assert_eq!(
            rule(monthly),
            Some("FREQ=MONTHLY;BYDAY=2WE,-1FR;UNTIL=20260708T130000Z".into())
        );
        let second = json!({ "freq": "WEEKLY", "interval": 2, "dtstart": "2026-03-03" });
        assert_eq!(
            rule(second),
            Some("FREQ=WEEKLY;BYDAY=TU;INTERVAL=2;WKST=MO".into())
        );
        assert_eq!(rule(json!({ "dtstart": "2026-03-03" })), None);
    }

    #[test]
    fn the_first_session_fits_the_rule() {
        let weekly = of(
            json!({ "freq": "WEEKLY", "byday": "TU", "opens_at": "22:00", "closes_at": "01:00" }),
        );
        let first = weekly.first_from(date(2026, 7, 1)).unwrap();
        assert_eq!((first.date, first.all_day), (date(2026, 7, 7), false));
        assert_eq!(first.end.to_string(), "2026-07-08T00:00:00Z");
        let all_day = of(json!({ "dtstart": "2026-03-03" }));
        assert!(all_day.first_from(date(2026, 1, 1)).unwrap().all_day);
        assert_eq!(all_day.first_from(date(2026, 3, 4)), None);
    }
}
