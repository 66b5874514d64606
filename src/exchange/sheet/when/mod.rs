//! Days and times as people write them.

mod clock;
pub mod date;
pub mod recur;

pub use recur::{Slot, Times};
