//! Who was sent where and what became of them, month by month, told so that nobody can be found in it; and an
//! estimate of the appointments that were saved, with what it assumes.

mod cells;
mod month;
mod reading;
mod saved;
pub mod table;
mod wish;

pub use cells::{Became, Cells, Key, Of, SPANS, Sent, Sums};
pub use month::Month;
pub use reading::{Flow, Row, flow, recent};
pub use saved::{Saved, SavedPer};
pub use wish::{Question, Wish};

/// Months that are told of, if nobody says which.
pub const MONTHS: i32 = 12;
/// Months that one question may be about.
pub const MOST_MONTHS: usize = 36;
/// Months that are told of on the overview.
pub const RECENT: i32 = 3;

#[cfg(test)]
mod tests;
