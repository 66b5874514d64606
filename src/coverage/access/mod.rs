//! Access: how many places people can get at from where they live, and whether that is fair.

pub mod decay;
pub mod fair;
pub mod floating;
pub mod inhabited;
pub mod nearest;
mod reading;
pub mod table;
pub mod wish;

pub use decay::{Decay, Reach};
pub use floating::{Home, Homes, Offer, Score, Scores};
pub use reading::{Access, Fair, Measure, Question, Row, access, kinds_with_people};

#[cfg(test)]
mod tests;
