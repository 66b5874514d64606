//! The ground under everything: connections to either database, transactions that end with a row
//! in the change feed, and the feed itself.

pub mod backup;
pub mod changes;
mod connection;
mod listen;
mod migrate;
mod prepared;
pub mod schema;
pub mod settings;
mod writer;

pub use changes::{Change, Kind, Tx};
pub use connection::Conn;
pub use listen::Wake;
pub use prepared::prepared;

use crate::config::DatabaseUrl;
use crate::error::{Error, Result};
use connection::Manager;
use diesel::Connection;
use std::sync::Arc;
use std::time::Duration;
use writer::SqliteWriter;

/// How long a request waits for a connection before it is told that the server is busy.
const WAIT_FOR_CONNECTION: Duration = Duration::from_secs(10);

/// Connections kept at most; PostgreSQL allows a hundred to all its clients by default.
const CONNECTIONS: u32 = 24;

/// The truth: one database, read through a pool, written through transactions that record what
/// changed. Cheap to clone.
#[derive(Clone)]
pub struct Database {
    pool: diesel::r2d2::Pool<Manager>,
    writer: Option<Arc<SqliteWriter>>,
    wake: Arc<Wake>,
    url: DatabaseUrl,
}

impl Database {
    /// Opens the database and brings its tables up to date.
    ///
    /// # Errors
    /// It cannot be reached, or a migration fails.
    pub fn open(url: &DatabaseUrl) -> Result<Self> {
        let mut first = connection::establish(url)?;
        migrate::run(&mut first)?;
        let wake = Arc::new(Wake::default());
        let writer = match url {
            DatabaseUrl::Sqlite(_) => Some(SqliteWriter::start(url.clone(), first, wake.clone())?),
            DatabaseUrl::Postgres(_) => None,
        };
        let pool = diesel::r2d2::Pool::builder()
            .max_size(CONNECTIONS)
            .min_idle(Some(1))
            .test_on_check_out(matches!(url, DatabaseUrl::Postgres(_)))
            .connection_timeout(WAIT_FOR_CONNECTION)
            .build(Manager(url.clone()))
            .map_err(|e| Error::Busy(format!("no connection to the database: {e}")))?;
        Ok(Self {
            pool,
            writer: writer.map(Arc::new),
            wake,
            url: url.clone(),
        })
    }

    /// Where it is.
    pub fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// Told whenever something was committed here (or, on PostgreSQL, anywhere).
    pub fn wake(&self) -> &Arc<Wake> {
        &self.wake
    }

    /// Reads, in one consistent view of the database.
    ///
    /// # Errors
    /// No connection is free in time, or what `work` answers.
    pub fn read<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        let mut conn = self.pool.get().map_err(|_| busy())?;
        work(&mut conn).map_err(passing)
    }

    /// Runs `work` in one transaction that ends with its rows in the change feed: all of it is
    /// kept when this returns `Ok`, none of it otherwise.
    ///
    /// # Errors
    /// No connection is free in time, the commit fails, or what `work` answers.
    pub fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let result = match &self.writer {
            Some(writer) => writer.write(work),
            None => {
                let mut conn = self.pool.get().map_err(|_| busy())?;
                let result = conn.transaction(|conn| Tx::run(conn, work));
                self.wake.wake();
                result
            }
        };
        result.map_err(passing)
    }

    /// The same without a thread that waits where it need not: the embedded database has one thread
    /// that writes for all.
    ///
    /// # Errors
    /// As of [`Database::write`].
    pub async fn write_soon<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let Some(writer) = &self.writer else {
            let db = self.clone();
            let done = tokio::task::spawn_blocking(move || db.write(work));
            return done.await.map_err(Error::internal)?;
        };
        writer.write_soon(work).await.map_err(passing)
    }

    /// Starts the thread that hears of commits made by other nodes; without effect on SQLite, where
    /// polling is the only way.
    ///
    /// # Errors
    /// The thread cannot be started.
    pub fn listen(&self) -> Result<()> {
        listen::start(&self.url, Arc::downgrade(&self.wake))
    }
}

fn busy() -> Error {
    Error::Busy("the database is busy: try again in a moment".into())
}

/// Faults that pass by themselves, such as a deadlock or a lost connection, as what they are to a
/// client: a reason to try again.
fn passing(error: Error) -> Error {
    use diesel::result::{DatabaseErrorKind as Kind, Error as Diesel};
    let passes = match &error {
        Error::Database(Diesel::DatabaseError(kind, about)) => {
            let text = about.message();
            matches!(
                kind,
                Kind::SerializationFailure | Kind::ClosedConnection | Kind::UnableToSendCommand
            ) || text.contains("deadlock detected")
                || text.contains("database is locked")
        }
        _ => false,
    };
    if passes {
        tracing::warn!(%error, "told to try again");
        return busy();
    }
    error
}
