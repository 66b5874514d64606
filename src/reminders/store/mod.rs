//! Rows of reminders: contacts, how far the asking about each line has come, looks.

pub mod contacts;
pub mod lines;
pub mod looks;
mod nudges;

pub use nudges::{Unanswered, asked, hand_over, how_far, unanswered};
