//! What comes into the directory and what goes out: files, folders and feeds.

pub mod areas;
pub mod batch;
pub mod charities;
pub mod compared;
pub mod export;
pub mod hsds;
pub mod input;
pub mod oruk1;
pub mod plan;
pub mod postcodes;
pub mod progress;
pub mod summary;
pub mod threesixty;
