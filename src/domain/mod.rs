//! What the words mean, as pure code: no clock, no database, no HTTP. Time comes in as an argument.

pub mod availability;
pub mod funding;
pub mod id;
pub mod limit;
pub mod org_id;
pub mod pace;
pub mod point;
pub mod retry;
pub mod schedule;
pub mod time;
pub mod undo;
pub mod visibility;
