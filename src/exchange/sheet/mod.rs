//! Spreadsheets as small groups send them.

pub mod encoding;
