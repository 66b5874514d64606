//! The command line, as somebody uses it who runs a directory.

mod backups;
mod demo;
mod description;
mod files;
mod indexes;
mod keys;
mod usage;

use std::process::Output;

use crate::support::town::{command, done};
use crate::support::{Listing, TestDatabase, on_both_databases, run, service, temporary_folder};

/// A command that did not end well: with this status, nothing on standard output, and these words
/// among its complaints.
#[track_caller]
fn refused(output: &Output, status: i32, words: &str) {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(status), "{said}");
    assert!(said.contains(words), "{words:?} is not in {said:?}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
}

/// A file with these listings in it, and the folder that removes it.
fn file_of(listings: &[Listing]) -> (tempfile::TempDir, String) {
    let folder = temporary_folder();
    let file = folder.path().join("listings.json");
    let records: Vec<serde_json::Value> = listings.iter().map(Listing::record).collect();
    std::fs::write(&file, serde_json::Value::from(records).to_string())
        .expect("a file in a temporary folder");
    let name = file.display().to_string();
    (folder, name)
}
