//! Recording what became of what was sent: if that were forgotten, it would go again.

use crate::db::{Database, Tx};
use crate::error::{Error, Result};
use std::time::Duration;

/// How often it is tried.
const TRIES: u32 = 40;
/// How long to wait between two tries.
const BETWEEN: Duration = Duration::from_millis(250);

/// Changes the database, away from the threads that wait for the network.
///
/// # Errors
/// What the work answers.
pub async fn write<T: Send + 'static>(
    db: &Database,
    work: impl FnOnce(&mut Tx) -> Result<T> + Send + 'static,
) -> Result<T> {
    let db = db.clone();
    let done = tokio::task::spawn_blocking(move || db.write(work)).await;
    done.map_err(Error::internal)?
}

/// Changes the database, and tries it for some seconds where that fails.
///
/// # Errors
/// What the work answered at the last try.
pub async fn insist<W>(db: &Database, work: W) -> Result<()>
where
    W: Fn(&mut Tx) -> Result<()> + Clone + Send + 'static,
{
    let mut tries = 0;
    loop {
        let written = write(db, work.clone()).await;
        tries += 1;
        if written.is_ok() || tries == TRIES {
            return written;
        }
        tokio::time::sleep(BETWEEN).await;
    }
}
