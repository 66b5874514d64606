//! Which listings are likely one service, and making one of two.

mod blocks;
mod certain;
mod likeness;
mod look;
mod merge;
mod moved;
mod names;
mod profile;
pub mod store;
mod sweep;
mod undo;

pub use blocks::candidates;
pub use certain::is_certain;
pub use likeness::{LIKELY, Likeness, Reason, likeness};
pub use look::{Pair, likely, look, remember};
pub use merge::{Taken, merge};
pub use moved::moves;
pub use names::{audience, common};
pub use profile::{Profile, words};
pub use sweep::{Swept, is_by_itself, sweep};
pub use undo::{restored, undo};

#[cfg(test)]
mod tests;
