//! Changing a listing by hand: which fields there are, what may go live at once, what waits for a steward,
//! and what happens if somebody else has changed the same meanwhile.

pub mod check;
mod decide;
pub mod field;
mod label;
mod languages;
mod read;
mod save;
pub mod store;
mod submit;
pub mod three_way;
pub mod tier;
pub mod times;
mod write;

pub use decide::{Decided, Decision, decide, withdraw};
pub use field::{Field, Part};
pub use label::label;
pub use read::{ACCESS, ROUTES, read};
pub use save::{hold, save};
pub use submit::{Clash, Standings, Submitted, standings, submit, waits};
pub use write::{apply, made_id};

use std::collections::BTreeMap;

/// What a listing says, field by field, as a form has it: one text each, empty where it says nothing.
pub type Values = BTreeMap<Field, String>;

/// A text with line ends of one kind and nothing around it: as it comes back from a form.
pub fn tidy(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.trim().to_owned()
}

/// The same in one line, as a field of one line has it.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
