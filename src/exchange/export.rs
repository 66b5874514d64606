//! The whole directory as HSDS: every service nested, in the order of their ids, so that two exports
//! of the same directory are the same bytes.

use super::progress::Progress;
use crate::db::{Conn, Database};
use crate::directory::store;
use crate::directory::withheld::Pass;
use crate::error::{Error, Result};
use diesel::Connection;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Services read with one question to the database.
const AT_ONCE: i64 = 500;

/// Writes all services to a file: a JSON list, or one service a line if the name ends in `.ndjson`
/// or `.jsonl`, gzipped if it ends in `.gz`. The file appears when it is complete; until then, and
/// if anything fails, an older one stays as it was. Returns the number of services.
///
/// # Errors
/// The file cannot be written, or the database fails.
pub fn export_hsds(db: &Database, path: &Path, progress: &Progress) -> Result<u64> {
    export_seeing(db, path, None, progress)
}

/// The same with all that this pass opens, in its places and with the marks that say for whom it is: an
/// import of it withholds the same again. Without a pass it is what everybody may read.
///
/// # Errors
/// As of [`export_hsds`].
pub fn export_seeing(
    db: &Database,
    path: &Path,
    pass: Option<Pass>,
    progress: &Progress,
) -> Result<u64> {
    let part = Part::beside(path)?;
    let failed = || Error::io(format!("cannot write {}", path.display()));
    let file = File::create(&part.0).map_err(failed())?;
    let exported = match is_named(path, &["gz"]) {
        true => {
            let mut packed = GzEncoder::new(BufWriter::new(file), Compression::default());
            let exported = write_all(db, path, &mut packed, pass, progress)?;
            (exported, packed.finish())
        }
        false => {
            let mut plain = BufWriter::new(file);
            (write_all(db, path, &mut plain, pass, progress)?, Ok(plain))
        }
    };
    let file = exported.1.and_then(|buffer| Ok(buffer.into_inner()?));
    file.and_then(|file| file.sync_all()).map_err(failed())?;
    std::fs::rename(&part.0, path).map_err(failed())?;
    Ok(exported.0)
}

/// The unfinished file, gone when dropped unless it was renamed.
struct Part(PathBuf);

impl Part {
    fn beside(path: &Path) -> Result<Self> {
        let name = path.file_name().ok_or_else(|| {
            Error::Usage(format!(
                "{} is not the name of a file to write",
                path.display()
            ))
        })?;
        let name = format!(".{}.{}.part", name.to_string_lossy(), std::process::id());
        Ok(Self(path.with_file_name(name)))
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // After a rename there is nothing left to remove.
        let _ = std::fs::remove_file(&self.0);
    }
}

fn is_named(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().unwrap_or_default();
    endings
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known))
}

fn is_lines(path: &Path) -> bool {
    let packed = is_named(path, &["gz"]).then(|| path.with_extension(""));
    is_named(packed.as_deref().unwrap_or(path), &["ndjson", "jsonl"])
}

fn write_all(
    db: &Database,
    path: &Path,
    to: &mut impl Write,
    pass: Option<Pass>,
    progress: &Progress,
) -> Result<u64> {
    let mut list = List {
        to,
        lines: is_lines(path),
        written: 0,
    };
    let write = |conn: &mut Conn| write_pages(conn, &mut list, pass, progress);
    let outcome = db.read(|conn| conn.transaction(write));
    progress.end();
    outcome?;
    let written = list.written;
    list.close()
        .map_err(Error::io(format!("cannot write {}", path.display())))?;
    Ok(written)
}

fn write_pages(
    conn: &mut Conn,
    list: &mut List<impl Write>,
    pass: Option<Pass>,
    progress: &Progress,
) -> Result<()> {
    progress.begin(
        "exporting",
        Some(store::counts(conn)?.services.unsigned_abs()),
    );
    let mut ids = store::ids_after(conn, "", AT_ONCE)?;
    while let Some(last) = ids.last() {
        let services = match pass {
            Some(pass) => store::assemble_seeing(conn, &ids, pass)?,
            None => store::assemble_all(conn, &ids)?,
        };
        for service in services {
            let json = serde_json::to_string(&service).map_err(Error::internal)?;
            list.add(&json)
                .map_err(Error::io("cannot write the export"))?;
        }
        progress.step(ids.len() as u64);
        ids = store::ids_after(conn, last, AT_ONCE)?;
    }
    Ok(())
}

/// Records one after another, as a JSON list or as lines.
struct List<'a, W> {
    to: &'a mut W,
    lines: bool,
    written: u64,
}

impl<W: Write> List<'_, W> {
    fn add(&mut self, json: &str) -> std::io::Result<()> {
        let before = match (self.lines, self.written) {
            (true, 0) => "",
            (true, _) => "\n",
            (false, 0) => "[\n",
            (false, _) => ",\n",
        };
        self.written += 1;
        self.to.write_all(before.as_bytes())?;
        self.to.write_all(json.as_bytes())
    }

    fn close(self) -> std::io::Result<()> {
        let end = match (self.lines, self.written) {
            (true, 0) => "",
            (true, _) => "\n",
            (false, 0) => "[]\n",
            (false, _) => "\n]\n",
        };
        self.to.write_all(end.as_bytes())
    }
}
