//! Where things are kept: the data folder and the database.

use crate::error::{Error, Result};
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Which database, by the scheme of its URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file of the embedded database.
    Sqlite(PathBuf),
    /// A PostgreSQL connection string.
    Postgres(String),
}

impl FromStr for DatabaseUrl {
    type Err = Error;

    fn from_str(url: &str) -> Result<Self> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if !path.is_empty() {
                return Ok(Self::Sqlite(PathBuf::from(path)));
            }
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        Err(Error::Usage(format!(
            "the database URL \"{url}\" is not understood: write sqlite:PATH, or postgres://user:password@host/name"
        )))
    }
}

impl fmt::Display for DatabaseUrl {
    /// Without the password, for logs and messages.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => {
                let place = url.rsplit_once('@').map_or("…", |(_, place)| place);
                write!(f, "postgres://{place}")
            }
        }
    }
}

/// Everything that says where this instance keeps its things.
#[derive(Debug, Clone)]
pub struct Config {
    /// The data folder: the index, and the embedded database.
    pub data: PathBuf,
    /// The database.
    pub database: DatabaseUrl,
}

impl Config {
    /// The given data folder, with the given database or the embedded one inside the folder.
    ///
    /// # Errors
    /// The URL is not understood.
    pub fn new(data: &Path, database: Option<&str>) -> Result<Self> {
        let database = match database {
            Some(url) => url.parse()?,
            None => DatabaseUrl::Sqlite(data.join("headroom.sqlite")),
        };
        Ok(Self {
            data: data.to_owned(),
            database,
        })
    }

    /// The folder that holds the generations of the search index.
    pub fn index_folder(&self) -> PathBuf {
        self.data.join("index")
    }
}
