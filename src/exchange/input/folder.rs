//! Records from files on this machine.

use super::{Found, Sink, json};
use crate::error::{Error, Result};
use std::fs::File;
use std::path::{Path, PathBuf};

/// Reads one file.
///
/// # Errors
/// It cannot be opened or read to its end.
pub fn read_file(path: &Path, sink: Sink) -> Result<()> {
    let shown = path.display();
    let file = File::open(path).map_err(|e| {
        Error::Usage(format!("cannot open {shown}: {e}. Give the path of a file or a folder, or an address that begins with http:// or https://"))
    })?;
    let name = path
        .file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy();
    let mut number = 0;
    let outcome = json::records(file, &mut |value| {
        number += 1;
        sink(Found {
            place: format!("{name} record {number}"),
            record: Ok(value),
        });
    });
    outcome.map_err(|reason| {
        Error::Usage(format!("{shown} {reason}. Nothing was imported: get a whole copy of the file and import it again"))
    })
}

/// Reads all files of a folder that look like HSDS, in the order of their names.
///
/// # Errors
/// One of them cannot be read to its end, or there are none.
pub fn read_all(folder: &Path, sink: Sink) -> Result<()> {
    let shown = folder.display();
    let files = files_of(folder).map_err(Error::io(format!("cannot read the folder {shown}")))?;
    if files.is_empty() {
        return Err(Error::Usage(format!(
            "the folder {shown} holds no file that ends in .json, .ndjson or .jsonl, with or without .gz"
        )));
    }
    files.iter().try_for_each(|file| read_file(file, sink))
}

fn files_of(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() && holds_records(&path) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn holds_records(path: &Path) -> bool {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let hidden = name.starts_with('.');
    !hidden
        && [".json", ".ndjson", ".jsonl"]
            .iter()
            .any(|end| name.ends_with(end))
}
