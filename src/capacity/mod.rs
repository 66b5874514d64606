//! Capacity statements: what providers say about room, kept as observations.

pub mod store;
