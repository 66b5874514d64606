//! Times of day as people write them: `10`, `10.30am`, `2-4pm`, `19:00`.

/// Minutes of half a day.
const NOON: u16 = 12 * 60;
/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// A time as far as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Minutes since midnight, or since noon where `half` does not say.
    minutes: u16,
    half: Half,
}

/// Which half of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    /// It is written, or cannot be another.
    Sure,
    /// A bare number.
    Open,
}

impl Written {
    /// Reads one word, such as `10`, `10.30am`, `19:00`, `noon`; none if it is no time at all.
    ///
    /// # Errors
    /// It is a time that no day has.
    pub fn parse(word: &str) -> Option<Result<Self, String>> {
        let sure = |minutes| {
            Some(Ok(Self {
                minutes,
                half: Half::Sure,
            }))
        };
        match word {
            "noon" | "midday" | "12noon" => return sure(NOON),
            "midnight" | "12midnight" => return sure(DAY),
            _ => {}
        }
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '.');
        let suffix = word[digits.len()..].replace('.', "");
        let (digits, suffix) = match suffix.as_str() {
            "am" | "pm" | "" => (digits, suffix),
            "a" | "p" => (digits, format!("{suffix}m")),
            "h" | "hrs" | "hr" | "oclock" => (digits, String::new()),
            _ => return None,
        };
        let (hour, minute) = split(digits)?;
        let wrong = || {
            Some(Err(format!(
                "\"{word}\" is no time of day: write it as 9.30am or 19:00"
            )))
        };
        let plain: (u16, u16) = match (hour.parse(), minute.parse()) {
            (Ok(hour), Ok(minute)) if hour <= 24 && minute < 60 => (hour, minute),
            _ => return wrong(),
        };
        let minutes = plain.0 * 60 + plain.1;
        match suffix.as_str() {
            "am" | "pm" if plain.0 > 12 && suffix == "pm" && minutes < DAY => sure(minutes),
            "am" | "pm" if !(1..=12).contains(&plain.0) => wrong(),
            "am" => sure(minutes % NOON),
            "pm" => sure(minutes % NOON + NOON),
            _ if minutes > DAY => wrong(),
            // Two digits with a zero before them, or over twelve, are the clock of 24 hours.
            _ if plain.0 > 12 || hour.len() == 2 && hour.starts_with('0') => sure(minutes),
            _ => Some(Ok(Self {
                minutes,
                half: Half::Open,
            })),
        }
    }
}

/// Hour and minute of `10`, `10.30`, `10:30`, `10:30:00`, `1030`.
fn split(digits: &str) -> Option<(&str, &str)> {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = digits.split([':', '.']).collect();
    match parts[..] {
        [hour] if is_number(hour) && hour.len() <= 2 => Some((hour, "0")),
        [both] if is_number(both) && both.len() == 4 => Some(both.split_at(2)),
        [hour, minute] | [hour, minute, "00"]
            if is_number(hour) && is_number(minute) && hour.len() <= 2 && minute.len() == 2 =>
        {
            Some((hour, minute))
        }
        _ => None,
    }
}

/// When it opens and closes, as `HH:MM`, of what was written of the two.
///
/// # Errors
/// It may be the morning or the evening, or ends as it begins.
pub fn hours(
    opens: Option<Written>,
    closes: Option<Written>,
) -> Result<(Option<String>, Option<String>), String> {
    let Some(opens) = opens else {
        return Ok((None, None));
    };
    let Some(closes) = closes else {
        return Ok((Some(shown(by_itself(opens)?)), None));
    };
    let end_of = |from: u16| match closes.half {
        Half::Sure => closes.minutes,
        Half::Open if closes.minutes % NOON > from % DAY => closes.minutes % NOON,
        Half::Open => closes.minutes % NOON + NOON,
    };
    let from = match (opens.half, closes.half) {
        (Half::Sure, _) => opens.minutes,
        // `2-4pm` is the afternoon, `11-1pm` begins in the morning.
        (Half::Open, Half::Sure) => {
            let late = opens.minutes % NOON + NOON;
            let until = closes.minutes;
            if late < until || until <= opens.minutes % NOON {
                late
            } else {
                opens.minutes % NOON
            }
        }
        (Half::Open, Half::Open) => by_itself(opens)?,
    };
    let to = end_of(from);
    if from == to {
        return Err(format!(
            "begins and ends at {}: correct one of the two",
            shown(from)
        ));
    }
    if to < from && to > 6 * 60 {
        return Err(format!(
            "begins at {} and ends at {}, before that: correct one of the two",
            shown(from),
            shown(to)
        ));
    }
    Ok((Some(shown(from)), Some(shown(to))))
}

