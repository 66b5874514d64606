//! A day of which it is asked how things stood at its end.

use crate::db::Conn;
use crate::directory::store::first_listed;
use crate::domain::schedule::{local_day, london};
use crate::error::{Error, Result};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

/// A day that has passed, in the UK.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(Date);

impl Day {
    /// The date.
    pub fn date(self) -> Date {
        self.0
    }

    /// Its last moment.
    ///
    /// # Errors
    /// No clock reaches it.
    pub fn end(self) -> Result<Timestamp> {
        let next = self.0.tomorrow().map_err(Error::internal)?;
        let begins = next.to_zoned(london().clone()).map_err(Error::internal)?;
        Ok(begins.timestamp() - 1.milliseconds())
    }
}

/// A day, if it has ended at `now`.
pub fn ended(day: Date, now: Timestamp) -> Option<Day> {
    (day < local_day(now, 0)).then_some(Day(day))
}

/// The first day at the end of which anything was listed here; none where nothing is.
///
/// # Errors
/// The database fails.
pub fn first_day(conn: &mut Conn) -> Result<Option<Date>> {
    Ok(first_listed(conn)?.map(|first| local_day(first, 0)))
}

/// Reads the parameter `on`.
///
/// # Errors
/// It is no day, has not ended, or is before anything is known; the database fails.
pub fn day(conn: &mut Conn, text: &str, now: Timestamp) -> Result<Day> {
    let no_day = || Error::bad("on", "must be a day such as 2026-10-01");
    let is_written = text.len() == "2026-10-01".len();
    let date: Date = text
        .parse()
        .ok()
        .filter(|_| is_written)
        .ok_or_else(no_day)?;
    let last = local_day(now, -1);
    let day = ended(date, now).ok_or_else(|| {
        Error::bad(
            "on",
            format!("must be a day that has ended: the last is {last}"),
        )
    })?;
    match first_day(conn)? {
        Some(first) if date >= first => Ok(day),
        Some(first) if first <= last => {
            let says = format!("is too early: nothing is known of the time before {first}");
            Err(Error::bad("on", says))
        }
        _ => {
            let says = "is too early: nothing was listed here at the end of any day yet";
            Err(Error::bad("on", says))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_at_midnight_in_the_uk() {
        let now: Timestamp = "2026-07-01T23:30:00Z".parse().unwrap();
        let date = |text: &str| text.parse::<Date>().unwrap();
        // There the second of July has begun.
        assert_eq!(ended(date("2026-07-02"), now), None);
        let first = ended(date("2026-07-01"), now).unwrap();
        assert_eq!(first.end().unwrap().to_string(), "2026-07-01T22:59:59.999Z");
        let winter = ended(date("2026-01-31"), now).unwrap();
        assert_eq!(
            winter.end().unwrap().to_string(),
            "2026-01-31T23:59:59.999Z"
        );
    }
}
