//! Appointments that were saved, as an estimate: how many, if each person who was taken in would otherwise have
//! come so often to a general practice within a year.

use crate::error::{Error, Result};
use std::fmt;

/// Appointments for each person, in hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SavedPer(i64);

/// The most that is taken for an assumption: one a month.
const MOST: i64 = 1_200;

/// An estimate, with half and twice the assumption beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Saved {
    /// With half of what is assumed.
    pub low: i64,
    /// With what is assumed.
    pub middle: i64,
    /// With twice what is assumed.
    pub high: i64,
}

impl Default for SavedPer {
    /// One: the appointment that somebody would have asked for.
    fn default() -> Self {
        Self(100)
    }
}

impl SavedPer {
    /// Reads a number from 0 to 12, with two places after the point at most.
    ///
    /// # Errors
    /// It is something else.
    pub fn parse(text: &str) -> Result<Self> {
        let wrong = || {
            Error::bad(
                "saved_per",
                "must be a number of appointments from 0 to 12, such as 1 or 0.5",
            )
        };
        let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
        let is_number = !whole.is_empty() && whole.len() <= 2 && rest.len() <= 2;
        let digits = format!("{whole}{rest:0<2}");
        if !is_number || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(wrong());
        }
        let hundredths: i64 = digits.parse().map_err(|_| wrong())?;
        match hundredths <= MOST {
            true => Ok(Self(hundredths)),
            false => Err(wrong()),
        }
    }

    /// What so many people who were taken in come to; whole appointments, none too many.
    pub fn of(self, taken_in: i64) -> Saved {
        let hundredths = taken_in.saturating_mul(self.0);
        Saved {
            low: hundredths / 200,
            middle: hundredths / 100,
            high: hundredths / 50,
        }
    }
}

impl fmt::Display for SavedPer {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match (self.0 / 100, self.0 % 100) {
            (whole, 0) => write!(out, "{whole}"),
            (whole, part) if part % 10 == 0 => write!(out, "{whole}.{}", part / 10),
            (whole, part) => write!(out, "{whole}.{part:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_assumed_is_read_as_it_is_written() {
        for text in ["0", "1", "0.5", "1.25", "12", "0.05"] {
            assert_eq!(SavedPer::parse(text).unwrap().to_string(), text);
        }
        for text in [
            "", "-1", "12.01", "1,5", "1.234", "one", ".5", "1e1", "+1", "999999",
        ] {
            assert!(SavedPer::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn half_and_twice_stand_beside_the_estimate() {
        let saved = SavedPer::parse("0.5").unwrap().of(45);
        assert_eq!((saved.low, saved.middle, saved.high), (11, 22, 45));
        assert_eq!(SavedPer::default().of(10).middle, 10);
        assert_eq!(SavedPer::default().of(i64::MAX).high, i64::MAX / 50);
    }
}
