//! The words in which numbers, days and distances are said to people in the UK.

use crate::domain::schedule::london;
use jiff::Timestamp;
use jiff::civil::Date;

/// Metres in a mile, the unit on British road signs.
const MILE: f64 = 1609.344;

/// The day that a moment belongs to in the UK.
pub fn day_of(time: Timestamp) -> Date {
    time.to_zoned(london().clone()).date()
}

/// `Tuesday 24 November`, with the year where it is not the one of `today`.
pub fn day(date: Date, today: Date) -> String {
    let year = if date.year() == today.year() {
        ""
    } else {
        " %Y"
    };
    date.strftime(&format!("%A %-d %B{year}")).to_string()
}

/// `3 March`, with the year where it is not the one of `today`.
pub fn short_day(date: Date, today: Date) -> String {
    let year = if date.year() == today.year() {
        ""
    } else {
        " %Y"
    };
    date.strftime(&format!("%-d %B{year}")).to_string()
}

/// `today, 10:00`, `tomorrow, 10:00` or `Tuesday 24 November, 10:00`, as UK clocks show it.
pub fn moment(time: Timestamp, now: Timestamp) -> String {
    let at = time.to_zoned(london().clone());
    let today = day_of(now);
    let days = days_between(today, at.date());
    let day = match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        _ => day(at.date(), today),
    };
    format!("{day}, {}", at.strftime("%H:%M"))
}

/// How long ago, counted in the days of the calendar: `today`, `3 days ago`, `5 weeks ago`.
pub fn ago(then: Timestamp, now: Timestamp) -> String {
    days_ago(day_of(then), day_of(now))
}

/// The same for a day. What lies ahead, by a clock that runs fast, is today.
pub fn days_ago(then: Date, today: Date) -> String {
    match days_between(then, today) {
        ..=0 => "today".into(),
        1 => "yesterday".into(),
        days @ 2..14 => format!("{days} days ago"),
        days @ 14..70 => format!("{} weeks ago", days / 7),
        days @ 70..365 => format!("{} months ago", days / 30),
        days => match days / 365 {
            1 => "over a year ago".into(),
            years => format!("over {years} years ago"),
        },
    }
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// `800 m (½ mile)`, `1.2 km (0.7 miles)`, `23 km (14 miles)`.
pub fn distance(metres: u32) -> String {
    let miles = f64::from(metres) / MILE;
    match metres {
        ..100 => "under 100 m".into(),
        100..995 => format!("{} m ({})", (metres + 5) / 10 * 10, part_of_a_mile(miles)),
        995..9_950 => format!("{:.1} km ({miles:.1} miles)", f64::from(metres) / 1000.0)
            .replace(" (1.0 miles)", " (1 mile)"),
        _ => format!("{:.0} km ({miles:.0} miles)", f64::from(metres) / 1000.0),
    }
}

fn part_of_a_mile(miles: f64) -> &'static str {
    match miles {
        ..0.18 => "a few minutes on foot",
        0.18..0.375 => "¼ mile",
        _ => "½ mile",
    }
}

/// `1 place`, `4 places`, `2 libraries`.
pub fn count(number: i64, one: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{} {}", thousands(number), plural(one))
    }
}

/// The plural of an English noun, as far as spelling rules reach.
pub fn plural(one: &str) -> String {
    let ends = |endings: &[&str]| endings.iter().any(|ending| one.ends_with(ending));
    if ends(&["s", "x", "ch", "sh"]) {
        return format!("{one}es");
    }
    match one.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{one}s"),
    }
}

/// `1,685`.
pub fn thousands(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "-" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `a`, `a and b`, `a, b and c`.
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [firsts @ .., last] => format!("{} and {last}", firsts.join(", ")),
    }
}

/// The same with its first letter in upper case.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// The same as a sentence: a capital at the start and a full stop at the end.
pub fn sentence(text: &str) -> String {
    let text = capitalised(text.trim());
    if text.is_empty() || text.ends_with(['.', '!', '?', '…']) {
        text
    } else {
        text + "."
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn ages_are_counted_in_days_of_the_calendar() {
        let now = at("2026-11-21T08:00:00Z");
        let ages = [
            ("2026-11-21T00:10:00Z", "today"),
            ("2026-11-21T09:00:00Z", "today"),
            ("2026-11-20T23:50:00Z", "yesterday"),
            ("2026-11-18T12:00:00Z", "3 days ago"),
            ("2026-11-07T12:00:00Z", "2 weeks ago"),
            ("2026-10-15T12:00:00Z", "5 weeks ago"),
            ("2026-08-01T12:00:00Z", "3 months ago"),
            ("2025-10-01T12:00:00Z", "over a year ago"),
            ("2023-10-01T12:00:00Z", "over 3 years ago"),
        ];
        for (then, words) in ages {
            assert_eq!(ago(at(then), now), words, "{then}");
        }
    }

    #[test]
    fn moments_are_in_the_time_that_uk_clocks_show() {
        let now = at("2026-07-01T08:00:00Z");
        assert_eq!(moment(at("2026-07-01T09:00:00Z"), now), "today, 10:00");
        assert_eq!(moment(at("2026-07-01T23:30:00Z"), now), "tomorrow, 00:30");
        assert_eq!(
            moment(at("2026-11-24T10:00:00Z"), now),
            "Tuesday 24 November, 10:00"
        );
        assert_eq!(
            moment(at("2027-03-02T10:00:00Z"), now),
            "Tuesday 2 March 2027, 10:00"
        );
    }

    #[test]
    fn distances_are_in_kilometres_and_in_miles() {
        let all = [
            (40, "under 100 m"),
            (244, "240 m (a few minutes on foot)"),
            (812, "810 m (½ mile)"),
            (1_234, "1.2 km (0.8 miles)"),
            (1_610, "1.6 km (1 mile)"),
            (22_600, "23 km (14 miles)"),
        ];
        for (metres, words) in all {
            assert_eq!(distance(metres), words);
        }
    }

    #[test]
    fn nouns_have_their_plurals() {
        let all = ["place", "family", "match", "delivery", "day"].map(plural);
        assert_eq!(all, ["places", "families", "matches", "deliveries", "days"]);
        assert_eq!(count(1, "place"), "1 place");
        assert_eq!(count(1685, "person").as_str(), "1,685 persons");
    }

    #[test]
    fn lists_and_sentences_read_as_prose() {
        let items = ["a", "b", "c"].map(String::from);
        assert_eq!(list(&items), "a, b and c");
        assert_eq!(list(&items[..1]), "a");
        assert_eq!(sentence("bring a friend"), "Bring a friend.");
        assert_eq!(sentence("Ready?"), "Ready?");
    }
}
