//! The directory: services with their organisations and locations, each kept as the HSDS document
//! that it came as.

pub mod capacities;
pub mod check;
pub mod indexing;
mod met_needs;
pub mod numbers;
pub mod record;
pub mod sources;
pub mod store;
pub mod tags;
pub mod withheld;
