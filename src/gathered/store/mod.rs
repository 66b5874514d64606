//! Rows of what was gathered: looks by day, searches by week.

pub mod looks;
pub mod searches;
