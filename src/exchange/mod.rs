//! What comes into the directory and what goes out: files, folders and feeds.

pub mod areas;
mod batch;
mod compared;
pub mod export;
pub mod hsds;
pub mod input;
mod plan;
pub mod postcodes;
pub mod progress;
pub mod summary;
pub mod threesixty;
