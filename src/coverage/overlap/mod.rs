//! Overlap: services of several organisations that are alike in what they help with, what they say of themselves,
//! where and when they are and for whom; so that those who run them can be brought together. It says nothing of
//! which of them is needed.
//!
//! Each two that share a need and are in each other's reach are compared (`near`, `alike`, `words`). Groups are
//! made by complete link (`groups`): each member of a group is as alike to each other one as was asked for. By
//! single link, where one neighbour is enough, a lunch club would be in one group with a boxing club by way of a
//! community centre that has both; and around a medoid, the members would be alike to that and not to each other.

pub mod alike;
mod gathered;
pub mod groups;
pub mod near;
mod reading;
pub mod shared;
pub mod table;
pub mod together;
pub mod wish;
pub mod words;

pub use gathered::Listed;
pub use reading::{Group, Overlap, found, overlap};
pub use wish::{Question, Wish};

#[cfg(test)]
mod tests;
