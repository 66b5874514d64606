//! A package from a folder, a zip, or the folder of a `datapackage.json`: its tables, read whole before they
//! are joined.

use super::join::Joined;
use super::rows::{Rows, Tables};
use super::tables::TABLES;
use super::{DESCRIPTION, REST};
use crate::error::{Error, Result};
use crate::exchange::input::Found;
use crate::exchange::progress::Progress;
use crate::exchange::sheet::encoding::decode;
use serde_json::Value;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Component, Path, PathBuf};
use zip::ZipArchive;

/// What a zip begins with.
const ZIP: [u8; 4] = *b"PK\x03\x04";

/// The files of a package.
enum Source {
    Folder(PathBuf),
    /// With the folder inside it in which the files are.
    Zip(Box<ZipArchive<BufReader<File>>>, String),
}

/// What a `datapackage.json` says of where the tables are.
struct Described {
    /// The files, by the names of the tables.
    files: HashMap<String, String>,
    /// What is between two cells, by the names of the tables.
    delimiters: HashMap<String, u8>,
}

/// Whether there is a package: a folder with one, its `datapackage.json`, or a zip.
pub fn is_package(from: &str) -> bool {
    let path = Path::new(from);
    if path.is_dir() {
        return path.join(DESCRIPTION).is_file() || path.join("services.csv").is_file();
    }
    let described = path
        .file_name()
        .is_some_and(|name| name.eq_ignore_ascii_case(DESCRIPTION));
    let begins = || {
        let mut start = [0; ZIP.len()];
        File::open(path).and_then(|mut file| file.read_exact(&mut start))?;
        std::io::Result::Ok(start == ZIP)
    };
    path.is_file() && (described || begins().unwrap_or(false))
}

/// Reads a package and joins its tables: each service with all that is in it, then the organisations that run
/// none of them. What is wrong with a row is found too, with the table and the row.
///
/// # Errors
/// It cannot be read to its end, or has no table of services.
pub fn read(from: &str, progress: &Progress, take: &mut dyn FnMut(Part)) -> Result<()> {
    progress.begin("reading", None);
    let mut source = Source::open(Path::new(from)).map_err(|reason| unusable(from, &reason))?;
    let described = source
        .described()
        .map_err(|reason| unusable(from, &reason))?;
    let mut tables = Tables::default();
    for table in TABLES {
        let read = source.table(&described, table.name, table.file);
        let text = read.map_err(|reason| unusable(from, &reason))?;
        let delimiter = described
            .delimiters
            .get(table.name)
            .copied()
            .unwrap_or(b',');
        let rows = match text {
            Some(text) => Rows::read(table, &text, delimiter)
                .map_err(|e| unusable(from, &format!("{} cannot be read: {e}", table.file)))?,
            None => Rows::default(),
        };
        progress.step(rows.len() as u64);
        tables.add(rows);
    }
    let rest = source.table(&described, REST, &format!("{REST}.csv"));
    if let Some(text) = rest.map_err(|reason| unusable(from, &reason))? {
        tables
            .rest(&text)
            .map_err(|e| unusable(from, &format!("{REST}.csv cannot be read: {e}")))?;
    }
    if tables.is_empty() {
        return Err(unusable(from, "it has no table of services, services.csv"));
    }
    Joined::new(tables).all(take);
    progress.end();
    Ok(())
}

/// What a package is joined to.
pub enum Part {
    /// A service, or what is wrong with a row.
    Found(Found),
    /// An organisation that runs no service of the package.
    Organization(String, crate::directory::record::Document),
}

fn unusable(from: &str, reason: &str) -> Error {
    Error::Usage(format!(
        "{from} is no package of HSDS tables that can be read: {reason}. Nothing was imported: give the folder, the zip or the {DESCRIPTION} of a whole package"
    ))
}

impl Source {
    fn open(path: &Path) -> Result<Self, String> {
        if path.is_dir() {
            return Ok(Self::Folder(path.to_owned()));
        }
        if path
            .file_name()
            .is_some_and(|name| name.eq_ignore_ascii_case(DESCRIPTION))
        {
            let folder = path.parent().unwrap_or(Path::new("")).to_owned();
            return Ok(Self::Folder(folder));
        }
        let file = File::open(path).map_err(|e| e.to_string())?;
        let zip = ZipArchive::new(BufReader::new(file)).map_err(|e| e.to_string())?;
        let within = |end: &str| {
            let names = zip.file_names().filter_map(Result::ok);
            let mut folders = names.filter_map(|name| name.strip_suffix(end).map(str::to_owned));
            folders.find(|folder| folder.is_empty() || folder.ends_with('/'))
        };
        let folder = within(DESCRIPTION)
            .or_else(|| within("services.csv"))
            .unwrap_or_default();
        Ok(Self::Zip(Box::new(zip), folder))
    }

    /// The bytes of a file of the package; none if it has no such file.
    fn file(&mut self, name: &str) -> Result<Option<Vec<u8>>, String> {
        let inside = Path::new(name)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        if !inside {
            return Err(format!("{name} is not a file of the package"));
        }
        let mut bytes = Vec::new();
        let read = match self {
            Self::Folder(folder) => match File::open(folder.join(name)) {
                Ok(mut file) => file.read_to_end(&mut bytes),
                Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
                Err(e) => Err(e),
            },
            Self::Zip(zip, folder) => match zip.by_name(&format!("{folder}{name}")) {
                Ok(mut file) => file.read_to_end(&mut bytes),
                Err(zip::result::ZipError::FileNotFound) => return Ok(None),
                Err(e) => Err(e.into()),
            },
        };
        read.map(|_| Some(bytes))
            .map_err(|e| format!("{name} cannot be read: {e}"))
    }

    fn described(&mut self) -> Result<Described, String> {
        let mut described = Described {
            files: HashMap::new(),
            delimiters: HashMap::new(),
        };
        let Some(bytes) = self.file(DESCRIPTION)? else {
            return Ok(described);
        };
        let about: Value = serde_json::from_str(decode(&bytes).as_ref())
            .map_err(|e| format!("{DESCRIPTION} is not JSON: {e}"))?;
        for resource in about["resources"].as_array().into_iter().flatten() {
            let (Some(name), Some(path)) = (resource["name"].as_str(), resource["path"].as_str())
            else {
                continue;
            };
            described.files.insert(name.to_owned(), path.to_owned());
            if let Some(&[delimiter]) = resource["dialect"]["delimiter"].as_str().map(str::as_bytes)
            {
                described.delimiters.insert(name.to_owned(), delimiter);
            }
        }
        Ok(described)
    }

    fn table(
        &mut self,
        described: &Described,
        name: &str,
        usual: &str,
    ) -> Result<Option<String>, String> {
        let named = described.files.get(name).map_or(usual, String::as_str);
        let bytes = self.file(named)?;
        Ok(bytes.map(|bytes| decode(&bytes).into_owned()))
    }
}
