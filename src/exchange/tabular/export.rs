//! The whole directory as a package: a `.zip`, or a folder. Everybody's part of it, as in the export of
//! nested JSON, and the rest for somebody with a pass.

use super::flat::Flat;
use super::tables;
use super::write::Files;
use crate::db::{Conn, Database};
use crate::directory::record::{self, Document};
use crate::directory::store::{self, Shelf};
use crate::directory::withheld::{self, Pass};
use crate::error::{Error, Result};
use crate::exchange::progress::Progress;
use diesel::Connection;
use std::collections::HashSet;
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Documents read with one question to the database.
const AT_ONCE: i64 = 500;

/// Writes the directory to a `.zip` or a new folder, which appears when it is complete; until then, and if
/// anything fails, an older file stays as it was. With a pass it has all that this opens. Returns the number
/// of services.
///
/// # Errors
/// The name is of another kind, the folder holds something already, nothing can be written, or the database
/// fails.
pub fn export(db: &Database, path: &Path, pass: Option<Pass>, progress: &Progress) -> Result<u64> {
    let packed = is_zip(path)?;
    let part = Part::beside(path)?;
    let mut files = Flat::new(Files::begin(&part.0)?);
    let written = db.read(|conn| conn.transaction(|conn| walk(conn, &mut files, pass, progress)));
    progress.end();
    let services = written?;
    files.to.end(&part.0)?;
    match packed {
        true => pack(&part.0, path)?,
        false => part.becomes(path)?,
    }
    Ok(services)
}

fn is_zip(path: &Path) -> Result<bool> {
    let ending = path.extension().unwrap_or_default();
    if ending.eq_ignore_ascii_case("zip") {
        return Ok(true);
    }
    let in_the_way = match std::fs::read_dir(path) {
        Ok(mut folder) => folder.next().is_some(),
        Err(_) => path.exists() || !ending.is_empty(),
    };
    match in_the_way {
        true => Err(Error::Usage(format!(
            "a package is many tables: give the name of a .zip file or of a new folder, not {}",
            path.display()
        ))),
        false => Ok(false),
    }
}

fn walk(
    conn: &mut Conn,
    files: &mut Flat<Files>,
    pass: Option<Pass>,
    progress: &Progress,
) -> Result<u64> {
    let services = store::counts(conn)?.services.unsigned_abs();
    progress.begin("exporting", Some(services));
    let [organization, service, location] = ["organization", "service", "location"]
        .map(|name| tables::number(name).unwrap_or_default());
    for (shelf, table) in [
        (Shelf::Organizations, organization),
        (Shelf::Locations, location),
    ] {
        each(conn, shelf, |_, ids| {
            ids.iter().for_each(|id| files.reserve(table, id));
            Ok(())
        })?;
    }
    each(conn, Shelf::Organizations, |conn, ids| {
        let found = documents(conn, Shelf::Organizations, ids, pass)?;
        found
            .iter()
            .try_for_each(|one| files.document(organization, one))
    })?;
    let (mut used, mut written) = (HashSet::new(), 0);
    each(conn, Shelf::Services, |conn, ids| {
        for one in documents(conn, Shelf::Services, ids, pass)? {
            used.extend(record::location_ids(&one).iter().filter_map(|id| bits(id)));
            files.document(service, &one)?;
            written += 1;
        }
        progress.step(ids.len() as u64);
        Ok(())
    })?;
    // A place where nothing is any more is in no other export either.
    each(conn, Shelf::Locations, |conn, ids| {
        let here = ids
            .iter()
            .filter(|id| bits(id).is_some_and(|id| used.contains(&id)));
        let here: Vec<String> = here.cloned().collect();
        let found = documents(conn, Shelf::Locations, &here, pass)?;
        found
            .iter()
            .try_for_each(|one| files.document(location, one))
    })?;
    Ok(written)
}

fn bits(id: &str) -> Option<u128> {
    crate::domain::id::parse(id).ok().map(|id| id.as_u128())
}

/// Goes through the ids of a shelf, some at a time.
fn each(
    conn: &mut Conn,
    shelf: Shelf,
    mut work: impl FnMut(&mut Conn, &[String]) -> Result<()>,
) -> Result<()> {
    let mut ids = store::ids_on_after(conn, shelf, "", AT_ONCE)?;
    while let Some(last) = ids.last() {
        work(conn, &ids)?;
        ids = store::ids_on_after(conn, shelf, last, AT_ONCE)?;
    }
    Ok(())
}

/// The documents with these ids, in their order.
fn documents(
    conn: &mut Conn,
    shelf: Shelf,
    ids: &[String],
    pass: Option<Pass>,
) -> Result<Vec<Document>> {
    let held = store::texts(conn, shelf, ids)?;
    let parts = match pass {
        Some(_) => withheld::store::of(conn, shelf, ids)?,
        None => Default::default(),
    };
    let texts = ids.iter().filter_map(|id| Some((id, held.get(id)?)));
    let whole = texts.map(|(id, text)| {
        let document = store::parse(text)?;
        Ok(match pass.zip(parts.get(id)) {
            Some((pass, parts)) => withheld::restore(document, parts, pass),
            None => document,
        })
    });
    whole.collect()
}

/// Packs the files of a folder, one after the other.
fn pack(folder: &Path, path: &Path) -> Result<()> {
    let failed = || Error::io(format!("cannot write {}", path.display()));
    let part = folder.join("packed.part");
    let mut zip = ZipWriter::new(BufWriter::new(File::create(&part).map_err(failed())?));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .large_file(true);
    for name in names() {
        let mut table = File::open(folder.join(&name)).map_err(failed())?;
        zip.start_file(name, options)
            .map_err(|e| failed()(e.into()))?;
        std::io::copy(&mut table, &mut zip).map_err(failed())?;
    }
    let file = zip.finish().map_err(|e| failed()(e.into()))?;
    let file = file.into_inner().map_err(|e| failed()(e.into_error()))?;
    file.sync_all().map_err(failed())?;
    std::fs::rename(&part, path).map_err(failed())
}

/// The files of a package: what describes it comes first.
fn names() -> impl Iterator<Item = String> {
    let tables = tables::TABLES.iter().map(|table| table.file.to_owned());
    let first = [super::DESCRIPTION.to_owned()];
    first
        .into_iter()
        .chain(tables)
        .chain([format!("{}.csv", super::REST)])
}

/// The folder of the unfinished package, gone when dropped unless it was renamed.
struct Part(PathBuf);

impl Part {
    fn beside(path: &Path) -> Result<Self> {
        let name = path.file_name().ok_or_else(|| {
            Error::Usage(format!(
                "{} is not the name of a file or folder to write",
                path.display()
            ))
        })?;
        let name = format!(".{}.{}.part", name.to_string_lossy(), std::process::id());
        let part = Self(path.with_file_name(name));
        std::fs::create_dir(&part.0)
            .map_err(Error::io(format!("cannot write {}", path.display())))?;
        Ok(part)
    }

    fn becomes(&self, path: &Path) -> Result<()> {
        let failed = || Error::io(format!("cannot write {}", path.display()));
        if path.is_dir() {
            std::fs::remove_dir(path).map_err(failed())?;
        }
        std::fs::rename(&self.0, path).map_err(failed())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // After a rename there is nothing left to remove.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
