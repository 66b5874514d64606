//! Generations of the index: each rebuild makes a new folder, and a small file names the one that
//! serves. It is replaced by renaming, so that it names a whole index at any moment.

use super::fields::{self, Fields, register};
use crate::error::{Error, Result};
use std::path::{Path, PathBuf};
use tantivy::Index;
use uuid::Uuid;

const POINTER: &str = "CURRENT";

/// An index on disk.
pub struct Generation {
    /// The name of its folder.
    pub name: String,
    /// The index in it.
    pub index: Index,
    /// Its fields.
    pub fields: Fields,
    /// Its folder.
    pub path: PathBuf,
}

/// The name of the generation that serves, if there is one.
pub fn current(folder: &Path) -> Option<String> {
    let name = std::fs::read_to_string(folder.join(POINTER)).ok()?;
    let name = name.trim().to_owned();
    (!name.is_empty()).then_some(name)
}

/// Opens a generation, if it is one that this program can read.
pub fn open(folder: &Path, name: &str) -> Option<Generation> {
    let (schema, fields) = Fields::schema();
    let path = folder.join(name);
    let index = Index::open_in_dir(&path).ok()?;
    register(&index);
    (index.schema() == schema).then(|| Generation {
        name: name.to_owned(),
        index,
        fields,
        path,
    })
}

/// Makes a new, empty generation that nothing points at yet.
///
/// # Errors
/// The folder cannot be made.
pub fn create(folder: &Path) -> Result<Generation> {
    let name = format!("generation-{}", Uuid::now_v7().simple());
    let path = folder.join(&name);
    std::fs::create_dir_all(&path).map_err(failed("cannot make", &path))?;
    let (schema, fields) = Fields::schema();
    let index = Index::builder()
        .schema(schema)
        .settings(fields::settings())
        .create_in_dir(&path)?;
    register(&index);
    Ok(Generation {
        name,
        index,
        fields,
        path,
    })
}

/// Makes a generation the one that serves.
///
/// # Errors
/// The pointer cannot be replaced.
pub fn point_at(folder: &Path, name: &str) -> Result<()> {
    let waiting = folder.join(format!("{POINTER}.new"));
    let pointer = folder.join(POINTER);
    std::fs::write(&waiting, name).map_err(failed("cannot write", &waiting))?;
    sync(&waiting)?;
    std::fs::rename(&waiting, &pointer).map_err(failed("cannot replace", &pointer))?;
    sync(folder)
}

/// Removes every generation but this one. What is still open stays readable until it is closed.
pub fn remove_others(folder: &Path, keep: &str) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with("generation-") || name == keep {
            continue;
        }
        if let Err(error) = std::fs::remove_dir_all(entry.path()) {
            tracing::warn!(%error, name, "an old index could not be removed");
        }
    }
}

fn sync(path: &Path) -> Result<()> {
    let file = std::fs::File::open(path).map_err(failed("cannot open", path))?;
    file.sync_all().map_err(failed("cannot flush", path))
}

fn failed(what: &str, path: &Path) -> impl FnOnce(std::io::Error) -> Error {
    let path: PathBuf = path.to_owned();
    Error::io(format!("{what} {}", path.display()))
}
