//! Rows of reminders: contacts, and how far the asking about each line has come.

pub mod contacts;
pub mod lines;
mod nudges;

pub use nudges::{Unanswered, asked, hand_over, how_far, unanswered};
