//! A schedule in words, as a person would say it.

use super::Schedule;
use super::clock::Clock;
use super::rule::Rule;
use super::times::{DaySet, name};
use jiff::civil::Weekday;

const ORDINALS: [&str; 6] = ["every", "first", "second", "third", "fourth", "fifth"];

/// The whole of it, beginning with a capital letter.
pub fn of(schedule: &Schedule) -> String {
    let words = [dates(schedule), hours(schedule)];
    let words: Vec<String> = words.into_iter().filter(|w| !w.is_empty()).collect();
    capitalised(&words.join(" "))
}

fn dates(schedule: &Schedule) -> String {
    let limits = schedule.limits;
    match (&schedule.rule, limits.first) {
        (Rule::Weekly(_), Some(day)) if limits.last == Some(day) => {
            day.strftime("%A %-d %B %Y").to_string()
        }
        (Rule::Weekly(days), _) => weekly(*days, schedule.interval),
        (Rule::Monthly { weekdays, days }, _) => monthly(weekdays, days, schedule.interval),
    }
}

fn weekly(days: DaySet, interval: u16) -> String {
    if interval <= 1 {
        return plural(days);
    }
    let mut listed = days.iter();
    match (listed.next(), listed.next()) {
        (Some(only), None) => format!("{} {}", every(interval), name(only)),
        _ => format!("{} week on {}", every(interval), plural(days)),
    }
}

/// "every second", or "every 13th".
fn every(interval: u16) -> String {
    match ORDINALS.get(usize::from(interval)) {
        Some(word) => format!("every {word}"),
        None => format!("every {}", counted(i64::from(interval))),
    }
}

/// "Mondays and Thursdays", "Mondays to Fridays", "every day".
fn plural(days: DaySet) -> String {
    let names: Vec<String> = days.iter().map(|day| format!("{}s", name(day))).collect();
    match (names.as_slice(), is_run(days)) {
        (all, _) if all.len() == 7 => "every day".into(),
        ([first, .., last], true) if names.len() > 2 => format!("{first} to {last}"),
        _ => list(&names),
    }
}

/// Whether the days follow each other without a gap, within one week.
fn is_run(days: DaySet) -> bool {
    let offsets: Vec<i8> = days.iter().map(Weekday::to_monday_zero_offset).collect();
    offsets.windows(2).all(|pair| pair[1] == pair[0] + 1)
}

fn monthly(weekdays: &[(i8, DaySet)], days: &[i8], interval: u16) -> String {
    if let ([(0, set)], [], 1) = (weekdays, days, interval) {
        return plural(*set);
    }
    let month = match interval {
        0 | 1 => "the month".into(),
        more => format!("{} month", every(more)),
    };
    let dates: Vec<String> = days.iter().map(|day| month_day(*day)).collect();
    let names: Vec<String> = grouped(weekdays);
    match (names.is_empty(), dates.is_empty()) {
        (false, true) => format!("{} of {month}", list(&names)),
        (true, _) => format!("{} of {month}", list(&dates)),
        (false, false) => format!("{} if it is the {} of {month}", list(&names), list(&dates)),
    }
}

/// "second Wednesday", or "first and third Tuesday" where the days are the same.
fn grouped(weekdays: &[(i8, DaySet)]) -> Vec<String> {
    let mut groups: Vec<(Vec<String>, DaySet)> = Vec::new();
    for (nth, set) in weekdays {
        match groups.iter_mut().find(|(_, known)| known == set) {
            Some((ordinals, _)) => ordinals.push(ordinal(*nth)),
            None => groups.push((vec![ordinal(*nth)], *set)),
        }
    }
    let named = |set: DaySet| list(&set.iter().map(|d| name(d).to_owned()).collect::<Vec<_>>());
    let groups = groups.into_iter();
    groups
        .map(|(ordinals, set)| format!("{} {}", list(&ordinals), named(set)))
        .collect()
}

fn ordinal(nth: i8) -> String {
    let word = ORDINALS
        .get(usize::from(nth.unsigned_abs()))
        .unwrap_or(&"every");
    match nth {
        -1 => "last".into(),
        ..-1 => format!("{word} to last"),
        _ => (*word).into(),
    }
}

fn month_day(day: i8) -> String {
    match day {
        -1 => "last day".into(),
        ..-1 => format!("{} to last day", counted(-i64::from(day))),
        _ => counted(i64::from(day)),
    }
}

/// "1st", "12th", "22nd".
fn counted(number: i64) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// "10:00 to 12:00", "14:00", "until 12:00", "all day"; nothing where no hours are given.
fn hours(schedule: &Schedule) -> String {
    let (opens, closes) = (schedule.opens, schedule.closes);
    let text = match (opens, closes) {
        (None, None) => return String::new(),
        (Some(opens), None) => opens.to_string(),
        (None, Some(closes)) => format!("until {closes}"),
        // The standard's sign for a service that does not close.
        (Some(opens), Some(closes)) if opens.minute() == 0 && closes.minute() >= 1439 => {
            return "all day".into();
        }
        (Some(opens), Some(closes)) => format!("{opens} to {closes}"),
    };
    match opens.or(closes).and_then(Clock::offset) {
        None => text,
        Some(0) => format!("{text} (UTC)"),
        Some(minutes) => {
            let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
            let sign = if minutes < 0 { '-' } else { '+' };
            format!("{text} (UTC{sign}{hours:02}:{rest:02})")
        }
    }
}

/// "a", "a and b", "a, b and c".
fn list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}
