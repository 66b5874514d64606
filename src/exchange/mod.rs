//! Data in and out: feeds, files and what became of each record.

pub mod postcodes;
pub mod summary;
