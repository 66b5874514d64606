//! The one writer of the embedded database. Writes that wait together are committed together: one
//! flush to disk serves them all, and nobody is ever told that the database is locked.

use super::changes::{Changed, Tx, record};
use super::connection::{Conn, establish};
use super::listen::Wake;
use crate::config::DatabaseUrl;
use crate::error::{Error, Result};
use diesel::Connection;
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use tokio::sync::oneshot;

/// Writes that may wait; one more is told that the server is busy.
const QUEUE: usize = 4096;
/// Writes that share one commit at most, so that the first need not wait for ever.
const BATCH: usize = 128;

/// What the writing thread needs beside the usual. It goes back to the same pages of the lines and of
/// their history again and again, in memory where these find room (64 MiB). The write-ahead log is
/// moved into the database after 32,000 pages (125 MiB): a page that many commits changed is moved once.
const SETUP: &str = "PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 32000;";

/// Work to do inside the shared transaction, which adds what it changed. It answers with what to do
/// once it is known whether the transaction was kept.
type Job = Box<dyn FnOnce(&mut Conn, &mut Changed) -> Reply + Send>;
type Reply = Box<dyn FnOnce(Result<(), String>) + Send>;

/// Hands work to the writing thread, which ends when this is dropped.
pub struct SqliteWriter {
    jobs: SyncSender<Job>,
}

impl SqliteWriter {
    /// Starts the writing thread on an open connection; it rings whenever it has committed.
    pub fn start(url: DatabaseUrl, mut conn: Conn, wake: Arc<Wake>) -> Result<Self> {
        conn.batch_execute(SETUP)?;
        let (jobs, queue) = sync_channel(QUEUE);
        std::thread::Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || serve(&url, conn, &queue, &wake))
            .map_err(Error::io("cannot start the writing thread"))?;
        Ok(Self { jobs })
    }

    /// Runs `work` in a transaction and waits until it is on disk.
    pub fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (sender, answer) = sync_channel(1);
        // The asker may have gone; what was written stays written.
        self.send(work, move |outcome| drop(sender.send(outcome)))?;
        answer.recv().map_err(|_| unanswered())?
    }

    /// The same without a thread that waits.
    pub async fn write_soon<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (sender, answer) = oneshot::channel();
        self.send(work, move |outcome| drop(sender.send(outcome)))?;
        answer.await.map_err(|_| unanswered())?
    }

    fn send<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx) -> Result<T> + Send + 'static,
        reply: impl FnOnce(Result<T>) + Send + 'static,
    ) -> Result<()> {
        let job: Job = Box::new(move |conn, changed| {
            // Inside the shared transaction this is a savepoint: one that fails leaves the others be.
            let result = conn.transaction(|conn| Tx::note(conn, work));
            let result = result.map(|(value, mine)| {
                changed.extend(mine);
                value
            });
            Box::new(move |kept| reply(kept.map_err(Error::Internal).and(result)))
        });
        self.jobs.try_send(job).map_err(|e| match e {
            TrySendError::Full(_) => {
                Error::Busy("too many changes are waiting to be written: try again".into())
            }
            TrySendError::Disconnected(_) => Error::internal("the writing thread has ended"),
        })
    }
}

/// Another process held the database for too long, or the batch panicked.
fn unanswered() -> Error {
    Error::Busy("the change could not be written now, and was not: try again".into())
}

fn serve(url: &DatabaseUrl, mut conn: Conn, queue: &Receiver<Job>, wake: &Wake) {
    while let Ok(first) = queue.recv() {
        let jobs = std::iter::once(first).chain(queue.try_iter().take(BATCH - 1));
        // A panic in one job drops the whole batch, unanswered and unwritten, and the connection
        // with it; the askers hear that it failed.
        let survived = catch_unwind(AssertUnwindSafe(|| run_batch(&mut conn, jobs)));
        wake.wake();
        if survived.is_err() {
            tracing::error!("a write panicked; the connection is opened anew");
            match reopen(url) {
                Ok(fresh) => conn = fresh,
                Err(error) => return tracing::error!(%error, "the writing thread ends"),
            }
        }
    }
}

fn reopen(url: &DatabaseUrl) -> Result<Conn> {
    let mut conn = establish(url)?;
    conn.batch_execute(SETUP)?;
    Ok(conn)
}

fn run_batch(conn: &mut Conn, jobs: impl Iterator<Item = Job>) {
    let (mut replies, mut changed) = (Vec::new(), Changed::new());
    let outcome = begin_immediate(conn).and_then(|()| {
        for job in jobs {
            replies.push(job(conn, &mut changed));
        }
        // The numbers of the feed are taken once for all of them.
        record(conn, changed).map_err(|error| roll_back(conn, error))?;
        commit(conn)
    });
    let outcome = outcome.map_err(|error| {
        tracing::error!(%error, "a commit failed");
        format!("the change could not be written: {error}")
    });
    for reply in replies {
        reply(outcome.clone());
    }
}

/// Takes the write lock at once. A transaction that only begins deferred can find, when it comes to
/// write, that another has written in between, and fails as locked.
fn begin_immediate(conn: &mut Conn) -> Result<()> {
    match conn {
        Conn::Sqlite(conn) => Ok(AnsiTransactionManager::begin_transaction_sql(
            conn,
            "BEGIN IMMEDIATE",
        )?),
        Conn::Postgres(_) => Err(Error::internal("the SQLite writer was given PostgreSQL")),
    }
}

fn commit(conn: &mut Conn) -> Result<()> {
    type Manager = <Conn as Connection>::TransactionManager;
    Manager::commit_transaction(conn).map_err(|error| roll_back(conn, error.into()))
}

/// What failed leaves the transaction open; the next batch must not find it so.
fn roll_back(conn: &mut Conn, error: Error) -> Error {
    let _ = <Conn as Connection>::TransactionManager::rollback_transaction(conn);
    error
}
