//! What the gazetteer answers.

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
