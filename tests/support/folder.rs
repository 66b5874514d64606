//! Temporary folders.

use std::path::PathBuf;
use std::sync::OnceLock;

use tempfile::TempDir;

use super::watchdog::Watchdog;

/// An empty folder, removed with this value, and at the latest with the test
/// process, should that be killed.
pub fn temporary_folder() -> TempDir {
    static ALL: OnceLock<(PathBuf, Watchdog)> = OnceLock::new();
    let (all, _) = ALL.get_or_init(|| {
        let folder = TempDir::with_prefix("headroom-test-")
            .expect("a temporary folder")
            .keep();
        let watchdog = Watchdog::set("rm -rf \"$1\"", &[&folder.display().to_string()], None);
        (folder, watchdog)
    });
    TempDir::new_in(all).expect("a temporary folder")
}
