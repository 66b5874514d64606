//! Gaps: where people need something and meet no room within reach, how many they are, and why; and what would
//! be gone with a funder, an award or an organisation.

mod chances;
mod reading;
pub mod standing;
pub mod table;
pub mod what_if;

pub use reading::{Area, Gap, Gaps, Question, gaps};
pub use standing::Standing;

#[cfg(test)]
mod tests;
