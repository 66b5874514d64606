//! Calendar months in the UK: `2026-09`.

use crate::domain::schedule::{local_day, london};
use crate::error::{Error, Result};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use std::fmt;

/// A month, as its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(Date);

impl Month {
    /// The month of a moment.
    pub fn of(time: Timestamp) -> Self {
        Self(local_day(time, 0).first_of_month())
    }

    /// Reads `2026-09`; none for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let is_written = year.len() == 4 && month.len() == 2;
        let digits = text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-');
        let (year, month) = (year.parse().ok()?, month.parse().ok()?);
        let first = Date::new(year, month, 1).ok()?;
        (is_written && digits).then_some(Self(first))
    }

    /// So many months later, or earlier if fewer than none.
    pub fn plus(self, months: i32) -> Self {
        Self(self.0.saturating_add(months.months()))
    }

    /// The months from this one to another, both with them; none if that comes before.
    pub fn to(self, last: Self) -> impl Iterator<Item = Self> {
        let all = (0..).map(move |later| self.plus(later));
        all.take_while(move |month| *month <= last)
    }

    /// Its first day.
    pub fn first_day(self) -> Date {
        self.0
    }

    /// Its last day.
    pub fn last_day(self) -> Date {
        self.0.last_of_month()
    }

    /// When it begins in the UK.
    ///
    /// # Errors
    /// No clock reaches it.
    pub fn begins(self) -> Result<Timestamp> {
        let begins = self.0.to_zoned(london().clone());
        Ok(begins.map_err(Error::internal)?.timestamp())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        write!(out, "{}", self.0.strftime("%Y-%m"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_as_they_are_written() {
        for text in ["2026-09", "1999-12"] {
            assert_eq!(Month::parse(text).unwrap().to_string(), text);
        }
        for text in [
            "",
            "2026",
            "2026-13",
            "2026-9",
            "26-09",
            "+026-09",
            "2026-09-01",
        ] {
            assert_eq!(Month::parse(text), None, "{text}");
        }
    }

    #[test]
    fn months_begin_at_midnight_in_the_uk() {
        let september = Month::parse("2026-09").unwrap();
        assert_eq!(
            september.begins().unwrap().to_string(),
            "2026-08-31T23:00:00Z"
        );
        let late: Timestamp = "2026-08-31T22:59:59Z".parse().unwrap();
        assert_eq!(Month::of(late), september.plus(-1));
        assert_eq!(september.to(september.plus(3)).count(), 4);
        assert_eq!(september.to(september.plus(-1)).count(), 0);
        assert_eq!(september.plus(5).last_day().to_string(), "2027-02-28");
    }
}
