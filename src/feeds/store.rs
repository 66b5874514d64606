//! Rows of feeds, their runs, what these have fetched, and what came of it.

pub mod feeds;
pub mod pages;
pub mod problems;
pub mod records;
pub mod runs;
pub mod staged;
pub mod turns;
