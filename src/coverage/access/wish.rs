//! What somebody asks of access, as it stands in an address.

use super::{Decay, Question, Reach};
use crate::error::{Error, Result};
use crate::geography::people::{ALL, ages_named};

/// As far as people go, in kilometres, unless told.
pub const USUAL_KM: f64 = 5.0;
/// From how far to how far one may ask, in kilometres.
const KM: std::ops::RangeInclusive<f64> = 0.1..=100.0;

/// The parameters, as they were written; none for what was left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wish<'a> {
    /// The kind of areas.
    pub areas: Option<&'a str>,
    /// The id of a need.
    pub need: Option<&'a str>,
    /// The people who count, such as `65+`.
    pub ages: Option<&'a str>,
    /// As far as people go.
    pub within_km: Option<&'a str>,
    /// The name of a [`Decay`].
    pub decay: Option<&'a str>,
}

impl<'a> Wish<'a> {
    /// What is asked.
    ///
    /// # Errors
    /// A parameter is wrong; the message says what to write.
    pub fn question(&self) -> Result<Question<'a>> {
        let kind = self.areas.ok_or_else(|| {
            Error::bad(
                "areas",
                "is needed: say which kind of areas, such as lsoa or ward",
            )
        })?;
        let ages = match self.ages {
            None => ALL,
            Some(text) => ages_named(text).ok_or_else(|| {
                Error::bad(
                    "ages",
                    "names no ages: write them like 65+, 0-15 or under 5",
                )
            })?,
        };
        let km = match self.within_km {
            None => USUAL_KM,
            Some(text) => text
                .parse()
                .ok()
                .filter(|km| KM.contains(km))
                .ok_or_else(|| Error::bad("within_km", "must be a number from 0.1 to 100"))?,
        };
        let decay = match self.decay {
            None => Decay::default(),
            Some(text) => Decay::parse(text)
                .ok_or_else(|| Error::bad("decay", "must be slow, sharp, smooth or even"))?,
        };
        Ok(Question {
            kind,
            need: self.need,
            ages,
            reach: Reach {
                decay,
                farthest_m: km * 1000.0,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_as_usual_and_what_is_wrong_is_said() {
        let usual = Wish {
            areas: Some("lsoa"),
            ..Wish::default()
        };
        let question = usual.question().unwrap();
        assert_eq!(
            (
                question.reach.farthest_m,
                question.reach.decay,
                question.ages
            ),
            (5000.0, Decay::Slow, ALL)
        );
        assert!(Wish::default().question().is_err());
        for wrong in [
            Wish {
                ages: Some("old"),
                ..usual
            },
            Wish {
                within_km: Some("NaN"),
                ..usual
            },
            Wish {
                within_km: Some("1000"),
                ..usual
            },
            Wish {
                decay: Some("steep"),
                ..usual
            },
        ] {
            assert!(wrong.question().is_err(), "{wrong:?}");
        }
    }
}
