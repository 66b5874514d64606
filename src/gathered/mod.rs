//! What is gathered in memory and written down each minute, so that looking, searching and using a key
//! cost no write. Counts and ids of keys: nothing says who looked or what was typed.

pub mod looks;
pub mod searches;
pub mod store;
pub mod uses;

use self::looks::Looks;
use self::searches::{Searches, week_of};
use self::uses::Uses;
use crate::accounts::keys;
use crate::db::{Database, Tx};
use crate::domain::schedule::local_day;
use crate::error::{Error, Result};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::time::Duration;

/// How often it is to be written down.
pub const WRITE_EVERY: Duration = Duration::from_secs(60);

/// What is not written down yet.
#[derive(Debug, Default)]
pub struct Gathered {
    /// How often listings were looked at.
    pub looks: Looks,
    /// What was searched for, and whether it was there.
    pub searches: Searches,
    /// Which keys of the API were used.
    pub keys: Uses,
}

impl Gathered {
    /// Writes it down. What cannot be written now is kept for the next time.
    pub async fn write(&self, db: &Database) {
        let now = Timestamp::now();
        let counts = self.looks.take();
        if !counts.is_empty() {
            let (today, rows) = (now.to_zoned(TimeZone::UTC).date(), counts.clone());
            let work = move |tx: &mut Tx| store::looks::add(tx, today, &rows);
            if failed(db, "looks", work).await {
                self.looks.give_back(counts);
            }
        }
        let searches = self.searches.take();
        if !searches.is_empty() {
            let (week, rows) = (week_of(local_day(now, 0)), searches.clone());
            let work = move |tx: &mut Tx| store::searches::add(tx, week, &rows);
            if failed(db, "searches", work).await {
                self.searches.give_back(searches);
            }
        }
        let ids = self.keys.take();
        if !ids.is_empty() {
            let rows = ids.clone();
            let work = move |tx: &mut Tx| keys::used(tx, &rows, now);
            if failed(db, "uses of keys", work).await {
                self.keys.give_back(ids);
            }
        }
    }
}

/// Writes something down; whether that failed.
async fn failed<F>(db: &Database, what: &str, work: F) -> bool
where
    F: FnOnce(&mut Tx) -> Result<()> + Send + 'static,
{
    let db = db.clone();
    let done = tokio::task::spawn_blocking(move || db.write(work)).await;
    let done = done.map_err(Error::internal).and_then(|done| done);
    if let Err(error) = &done {
        tracing::warn!(%error, "{what} could not be written down; they are kept for later");
    }
    done.is_err()
}
