//! Records from wherever they are: one file, a folder of them, or an address on the web that gives
//! them page by page. All is read before anything is written, so that a broken file, a cut-off
//! download or an error in the middle of the pages changes nothing.

mod folder;
mod json;
pub mod page;
mod web;

pub(super) use web::http::Http;

use super::progress::Progress;
use crate::error::{Error, FieldError, Result};
use serde_json::Value;
use std::path::Path;

/// One record of the input.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Where it stands, for a person who wants to look: `services.json record 12`.
    pub place: String,
    /// The record, or why there is none: the list names it, but it is gone.
    pub record: Result<Value, FieldError>,
}

/// Takes the records as they are read. None of them may be written before reading has ended well.
pub type Sink<'a> = &'a mut dyn FnMut(Found);

/// Reads all records of a file, a folder, or an address that begins with `http://` or `https://`.
/// Must not be called where asynchronous code runs.
///
/// # Errors
/// Anything cannot be read to its end; the text names the file or address and says what to do.
pub fn read(from: &str, progress: &Progress, sink: Sink) -> Result<()> {
    progress.begin("reading", None);
    let web = is_web(from);
    let mut counted = |found| {
        progress.step(1);
        sink(found);
    };
    let outcome = match Path::new(from) {
        _ if web => web::read(from, &mut counted),
        path if path.is_dir() => folder::read_all(path, &mut counted),
        path => folder::read_file(path, &mut counted),
    };
    progress.end();
    outcome
}

/// All bytes of one file, or of what an address answers, with its name. Must not be called where asynchronous
/// code runs.
///
/// # Errors
/// It cannot be read to its end.
pub fn bytes(from: &str) -> Result<(String, Vec<u8>)> {
    if is_web(from) {
        return web::bytes(from);
    }
    let path = Path::new(from);
    let name = path.file_name().unwrap_or(path.as_os_str());
    let bytes = std::fs::read(path).map_err(|e| {
        Error::Usage(format!("cannot read {from}: {e}. Give the path of a file, or an address that begins with http:// or https://"))
    })?;
    Ok((name.to_string_lossy().into_owned(), bytes))
}

fn is_web(from: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| from.starts_with(scheme))
}
