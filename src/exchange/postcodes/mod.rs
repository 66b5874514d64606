//! Brings postcodes and named places in from CSV files, gzipped or not, alone or a folder of them.
//! Everything is read before anything is written, and then written in one transaction: a file that
//! cannot be read to its end changes nothing.

mod columns;
pub(super) mod file;
mod gathered;
#[cfg(test)]
mod tests;

use super::progress::Progress;
use super::summary::Summary;
use crate::db::{Conn, Database, Tx};
use crate::error::{Error, Result};
use crate::geography::store::{self, Tally};
use gathered::{Gathered, Ready};
use std::path::{Path, PathBuf};

/// The endings of the files that are taken from a folder.
const ENDINGS: [&str; 5] = [".csv", ".tsv", ".csv.gz", ".tsv.gz", ".txt"];

/// As [`import_telling`], without telling how far it has come.
///
/// # Errors
/// As of [`import_telling`].
pub fn import(db: &Database, path: &Path, dry_run: bool) -> Result<Summary> {
    import_telling(db, path, dry_run, &Progress::quiet())
}

/// Reads postcodes and named places from a file or every such file of a folder, and merges them with
/// what is held. With `dry_run` it only tells what would happen. What a file holds is told by its
/// header, or by there being none:
///
/// - `postcode, lat, lon`, with `ward_name` and `lad_name` for named places;
/// - the ONS Postcode Directory and the National Statistics Postcode Lookup: `pcds, lat, long`, and
///   `doterm` for postcodes that are no longer in use;
/// - Code-Point Open, on the National Grid;
/// - `name, area, type, lat, lon`: named places.
///
/// # Errors
/// A file cannot be read to its end or has another header, or the database fails: then nothing is
/// changed. A single bad row is only counted, among the rejections of the summary.
pub fn import_telling(
    db: &Database,
    path: &Path,
    dry_run: bool,
    progress: &Progress,
) -> Result<Summary> {
    let mut gathered = Gathered::default();
    progress.begin("reading", None);
    for file in files(path)? {
        file::read(&file, &mut gathered, progress)?;
    }
    let (ready, rejections) = gathered.finish();
    progress.begin("writing outcodes", Some(ready.outcodes.len() as u64));
    let told = progress.clone();
    let tally = if dry_run {
        db.read(|conn| preview(conn, ready))
    } else {
        db.write(move |tx| apply(tx, ready, &told))
    };
    progress.end();
    let tally = tally?;
    Ok(Summary {
        added: tally.added,
        changed: tally.changed,
        unchanged: tally.unchanged,
        withdrawn: 0,
        rejections,
    })
}

fn apply(tx: &mut Tx, ready: Ready, progress: &Progress) -> Result<Tally> {
    let mut tally = Tally::default();
    for (outcode, units) in &ready.outcodes {
        tally += store::merge_units(tx, *outcode, units)?;
        progress.step(1);
    }
    tally += store::upsert_places(tx, ready.places)?;
    Ok(tally)
}

fn preview(conn: &mut Conn, ready: Ready) -> Result<Tally> {
    let mut tally = Tally::default();
    for (outcode, units) in &ready.outcodes {
        tally += store::merged(conn, *outcode, units)?.0;
    }
    tally += store::plan_places(conn, ready.places)?.tally;
    Ok(tally)
}

/// The file itself, or the files of a folder by name.
fn files(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let what = || format!("cannot read the folder {}", path.display());
    let entries = path.read_dir().map_err(Error::io(what()))?;
    let entries: std::io::Result<Vec<PathBuf>> = entries.map(|entry| Ok(entry?.path())).collect();
    let mut files = entries.map_err(Error::io(what()))?;
    files.retain(|file| file.is_file() && has_ending(file));
    files.sort();
    if files.is_empty() {
        return Err(Error::Usage(format!(
            "the folder {} has no file that ends in {}",
            path.display(),
            ENDINGS.join(", ")
        )));
    }
    Ok(files)
}

fn has_ending(file: &Path) -> bool {
    let name = file
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    !name.starts_with('.') && ENDINGS.iter().any(|ending| name.ends_with(ending))
}
