//! Days as registers write them. Pure.

use jiff::civil::Date;

/// Reads `2024-03-31`, with or without a time after it, or `31/03/2024`; none if it is neither.
pub fn read(text: &str) -> Option<Date> {
    let text = text.trim();
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    let Some((day, rest)) = day.split_once('/') else {
        return day.parse().ok();
    };
    let (month, year) = rest.split_once('/')?;
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_read_in_each_of_the_ways_in_which_they_are_written() {
        for text in [
            "2024-03-31",
            "2024-03-31T00:00:00",
            "2024-03-31 00:00:00.000",
            " 31/03/2024 ",
        ] {
            assert_eq!(read(text), Some(date(2024, 3, 31)), "{text}");
        }
        for text in ["", "31 March", "2024-02-30", "30/02/2024", "1/2", "////"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
