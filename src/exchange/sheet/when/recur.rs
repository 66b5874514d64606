//! Days and times of something that comes again: `Mondays 10-12`, `Tues & Thurs 2pm–4.30pm`, `first Friday of
//! the month`, and those that say a date.

mod reading;

use super::clock::{self, Written};
use jiff::civil::{Date, Weekday};
use reading::Reading;

/// One time at which something happens, as a schedule of HSDS says it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Slot {
    /// The days, as `MO`, Monday first; with `of_month`, those of a month.
    pub days: Vec<&'static str>,
    /// Which one of a month, from 1, or -1 for the last; none where it is every week.
    pub of_month: Vec<i8>,
    /// Every how many weeks; 1 in most.
    pub weeks: u8,
    /// The one day on which it is.
    pub date: Option<Date>,
    /// `10:00`.
    pub opens: Option<String>,
    /// `12:00`.
    pub closes: Option<String>,
}

impl Slot {
    /// What the field `byday` says.
    pub fn byday(&self) -> String {
        let each = |nth: &i8| {
            self.days
                .iter()
                .map(|day| format!("{nth}{day}"))
                .collect::<Vec<_>>()
        };
        match self.of_month.is_empty() {
            true => self.days.join(","),
            false => self
                .of_month
                .iter()
                .flat_map(each)
                .collect::<Vec<_>>()
                .join(","),
        }
    }
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Times {
    /// The times; none if the text says something that no schedule says, and stays words.
    pub slots: Vec<Slot>,
    /// Something to look at, though it was read.
    pub note: Option<&'static str>,
}

/// What one word is.
#[derive(Debug, Clone, PartialEq)]
enum Word {
    Day(Weekday),
    Days(&'static [Weekday]),
    Nth(i8),
    Time(Written),
    To,
    And,
    Every,
    Other,
    OfMonth,
    End,
}

const ALL: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// Reads days and times.
///
/// # Errors
/// What is wrong with it, or may mean two things, and how to write it.
pub fn read(text: &str) -> Result<Times, String> {
    if let Some(times) = on_a_date(text)? {
        return Ok(times);
    }
    match words(text)? {
        Some(words) => Reading::default().all(&words),
        None => Ok(Times::default()),
    }
}

/// A date with its hours, such as `3rd Nov 2026, 2-4pm`.
fn on_a_date(text: &str) -> Result<Option<Times>, String> {
    // Where the date ends is found by trying: the longest beginning that is one.
    let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    let ends: Vec<usize> = ends
        .filter(|at| *at >= 6 && (*at == text.len() || text[*at..].starts_with([' ', ',', ':'])))
        .collect();
    let found = ends
        .into_iter()
        .rev()
        .find_map(|end| Some((super::date::read(&text[..end]).ok()?, &text[end..])));
    let Some((date, rest)) = found else {
        return Ok(None);
    };
    let Some(rest) = words(rest.trim_start_matches([' ', ',', ':']))? else {
        return Ok(None);
    };
    let times: Vec<Written> = rest
        .iter()
        .filter_map(|word| match word {
            Word::Time(time) => Some(*time),
            _ => None,
        })
        .collect();
    let others = rest
        .iter()
        .any(|word| !matches!(word, Word::Time(_) | Word::To | Word::End));
    if others || times.len() > 2 {
        return Ok(None);
    }
    let (opens, closes) = clock::hours(times.first().copied(), times.get(1).copied())?;
    let slot = Slot {
        date: Some(date),
        opens,
        closes,
        weeks: 1,
        ..Slot::default()
    };
    Ok(Some(Times {
        slots: vec![slot],
        note: None,
    }))
}

/// The weekday that a word names, in one or in many: `mon`, `tues`, `thursdays`.
pub fn weekday(word: &str) -> Option<Weekday> {
    let word = word
        .strip_suffix('s')
        .filter(|word| word.len() > 3)
        .unwrap_or(word);
    let word = match word {
        "tue" | "tues" => "tue",
        "weds" | "wed" => "wed",
        "thur" | "thurs" | "thu" | "thr" => "thu",
        other => other,
    };
    (word.len() >= 3)
        .then(|| crate::domain::schedule::weekday(word))
        .flatten()
}

/// The words that mean something; none if one is not understood.
fn words(text: &str) -> Result<Option<Vec<Word>>, String> {
    let text = text
        .to_lowercase()
        .replace(['\u{2013}', '\u{2014}', '\u{2212}'], "-")
        .replace("o'clock", "")
        .replace("o\u{2019}clock", "");
    let text = text
        .replace("everyday", "every day")
        .replace("a.m.", "am")
        .replace("p.m.", "pm")
        .replace("a.m", "am")
        .replace("p.m", "pm")
        .replace("12 noon", "noon")
        .replace("12 midnight", "midnight");
    let mut spaced = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '-' | '&' | '+' | ',' | ';' | '\n' | '/' | '(' | ')' => {
                spaced.extend([' ', letter, ' '])
            }
            letter => spaced.push(letter),
        }
    }
    let spaced = spaced.replace(" am ", "am ").replace(" pm ", "pm ");
    let mut found = Vec::new();
    let all: Vec<&str> = spaced.split_whitespace().collect();
    for (at, word) in all.iter().enumerate() {
        let word = word.trim_end_matches([':', '.']);
        if matches!(word, "am" | "pm") && at > 0 {
            continue;
        }
        let time = match all.get(at + 1) {
            Some(half @ (&"am" | &"pm" | &"am." | &"pm.")) => {
                format!("{word}{half}").trim_end_matches('.').to_owned()
            }
            _ => word.to_owned(),
        };
        match known(word) {
            Some(Some(word)) => found.push(word),
            Some(None) => {}
            None => match Written::parse(&time) {
                Some(time) => found.push(Word::Time(time?)),
                None => return Ok(None),
            },
        }
    }
    Ok(Some(found))
}

/// A word that is no time: what it means, or that it means nothing; none if it is not known.
fn known(word: &str) -> Option<Option<Word>> {
    let means = match word {
        "" | "on" | "from" | "at" | "between" | "of" | "the" | "a" | "each" | "weekly" | "week"
        | "open" | "day" | "days" | "(" | ")" | "in" => None,
        "every" => Some(Word::Every),
        "-" | "to" | "until" | "till" | "til" | "through" => Some(Word::To),
        "&" | "and" | "+" | "/" => Some(Word::And),
        "," => Some(Word::And),
        ";" | "\n" => Some(Word::End),
        "other" | "alternate" | "fortnightly" | "fortnight" | "biweekly" => Some(Word::Other),
        "month" | "monthly" => Some(Word::OfMonth),
        "1st" | "first" => Some(Word::Nth(1)),
        "2nd" | "second" => Some(Word::Nth(2)),
        "3rd" | "third" => Some(Word::Nth(3)),
        "4th" | "fourth" => Some(Word::Nth(4)),
        "last" => Some(Word::Nth(-1)),
        "weekdays" | "weekday" => Some(Word::Days(&ALL[..5])),
        "weekends" | "weekend" => Some(Word::Days(&ALL[5..])),
        "daily" => Some(Word::Days(&ALL)),
        word => Some(Word::Day(weekday(word)?)),
    };
    Some(means)
}

#[cfg(test)]
mod tests;
