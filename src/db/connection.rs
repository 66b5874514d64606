//! Opening a connection: the backend is chosen by the scheme of the URL, never by trying.

use crate::config::DatabaseUrl;
use crate::error::{Error, Result};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};

/// A connection to either database; the same queries run on both.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// PostgreSQL.
    Postgres(PgConnection),
    /// The embedded database.
    Sqlite(SqliteConnection),
}

/// A large import by another process holds the database for many seconds: writers wait for it. WAL lets
/// readers go on while one writes; FULL makes what was acknowledged survive a power cut. What a reader has
/// cached is gone with each commit of anybody else, so pages are read where the system keeps them (1 GiB
/// at most) instead of being copied anew.
const SQLITE_SETUP: &str = "PRAGMA busy_timeout = 60000; PRAGMA journal_mode = WAL; \
     PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -8000; \
     PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 1073741824;";

/// Opens one connection, ready for use.
///
/// # Errors
/// The database cannot be reached; the text says which and what was tried.
pub fn establish(url: &DatabaseUrl) -> Result<Conn> {
    match url {
        DatabaseUrl::Sqlite(path) => {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)
                    .map_err(Error::io(format!("cannot make {}", folder.display())))?;
            }
            let shown = path.display();
            let mut conn = SqliteConnection::establish(&path.to_string_lossy())
                .map_err(|e| Error::Usage(format!("cannot open the database {shown}: {e}")))?;
            conn.batch_execute(SQLITE_SETUP)?;
            Ok(Conn::Sqlite(conn))
        }
        DatabaseUrl::Postgres(url) => PgConnection::establish(url)
            .map(Conn::Postgres)
            .map_err(|e| Error::Usage(format!("cannot reach PostgreSQL: {e}"))),
    }
}

/// What the pool needs to make and check connections.
#[derive(Debug, Clone)]
pub struct Manager(pub DatabaseUrl);

impl diesel::r2d2::ManageConnection for Manager {
    type Connection = Conn;
    type Error = Error;

    fn connect(&self) -> Result<Conn> {
        establish(&self.0)
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<()> {
        Ok(conn.batch_execute("SELECT 1")?)
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        use diesel::connection::TransactionManager;
        std::thread::panicking()
            || <Conn as Connection>::TransactionManager::is_broken_transaction_manager(conn)
    }
}