/// A bare number: from eight to twelve in the morning, from one to five in the afternoon.
fn by_itself(time: Written) -> Result<u16, String> {
    match (time.half, time.minutes / 60) {
        (Half::Sure, _) | (Half::Open, 8..=12) => Ok(time.minutes),
        (Half::Open, 1..=5) => Ok(time.minutes + NOON),
        (Half::Open, hour) => Err(format!(
            "\"{hour}\" may be the morning or the evening: write {hour}am or {hour}pm"
        )),
    }
}

fn shown(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(opens: &str, closes: &str) -> Result<String, String> {
        let time = |word: &str| Written::parse(word).transpose();
        let (from, to) = hours(time(opens)?, time(closes)?)?;
        Ok(format!(
            "{}-{}",
            from.unwrap_or_default(),
            to.unwrap_or_default()
        ))
    }

    #[test]
    fn hours_are_read_as_people_mean_them() {
        for (opens, closes, meant) in [
            ("10", "12", "10:00-12:00"),
            ("10", "2", "10:00-14:00"),
            ("2", "4", "14:00-16:00"),
            ("2pm", "4.30pm", "14:00-16:30"),
            ("2", "4pm", "14:00-16:00"),
            ("11", "1pm", "11:00-13:00"),
            ("10am", "2", "10:00-14:00"),
            ("9", "5", "09:00-17:00"),
            ("7", "9pm", "19:00-21:00"),
            ("09:30", "11:30", "09:30-11:30"),
            ("19:00", "21:00", "19:00-21:00"),
            ("10:00:00", "12:00:00", "10:00-12:00"),
            ("12noon", "2pm", "12:00-14:00"),
            ("10.30am", "", "10:30-"),
            ("8pm", "midnight", "20:00-24:00"),
            ("10pm", "2am", "22:00-02:00"),
            ("1000", "1130", "10:00-11:30"),
        ] {
            assert_eq!(
                read(opens, closes).as_deref(),
                Ok(meant),
                "{opens} to {closes}"
            );
        }
    }

    #[test]
    fn what_may_be_two_things_or_none_is_said() {
        assert!(
            read("7", "9")
                .unwrap_err()
                .contains("morning or the evening")
        );
        assert!(read("25:00", "").unwrap_err().contains("no time of day"));
        assert!(read("10:75", "").unwrap_err().contains("no time of day"));
        assert!(read("13am", "").unwrap_err().contains("no time of day"));
        assert!(read("2pm", "2pm").unwrap_err().contains("begins and ends"));
        assert!(read("4pm", "2pm").unwrap_err().contains("before that"));
        assert_eq!(Written::parse("ten"), None);
        assert_eq!(Written::parse("10xx"), None);
    }

    proptest! {
        #[test]
        fn every_time_of_the_clock_is_read_as_written(from in 0u16..1440, to in 0u16..1440) {
            let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
            let sure = |text: &str| !matches!(text.as_bytes(), [b'1', b'0'..=b'2', ..]);
            let (opens, closes) = (clock(from), clock(to));
            prop_assume!(from != to && sure(&opens) && sure(&closes));
            match read(&opens, &closes) {
                Ok(read) => prop_assert_eq!(read, format!("{opens}-{closes}")),
                Err(said) => prop_assert!(to < from, "{said}"),
            }
        }

        #[test]
        fn nothing_that_is_written_is_too_odd(word in ".{0,12}", other in "[0-9:.apm]{0,8}") {
            let _ = read(&word, &other);
        }
    }
}
