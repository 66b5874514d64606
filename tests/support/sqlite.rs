//! SQLite databases for tests: each in a folder of its own, so that its
//! write-ahead log and whatever else lies beside it goes away with it.

use tempfile::TempDir;

use super::folder::temporary_folder;

/// A database file that does not exist yet, removed with this value.
#[derive(Debug)]
pub struct Database {
    pub url: String,
    _folder: TempDir,
}

/// Names a database in a new, empty folder. The file appears when the database
/// is first opened.
pub fn fresh_database() -> Database {
    let folder = temporary_folder();
    let url = format!("sqlite:{}", folder.path().join("headroom.db").display());
    Database {
        url,
        _folder: folder,
    }
}
