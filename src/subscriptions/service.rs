//! Subscriptions at work: once from the command line, or all the time beside the server.

use super::follow::{Here, follow};
use super::post::Poster;
use super::round::{self, round};
use crate::db::Database;
use crate::error::{Error, Result};
use crate::reminders::service::Stop;
use crate::upkeep::{self, Deleted};
use jiff::Timestamp;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often the change feed and what waits are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How often it is looked whether a day has begun on which nobody has done the upkeep.
const UPKEEP_EVERY: Duration = Duration::from_secs(600);

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Messages that came of what changed: deliveries and letters.
    pub told: u64,
    /// What became of the deliveries.
    pub posted: round::Summary,
}

/// Subscriptions, ready to work.
pub struct Telling {
    db: Database,
    here: Box<dyn Fn() -> Here + Send>,
    poster: Arc<Poster>,
}

impl Telling {
    /// Gets ready; `here` is asked each time that the feed is read, and webhooks reach only the open
    /// internet unless `private`.
    ///
    /// # Errors
    /// Nothing can be posted by.
    pub fn new(
        db: Database,
        here: impl Fn() -> Here + Send + 'static,
        private: bool,
    ) -> Result<Self> {
        Ok(Self {
            db,
            here: Box::new(here),
            poster: Arc::new(Poster::new(private)?),
        })
    }

    /// Reads the change feed, and posts what waits.
    ///
    /// # Errors
    /// The database fails.
    pub async fn once(&self) -> Result<Summary> {
        let told = self.follow().await?;
        let posted = round(&self.db, &self.poster, &Stop::default()).await?;
        Ok(Summary { told, posted })
    }

    /// Does both again and again until it is told to stop, and once a day the upkeep. What fails is
    /// tried again later.
    pub async fn run(self, stop: Arc<Stop>) {
        let mut looked: Option<Instant> = None;
        while !stop.is_told() {
            log(self.follow().await.map(drop));
            log(round(&self.db, &self.poster, &stop).await.map(drop));
            if looked.is_none_or(|looked| looked.elapsed() >= UPKEEP_EVERY) {
                log(self.keep_up().await);
                looked = Some(Instant::now());
            }
            stop.pause(LOOK_EVERY).await;
        }
    }

    async fn keep_up(&self) -> Result<()> {
        let db = self.db.clone();
        let done = tokio::task::spawn_blocking(move || upkeep::daily(&db, Timestamp::now())).await;
        let deleted = done.map_err(Error::internal)??.unwrap_or_default();
        if deleted != Deleted::default() {
            tracing::info!(?deleted, "what is too old was deleted");
        }
        Ok(())
    }

    async fn follow(&self) -> Result<u64> {
        let (db, here) = (self.db.clone(), (self.here)());
        let work = move || follow(&db, &here, Timestamp::now());
        let done = tokio::task::spawn_blocking(work).await;
        done.map_err(Error::internal)?
    }
}

fn log(outcome: Result<()>) {
    if let Err(error) = outcome {
        tracing::warn!(%error, "subscriptions will be looked at again");
    }
}
