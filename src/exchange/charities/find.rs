//! The tables of an extract among files: zipped or not, alone or in a folder.

use super::bounds::{Bounded, Bounds};
use super::columns::Table;
use super::text::Utf8;
use crate::error::{Error, Result};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use zip::ZipArchive;

/// The first bytes of a zip.
const ZIP: [u8; 4] = *b"PK\x03\x04";
/// Files that a zip may hold.
const MOST_FILES: usize = 1000;

/// A table of the extract, and where it is.
#[derive(Debug)]
pub struct Part {
    /// Which.
    pub table: Table,
    /// Its name, for a person.
    pub name: String,
    path: PathBuf,
    /// Which file of a zip.
    index: Option<usize>,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// The tables.
    pub parts: Vec<Part>,
    /// The names of files that are no table that is read.
    pub ignored: Vec<String>,
}

/// Finds the tables in a file, or in all files of a folder.
///
/// # Errors
/// It cannot be opened, a zip is cut off, or there are none.
pub fn tables(path: &Path) -> Result<Found> {
    let mut found = Found::default();
    let shown = path.display();
    if path.is_dir() {
        for file in files(path).map_err(Error::io(format!("cannot read the folder {shown}")))? {
            look(&file, &mut found)?;
        }
    } else {
        look(path, &mut found)?;
    }
    match found.parts.is_empty() {
        true => Err(Error::Usage(format!(
            "{shown} is no extract of the register of charities: its files are named after their tables, such as publicextract.charity.json or publicextract.charity.zip. Nothing was imported"
        ))),
        false => Ok(found),
    }
}

fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let entries = folder.read_dir()?;
    let files: std::io::Result<Vec<PathBuf>> = entries.map(|entry| Ok(entry?.path())).collect();
    let mut files = files?;
    files.retain(|file| file.is_file() && !name_of(file).starts_with('.'));
    files.sort();
    Ok(files)
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

fn look(path: &Path, found: &mut Found) -> Result<()> {
    let (shown, name) = (path.display(), name_of(path));
    let failed = || Error::io(format!("cannot read {shown}"));
    let mut file = File::open(path).map_err(failed())?;
    let mut start = Vec::new();
    file.by_ref()
        .take(4)
        .read_to_end(&mut start)
        .map_err(failed())?;
    if start == ZIP {
        return look_into(path, &name, found);
    }
    match Table::of_file(&name).filter(|_| !name.to_lowercase().ends_with(".zip")) {
        Some(table) => found.parts.push(Part {
            table,
            name,
            path: path.to_owned(),
            index: None,
        }),
        None if Table::of_file(&name).is_some() => {
            return Err(cut(&name, "it does not begin as one"));
        }
        None => found.ignored.push(name),
    }
    Ok(())
}

/// Looks into a zip. What it holds is listed at its end, so that one that is cut off is noticed here.
fn look_into(path: &Path, name: &str, found: &mut Found) -> Result<()> {
    let mut zip = open(path).map_err(|why| cut(name, &why))?;
    if zip.len() > MOST_FILES {
        return Err(cut(name, "it holds more files than any extract"));
    }
    for index in 0..zip.len() {
        let entry = zip.by_index(index).map_err(|e| cut(name, &e.to_string()))?;
        if !entry.is_file() {
            continue;
        }
        let inner = entry
            .name()
            .map_err(|e| cut(name, &e.to_string()))?
            .into_owned();
        let within = format!("{inner} in {name}");
        match Table::of_file(&inner).filter(|_| !inner.to_lowercase().ends_with(".zip")) {
            Some(table) => found.parts.push(Part {
                table,
                name: within,
                path: path.to_owned(),
                index: Some(index),
            }),
            None => found.ignored.push(within),
        }
    }
    Ok(())
}

fn open(path: &Path) -> Result<ZipArchive<BufReader<File>>, String> {
    let file = File::open(path).map_err(|e| e.to_string())?;
    ZipArchive::new(BufReader::new(file)).map_err(|e| e.to_string())
}

fn cut(name: &str, why: &str) -> Error {
    Error::Usage(format!(
        "{name} is not a whole zip ({why}). Nothing was imported: get it again"
    ))
}

impl Part {
    /// Hands its text to `read`, within bounds.
    ///
    /// # Errors
    /// It cannot be opened, or what `read` answers.
    pub fn open(
        &self,
        read: impl FnOnce(Box<dyn BufRead + '_>, &Bounds) -> Result<(), String>,
    ) -> Result<(), String> {
        let Some(index) = self.index else {
            let file = File::open(&self.path).map_err(|e| super::bounds::unreadable(&e))?;
            let (input, bounds) = Bounded::plain(Utf8::new(file));
            return read(Box::new(BufReader::with_capacity(1 << 16, input)), &bounds);
        };
        let mut zip = open(&self.path)?;
        let entry = zip
            .by_index(index)
            .map_err(|e| format!("cannot be unpacked: {e}"))?;
        let packed = entry.compressed_size();
        // What the zip says that it becomes is not believed: what counts is what comes out.
        let (input, bounds) = Bounded::unpacked(Utf8::new(entry), packed);
        read(Box::new(BufReader::with_capacity(1 << 16, input)), &bounds)
    }
}
