//! What a feed gives, made into whole HSDS 3 services that can be kept: its shape is recognised by what it
//! answers, record by record, for real feeds mix them. Pure.

mod clean;
pub mod envelope;
pub mod ids;
mod mend;
mod salvage;
pub mod v1;

pub use mend::ids as with_ids;
pub use salvage::{Fault, Taken, take};

#[cfg(test)]
mod tests;
