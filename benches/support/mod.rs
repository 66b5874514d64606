//! What the benches stand on: a believable directory made up from a seed, the data folder filled
//! with it, the real program, a plain client, and the figures.

// Each part is used by some of the benches.
#![allow(dead_code)]

pub mod capacity;
pub mod client;
pub mod folder;
pub mod latencies;
pub mod machine;
pub mod options;
pub mod program;
pub mod questions;
pub mod random;
pub mod wire;
pub mod world;
