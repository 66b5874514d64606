//! What a listing says that is not for everybody. Any object of a record may carry `visibility`; what
//! is marked so is taken out of the document before that is written, and kept in a table of its own.
//! So nothing that reads documents can tell it: not the index, the API, a page or an export.
//!
//! Only a [`Pass`] leads back to it, and only `gate` makes one.

mod cover;
pub mod mark;
mod part;
mod pass;
mod path;
mod restore;
mod settle;
pub mod store;
mod take;

pub use part::{Part, Seen};
pub use pass::Pass;
pub use restore::restore;
pub use settle::{Settled, merge, settle};

use crate::domain::visibility::Level;
use std::collections::HashMap;

/// The locations of which it is withheld where they are, by id, with the level.
pub type Hidden = HashMap<String, Level>;

#[cfg(test)]
mod tests;
