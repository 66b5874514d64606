//! Waking those who follow the change feed: at once for commits of this process, by notification
//! for those of other nodes on PostgreSQL, and by polling where neither reaches.

use super::connection::{Conn, establish};
use crate::config::DatabaseUrl;
use crate::error::{Error, Result};
use diesel::connection::SimpleConnection;
use std::sync::{Condvar, Mutex, PoisonError, Weak};
use std::time::Duration;

/// A bell: rung by whoever commits, heard by whoever waits. A ring that nobody waits for is kept.
#[derive(Default)]
pub struct Wake {
    rung: Mutex<bool>,
    bell: Condvar,
}

impl Wake {
    /// Rings.
    pub fn wake(&self) {
        *self.rung.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.bell.notify_all();
    }

    /// Waits for a ring, at most this long.
    pub fn wait(&self, at_most: Duration) {
        let rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.bell.wait_timeout_while(rung, at_most, |rung| !*rung);
        let (mut rung, _) = waited.unwrap_or_else(PoisonError::into_inner);
        *rung = false;
    }
}

/// How often the connection is looked at: this reads a socket, it asks the database nothing.
const LOOK: Duration = Duration::from_millis(20);
/// How long to wait before connecting again.
const RECONNECT: Duration = Duration::from_secs(2);

/// Listens for commits of other nodes until the bell is gone.
pub fn start(url: &DatabaseUrl, wake: Weak<Wake>) -> Result<()> {
    if matches!(url, DatabaseUrl::Sqlite(_)) {
        return Ok(());
    }
    let url = url.clone();
    let spawned = std::thread::Builder::new().name("listener".into());
    spawned
        .spawn(move || {
            while wake.strong_count() > 0 {
                if let Err(error) = listen(&url, &wake) {
                    // Polling goes on meanwhile, so a lost listener delays and loses nothing.
                    tracing::warn!(%error, "listening for changes failed; trying again");
                }
                std::thread::sleep(RECONNECT);
            }
        })
        .map_err(Error::io("cannot start the listening thread"))?;
    Ok(())
}

fn listen(url: &DatabaseUrl, wake: &Weak<Wake>) -> Result<()> {
    let Conn::Postgres(mut conn) = establish(url)? else {
        return Ok(());
    };
    conn.batch_execute("LISTEN headroom")?;
    while let Some(bell) = wake.upgrade() {
        let mut heard = false;
        for notification in conn.notifications_iter() {
            notification?;
            heard = true;
        }
        if heard {
            bell.wake();
        }
        drop(bell);
        std::thread::sleep(LOOK);
    }
    Ok(())
}
