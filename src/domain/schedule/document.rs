//! Reading a schedule from an HSDS record, as leniently as can be done without guessing: what is
//! only half understood is not understood, for a wrong day sends somebody to a locked door.

use super::clock::Clock;
use super::rule::Rule;
use super::times::{DaySet, weekday};
use super::{Limits, Schedule};
use jiff::civil::{Date, Weekday};
use serde_json::Value;

/// What a `byday` says: which one of the month (0 for every one), and which days.
type Weekdays = Vec<(i8, DaySet)>;

/// Reads one record; `None` if its rule cannot be made out.
pub fn read(document: &Value) -> Option<Schedule> {
    let field = |name| text(document, name);
    let start = date(field("dtstart"))?;
    let anchor = start.or(date(field("valid_from"))?);
    let byday = weekdays(&field("byday"))?;
    let bymonthday = month_days(&field("bymonthday"))?;
    let interval = whole(&field("interval")).map_or(1, |n| n.min(1000) as u16);
    let rule = rule((&field("freq"), interval), byday, bymonthday, start);
    let once = rule.is_none();
    // Without any rule, a date by itself is one event on that date.
    let rule = rule.or_else(|| once_on(start, &field("freq")))?;
    let limits = Limits {
        first: start.max(date(field("valid_from"))?),
        last: earliest([
            date(field("until"))?,
            date(field("valid_to"))?,
            start.filter(|_| once),
        ]),
    };
    let mut schedule = Schedule {
        rule,
        interval,
        week_start: weekday(&field("wkst")).map_or(0, Weekday::to_monday_zero_offset),
        anchor,
        limits,
        opens: Clock::parse(&field("opens_at")).or_else(|| clock_of(&field("dtstart"))),
        closes: Clock::parse(&field("closes_at")),
    };
    schedule.end_after(whole(&field("count")));
    Some(schedule)
}

/// The field as text, whether it came as a string, a number or a list of strings; empty if absent.
fn text(document: &Value, name: &str) -> String {
    match document.get(name) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Array(list)) => {
            let words: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
            words.join(",")
        }
        _ => String::new(),
    }
}

/// A date, or nothing if the field is empty; `None` outside if it says something unreadable.
fn date(text: String) -> Option<Option<Date>> {
    if text.is_empty() {
        return Some(None);
    }
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    let british = || Date::strptime("%d/%m/%Y", day);
    let read = day.parse::<Date>().or_else(|_| british()).ok()?;
    Some(Some(read))
}

fn clock_of(dtstart: &str) -> Option<Clock> {
    let has_time = dtstart.contains('T') && !dtstart.contains("T00:00");
    has_time.then(|| Clock::parse(dtstart))?
}

fn whole(text: &str) -> Option<u32> {
    let number: f64 = text.parse().ok()?;
    (number.fract() == 0.0 && (1.0..=1e6).contains(&number)).then_some(number as u32)
}

fn earliest(dates: [Option<Date>; 3]) -> Option<Date> {
    dates.into_iter().flatten().min()
}

fn rule(
    (freq, interval): (&str, u16),
    byday: Weekdays,
    days: Vec<i8>,
    start: Option<Date>,
) -> Option<Rule> {
    // "The second Wednesday" has a meaning only within a month, whatever the frequency says.
    let within_month = byday.iter().any(|(nth, _)| *nth != 0);
    match freq.to_ascii_uppercase().as_str() {
        "WEEKLY" | "" if within_month => monthly(byday, days, start),
        "MONTHLY" => monthly(byday, days, start),
        "WEEKLY" => weekly(byday, start),
        // Every so many days is not in the standard, and not in `Rule`.
        "DAILY" if interval == 1 => Some(all_days(byday)),
        "" if !byday.is_empty() => weekly(byday, None),
        "" if !days.is_empty() => monthly(byday, days, None),
        _ => None,
    }
}

fn weekly(byday: Weekdays, start: Option<Date>) -> Option<Rule> {
    let of_start = start.map_or(DaySet::NONE, |date| DaySet::of(date.weekday()));
    let days = byday
        .into_iter()
        .fold(DaySet::NONE, |all, (_, set)| all | set);
    let days = if days.is_empty() { of_start } else { days };
    (!days.is_empty()).then_some(Rule::Weekly(days))
}

fn all_days(byday: Weekdays) -> Rule {
    weekly(byday, None).unwrap_or(Rule::Weekly(DaySet::ALL))
}

fn monthly(weekdays: Weekdays, mut days: Vec<i8>, start: Option<Date>) -> Option<Rule> {
    if weekdays.is_empty() && days.is_empty() {
        days.push(start?.day());
    }
    Some(Rule::Monthly { weekdays, days })
}

fn once_on(start: Option<Date>, freq: &str) -> Option<Rule> {
    let start = start.filter(|_| freq.is_empty())?;
    Some(Rule::Weekly(DaySet::of(start.weekday())))
}

/// Reads `TU`, `MO,WE`, `2WE,4WE`, `-1FR`; `None` if any part of it is something else.
fn weekdays(text: &str) -> Option<Weekdays> {
    let mut found: Weekdays = Vec::new();
    for word in words(text) {
        let at = word.find(|c: char| c.is_ascii_alphabetic())?;
        let (nth, day) = word.split_at(at);
        let nth = if nth.is_empty() { 0 } else { ordinal(nth, 5)? };
        let day = DaySet::of(weekday(day)?);
        match found.iter_mut().find(|(known, _)| *known == nth) {
            Some((_, set)) => *set = *set | day,
            None => found.push((nth, day)),
        }
    }
    Some(found)
}

/// Reads `1`, `1,15`, `-1`; `None` if any part of it is something else.
fn month_days(text: &str) -> Option<Vec<i8>> {
    words(text).map(|word| ordinal(word, 31)).collect()
}

fn ordinal(text: &str, most: i8) -> Option<i8> {
    let number: i8 = text.parse().ok()?;
    (number != 0 && (-most..=most).contains(&number)).then_some(number)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', ' ', '|'])
        .filter(|word| !word.is_empty())
}
