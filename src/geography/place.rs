//! What the gazetteer answers.

use super::postcode::{Outcode, Written};
use super::units::Steps;
use crate::domain::point::Point;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How exact a position is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// Given as a position.
    Point,
    /// One postcode: a street, or a part of one.
    Postcode,
    /// The middle of a postcode sector.
    Sector,
    /// The middle of an outcode.
    Outcode,
    /// The middle of a named place.
    Place,
}

/// A position, and what it was found by.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Place {
    /// What was found, in words; where it is not quite what was asked for, it says so.
    pub label: String,
    /// Where it is.
    pub point: Point,
    /// How exactly.
    pub precision: Precision,
    /// What was written, if it is not known and this is a guess at what was meant.
    pub instead_of: Option<String>,
    /// The first half of the postcode, where it was found by one.
    #[serde(skip)]
    pub outcode: Option<Outcode>,
}

impl Place {
    /// Where a postcode, sector or outcode is. One that is no longer in use says so.
    pub(super) fn of_postcode(written: Written, at: Steps, in_use: bool) -> Self {
        let gone = if in_use { "" } else { " (no longer in use)" };
        let precision = match written {
            Written::Full(_) => Precision::Postcode,
            Written::Sector(..) => Precision::Sector,
            Written::Outcode(_) => Precision::Outcode,
        };
        Self {
            label: format!("{written}{gone}"),
            point: at.into(),
            precision,
            instead_of: None,
            outcode: Some(written.outcode()),
        }
    }

    /// The same, shown for want of what was written, which is not known.
    pub(crate) fn for_want_of(self, written: impl fmt::Display) -> Self {
        let label = format!("{written} is not known; using {}", self.label);
        Self { label, ..self }
    }
}

/// Nothing was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotLocated {
    /// What would work, for a person.
    pub message: String,
    /// Places with nearly this name, likeliest first.
    pub near: Vec<String>,
}

impl fmt::Display for NotLocated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
