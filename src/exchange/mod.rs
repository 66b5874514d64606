//! What comes into the directory and what goes out: files, folders and feeds.

pub mod areas;
pub mod batch;
pub mod charities;
pub mod compared;
pub mod export;
pub mod hsds;
pub mod input;
pub mod oruk1;
mod others;
pub mod plan;
pub mod population;
pub mod postcodes;
pub mod progress;
pub mod sheet;
pub mod summary;
pub mod tabular;
pub mod threesixty;
