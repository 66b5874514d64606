//! What somebody asks of overlap, as it stands in an address.

use crate::error::{Error, Result};

/// How alike services must be to be in one group, unless told.
pub const USUAL: f64 = 0.5;
/// What may be asked for: below, anything is like anything; above, only what was copied.
const ASKED: std::ops::RangeInclusive<f64> = 0.3..=0.95;

/// The parameters, as they were written; none for what was left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wish<'a> {
    /// The id of a need.
    pub need: Option<&'a str>,
    /// An area, as `kind/code`.
    pub area: Option<&'a str>,
    /// How alike services must be.
    pub threshold: Option<&'a str>,
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Question<'a> {
    /// The id of a need; all services, if there is none.
    pub need: Option<&'a str>,
    /// An area, as `kind/code`; everywhere that somebody may look at, if there is none.
    pub area: Option<&'a str>,
    /// How alike any two of a group must be, from 0 to 1.
    pub threshold: f64,
}

impl<'a> Wish<'a> {
    /// What is asked.
    ///
    /// # Errors
    /// The threshold is wrong; the message says what to write.
    pub fn question(&self) -> Result<Question<'a>> {
        let threshold = match self.threshold {
            None => USUAL,
            Some(text) => text
                .parse()
                .ok()
                .filter(|number| ASKED.contains(number))
                .ok_or_else(|| Error::bad("threshold", "must be a number from 0.3 to 0.95"))?,
        };
        Ok(Question {
            need: self.need,
            area: self.area,
            threshold,
        })
    }
}
