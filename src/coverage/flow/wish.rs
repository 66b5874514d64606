//! What is asked of the flow of people, as it stands in an address.

use super::{MONTHS, MOST_MONTHS, Month, SavedPer};
use crate::error::{Error, FieldError, Result};
use jiff::Timestamp;

/// What was written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wish<'a> {
    /// The area, as `kind/code`.
    pub area: Option<&'a str>,
    /// The id of a need.
    pub need: Option<&'a str>,
    /// The first month.
    pub from: Option<&'a str>,
    /// The last month.
    pub to: Option<&'a str>,
    /// How many appointments one person who was taken in saves.
    pub saved_per: Option<&'a str>,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The area, as `kind/code`; everything that somebody may look at, if left out.
    pub area: Option<String>,
    /// The id of a need; all, if left out.
    pub need: Option<String>,
    /// The first month and the last.
    pub months: (Month, Month),
    /// What the estimate assumes.
    pub saved_per: SavedPer,
}

impl Question {
    /// Everything of the last so many months that have passed at `now`.
    pub fn lately(months: i32, now: Timestamp) -> Self {
        let last = Month::of(now).plus(-1);
        Self {
            area: None,
            need: None,
            months: (last.plus(1 - months), last),
            saved_per: SavedPer::default(),
        }
    }
}

impl Wish<'_> {
    /// What it asks at `now`: the last months, if it does not say which.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn question(&self, now: Timestamp) -> Result<Question> {
        let mut faults = Vec::new();
        let usual = Question::lately(MONTHS, now).months;
        let (from, to) = (
            read("from", self.from, &mut faults),
            read("to", self.to, &mut faults),
        );
        let last = to.unwrap_or_else(|| match from {
            Some(from) => from.plus(MONTHS - 1).min(usual.1).max(from),
            None => usual.1,
        });
        let first = from.unwrap_or_else(|| last.plus(1 - MONTHS));
        let saved_per = match self.saved_per.map(SavedPer::parse) {
            Some(Err(Error::BadRequest(wrong))) => {
                faults.extend(wrong);
                SavedPer::default()
            }
            Some(other) => other?,
            None => SavedPer::default(),
        };
        if faults.is_empty() {
            faults.extend(fault((first, last), usual.1));
        }
        match faults.is_empty() {
            true => Ok(Question {
                area: self.area.map(str::to_owned),
                need: self.need.map(str::to_owned),
                months: (first, last),
                saved_per,
            }),
            false => Err(Error::BadRequest(faults)),
        }
    }
}

fn read(field: &str, text: Option<&str>, faults: &mut Vec<FieldError>) -> Option<Month> {
    let text = text?;
    let month = Month::parse(text);
    if month.is_none() {
        faults.push(FieldError::new(field, "must be a month such as 2026-09"));
    }
    month
}

/// What is wrong with months, of which `latest` is the last that has passed.
fn fault((first, last): (Month, Month), latest: Month) -> Option<FieldError> {
    if first > last {
        return Some(FieldError::new(
            "from",
            format!("is after the last month, {last}"),
        ));
    }
    if last > latest {
        let says = format!("must have passed: the last whole month is {latest}");
        let field = if first > latest { "from" } else { "to" };
        return Some(FieldError::new(field, says));
    }
    let is_long = first.to(last).take(MOST_MONTHS + 1).count() > MOST_MONTHS;
    let says = || format!("is too early: one question can be about {MOST_MONTHS} months");
    is_long.then(|| FieldError::new("from", says()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(from: Option<&str>, to: Option<&str>) -> Result<(String, String)> {
        let now: Timestamp = "2026-10-15T12:00:00Z".parse().unwrap();
        let wish = Wish {
            from,
            to,
            ..Wish::default()
        };
        let (from, to) = wish.question(now)?.months;
        Ok((from.to_string(), to.to_string()))
    }

    #[test]
    fn months_are_the_last_twelve_unless_somebody_says_so() {
        let months = |from, to| asked(from, to).unwrap();
        let text = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        assert_eq!(months(None, None), text("2025-10", "2026-09"));
        assert_eq!(months(Some("2026-01"), None), text("2026-01", "2026-09"));
        assert_eq!(months(Some("2024-01"), None), text("2024-01", "2024-12"));
        assert_eq!(months(None, Some("2026-02")), text("2025-03", "2026-02"));
        assert_eq!(months(Some("2023-10"), Some("2026-09")).0, "2023-10");
    }

    #[test]
    fn what_is_wrong_is_said_by_field() {
        let cases = [
            (Some("2026-10"), None, "from"),
            (None, Some("2026-10"), "to"),
            (Some("2026-05"), Some("2026-04"), "from"),
            (Some("2023-09"), Some("2026-09"), "from"),
            (Some("0001-01"), Some("2026-09"), "from"),
            (Some("soon"), None, "from"),
            (None, Some("2026-1"), "to"),
        ];
        for (from, to, field) in cases {
            match asked(from, to) {
                Err(Error::BadRequest(faults)) => {
                    assert_eq!(faults[0].field, field, "{from:?} {to:?}")
                }
                other => panic!("{from:?} {to:?}: {other:?}"),
            }
        }
    }
}
