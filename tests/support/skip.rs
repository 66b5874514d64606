//! Tests that cannot run on this machine.
//!
//! The test runner has no way to say "skipped" once a test has begun: a test
//! that returns early counts as passed. So such a test says it here, and
//! `./test` counts them, and fails where everything must run.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The variable that names the file where skipped tests are noted.
pub const NOTED_IN: &str = "HEADROOM_TEST_SKIPPED";

/// Notes that the test now running cannot run, and why. Return after it.
pub fn skip(reason: &str) {
    let thread = std::thread::current();
    let line = format!("SKIPPED: {}: {reason}\n", thread.name().unwrap_or("a test"));
    // Not `eprint!`, which the test runner captures and shows for failures only.
    let _ = std::io::stderr().write_all(line.as_bytes());
    if let Some(file) = std::env::var_os(NOTED_IN) {
        note(Path::new(&file), &line).expect("the file of skipped tests can be written");
    }
}

/// One write for the whole line: tests run side by side.
fn note(file: &Path, line: &str) -> std::io::Result<()> {
    let mut file = OpenOptions::new().append(true).create(true).open(file)?;
    file.write_all(line.as_bytes())
}

/// The folder `../shared/NAME` beside the repository, with data too large or
/// too various to keep here. Where it is absent the test is noted as skipped.
pub fn shared_folder(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared")
        .join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    skip(&format!("there is no folder ../shared/{name}"));
    None
}
