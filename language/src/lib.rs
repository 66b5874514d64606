//! What people's words show: needs, circumstances and signs of danger. It knows nothing of listings,
//! and all it knows of the world is in the data files of `index/`.
//!
//! A package of its own, so that a build for tests can optimise it: it is read and learnt anew at
//! each start.

pub mod lists;
pub mod needs;
pub mod safety;
