//! A date as people write it: the day comes first, as in the UK.

use jiff::civil::{Date, Weekday};

/// The months, by the letters with which each begins.
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
/// Years of which anybody writes.
const YEARS: std::ops::RangeInclusive<i16> = 1950..=2099;

/// Reads a date such as `3/11/26`, `3rd Nov 2026`, `Tuesday 3 November 2026` or `2026-11-03`.
///
/// # Errors
/// What is wrong with it, and how to write it.
pub fn read(text: &str) -> Result<Date, String> {
    match parts(text)? {
        (year, month, Some(day), weekday) => fitting(text, (year, month, day), weekday),
        _ => Err(format!("\"{text}\" has no day: write it as 3/11/2026")),
    }
}

/// Reads the last day of something: a date, or a month, which ends with its last day.
///
/// # Errors
/// As of [`read`].
pub fn read_last(text: &str) -> Result<Date, String> {
    let (year, month, day, weekday) = parts(text)?;
    match day {
        Some(day) => fitting(text, (year, month, day), weekday),
        None => fitting(text, (year, month, 1), None).map(Date::last_of_month),
    }
}

fn fitting(
    text: &str,
    (year, month, day): (i16, i8, i8),
    weekday: Option<Weekday>,
) -> Result<Date, String> {
    let date =
        Date::new(year, month, day).map_err(|_| match (1..=12).contains(&day) && month > 12 {
            true => format!("\"{text}\" has no month {month}: write the day first, as 3/11/2026"),
            false => format!("\"{text}\" is no day of the calendar: write it as 3/11/2026"),
        })?;
    match weekday {
        Some(said) if said != date.weekday() => {
            let is = crate::domain::schedule::name(date.weekday());
            Err(format!("\"{text}\" is a {is}: correct the day or the date"))
        }
        _ => Ok(date),
    }
}

type Parts = (i16, i8, Option<i8>, Option<Weekday>);

/// Year, month, day of the month and of the week.
fn parts(text: &str) -> Result<Parts, String> {
    let wrong = || format!("\"{text}\" is no date: write it as 3/11/2026");
    let lower = text.trim().to_lowercase();
    // What a spreadsheet adds: the midnight of a day that has no time.
    let lower = lower
        .split(['t', ' '])
        .next()
        .filter(|day| is_iso(day))
        .map_or(lower.clone(), str::to_owned);
    let words = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let (mut numbers, mut month, mut weekday) = (Vec::new(), None, None);
    for word in
        words.filter(|word| !matches!(*word, "of" | "the" | "on" | "st" | "nd" | "rd" | "th"))
    {
        let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
        match (digits.is_empty(), &word[digits.len()..]) {
            (false, "" | "st" | "nd" | "rd" | "th") => numbers.push(digits),
            (true, name) if month_of(name).is_some() && month.is_none() => month = month_of(name),
            (true, name) if weekday.is_none() => {
                weekday = Some(super::recur::weekday(name).ok_or_else(wrong)?)
            }
            _ => return Err(wrong()),
        }
    }
    let small = |digits: &str| {
        digits
            .parse::<i8>()
            .ok()
            .filter(|_| digits.len() <= 2)
            .ok_or_else(wrong)
    };
    let (year, month, day) = match (numbers[..].as_ref(), month) {
        ([year, month, day], None) if year.len() == 4 => (*year, small(month)?, Some(small(day)?)),
        ([day, month, year], None) => (*year, small(month)?, Some(small(day)?)),
        ([day, year], Some(month)) if day.len() <= 2 => (*year, month, Some(small(day)?)),
        ([year], Some(month)) if year.len() == 4 => (*year, month, None),
        ([month, year], None) if year.len() == 4 && month.len() <= 2 => {
            (*year, small(month)?, None)
        }
        ([_], Some(_)) | ([_, _], None) => {
            return Err(format!("\"{text}\" has no year: write it as 3/11/2026"));
        }
        _ => return Err(wrong()),
    };
    Ok((year_of(year).ok_or_else(wrong)?, month, day, weekday))
}

fn is_iso(text: &str) -> bool {
    text.len() == 10 && text.parse::<Date>().is_ok()
}

fn month_of(word: &str) -> Option<i8> {
    let at = MONTHS
        .iter()
        .position(|month| word.len() >= 3 && word.starts_with(month))?;
    let full = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    full[at]
        .starts_with(word)
        .then(|| i8::try_from(at + 1).unwrap_or(1))
        .or(match word {
            "sept" => Some(9),
            _ => None,
        })
}

fn year_of(digits: &str) -> Option<i16> {
    let year: i16 = digits.parse().ok()?;
    let year = match digits.len() {
        2 => 2000 + year,
        4 => year,
        _ => return None,
    };
    YEARS.contains(&year).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn a_date_is_read_however_it_is_written() {
        for text in [
            "3/11/26",
            "03/11/2026",
            "3.11.26",
            "3-11-2026",
            "3rd Nov 2026",
            "3 November 2026",
            "Tuesday 3rd of November 2026",
            "Tues 3 Nov 26",
            "Nov 3rd, 2026",
            "2026-11-03",
            "2026-11-03T00:00:00",
            "2026-11-03 09:30",
        ] {
            assert_eq!(read(text), Ok(date(2026, 11, 3)), "{text}");
        }
        assert_eq!(read_last("March 2027"), Ok(date(2027, 3, 31)));
        assert_eq!(read_last("02/2028"), Ok(date(2028, 2, 29)));
    }

    #[test]
    fn what_is_no_date_is_said() {
        for (text, said) in [
            ("11/25/2026", "write the day first"),
            ("31/02/2026", "no day of the calendar"),
            ("Monday 3 Nov 2026", "is a Tuesday"),
            ("3rd Nov", "has no year"),
            ("3/11", "has no year"),
            ("soon", "is no date"),
            ("", "is no date"),
            ("March 2027", "has no day"),
            ("1/1/1066", "is no date"),
        ] {
            let told = read(text).unwrap_err();
            assert!(told.contains(said), "{text}: {told}");
        }
    }

    proptest! {
        #[test]
        fn every_day_is_read_as_it_is_written(days in 0i64..45_000, form in 0usize..6) {
            let day = date(1960, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            let form = ["%d/%m/%Y", "%-d.%-m.%Y", "%-d %B %Y", "%A %-d %b %Y", "%Y-%m-%d", "%-d-%b-%Y"][form];
            prop_assert_eq!(read(&day.strftime(form).to_string()), Ok(day));
        }

        #[test]
        fn nothing_that_is_written_is_too_odd(text in ".{0,30}") {
            let _ = (read(&text), read_last(&text));
        }
    }
}
