//! `headroom backup` and `headroom restore`.

use crate::config::{Config, DatabaseUrl};
use crate::db::{Database, backup as copying, settings};
use crate::error::{Error, Result};
use std::path::Path;

/// Copies the embedded database to a file.
///
/// # Errors
/// The file exists already or cannot be written; the database is PostgreSQL, which has its own way.
pub fn backup(config: &Config, file: &Path) -> Result<()> {
    let from = embedded(config, "pg_dump --format=custom --file=FILE URL")?;
    if file.exists() {
        return Err(Error::Usage(format!(
            "{} exists already: a backup never overwrites; choose another name",
            file.display()
        )));
    }
    if !from.exists() {
        return Err(Error::Usage(format!(
            "there is no database at {}",
            from.display()
        )));
    }
    let partial = file.with_extension("partial");
    let copied = copying::copy(from, &partial).and_then(|()| {
        std::fs::rename(&partial, file)
            .map_err(Error::io(format!("cannot write {}", file.display())))
    });
    if copied.is_err() {
        let _ = std::fs::remove_file(&partial);
    }
    copied?;
    println!("backed up {} to {}", from.display(), file.display());
    Ok(())
}

/// Replaces the embedded database by a copy. A running server notices and builds its index again.
///
/// # Errors
/// The file is no backup of Headroom; the database is PostgreSQL, which has its own way.
pub fn restore(config: &Config, file: &Path) -> Result<()> {
    let to = embedded(
        config,
        "pg_restore --clean --if-exists --dbname=URL FILE, then headroom reindex",
    )?;
    if !file.is_file() {
        return Err(Error::Usage(format!("there is no file {}", file.display())));
    }
    check(file)?;
    if let Some(folder) = to.parent() {
        std::fs::create_dir_all(folder)
            .map_err(Error::io(format!("cannot make {}", folder.display())))?;
    }
    copying::copy(file, to)?;
    // Opening it brings an older backup's tables up to date; the new epoch tells every index that
    // it describes another past.
    let db = Database::open(&config.database)?;
    db.write(|tx| settings::begin_epoch(tx))?;
    println!("restored {} to {}", file.display(), to.display());
    Ok(())
}

fn embedded<'a>(config: &'a Config, instead: &str) -> Result<&'a Path> {
    match &config.database {
        DatabaseUrl::Sqlite(path) => Ok(path),
        DatabaseUrl::Postgres(_) => Err(Error::Usage(format!(
            "PostgreSQL is backed up and restored with its own tools: {instead}"
        ))),
    }
}

/// Refuses a file that is not a database of Headroom, before anything is overwritten.
fn check(file: &Path) -> Result<()> {
    let header = b"SQLite format 3\0";
    let mut start = [0u8; 16];
    let read = std::fs::File::open(file)
        .and_then(|mut file| std::io::Read::read_exact(&mut file, &mut start));
    if read.is_err() || start != *header {
        return Err(Error::Usage(format!(
            "{} is not a backup made by \"headroom backup\"",
            file.display()
        )));
    }
    copying::must_have_table(file, "change_counter")
}
