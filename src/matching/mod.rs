//! Which listings are likely one service, and making one of two.

mod blocks;
mod likeness;
mod look;
mod merge;
mod moved;
mod profile;
pub mod store;
mod undo;

pub use blocks::candidates;
pub use likeness::{LIKELY, Likeness, Reason, likeness};
pub use look::{Pair, likely, look, remember};
pub use merge::{Taken, merge};
pub use moved::moves;
pub use profile::Profile;
pub use undo::{restored, undo};

#[cfg(test)]
mod tests;
