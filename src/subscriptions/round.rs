//! Posting what waits: several deliveries at a time, each taken with a lease, posted, and recorded at
//! once. A receiver that is slow holds nobody else up for long.

use super::post::{Outcome, Poster};
use super::store::deliveries::{self, Taken};
use crate::db::{Database, Tx};
use crate::domain::retry::Retry;
use crate::error::{Error, Result};
use crate::reminders::outbox::backoff::chance;
use crate::reminders::outbox::recording;
use crate::reminders::service::Stop;
use jiff::Timestamp;
use std::sync::Arc;
use tokio::task::JoinSet;

/// Deliveries under way at a time.
const AT_ONCE: usize = 8;
/// Attempts of one delivery at most: with these waits, over about two days.
pub const MOST_ATTEMPTS: i32 = 12;
/// The waits between them.
const WEBHOOKS: Retry = Retry {
    first_ms: 2 * 60_000,
    longest_ms: 16 * 3_600_000,
};

/// What became of the deliveries of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// The receivers have them.
    pub delivered: u64,
    /// To be tried again.
    pub delayed: u64,
    /// Given up.
    pub dead: u64,
}

/// Posts what waits, until nothing does or `stop` is told.
///
/// # Errors
/// The database fails; what was under way is finished first.
pub async fn round(db: &Database, poster: &Arc<Poster>, stop: &Stop) -> Result<Summary> {
    let (mut summary, mut under_way) = (Summary::default(), JoinSet::new());
    let mut outcome = Ok(());
    loop {
        while outcome.is_ok() && under_way.len() < AT_ONCE && !stop.is_told() {
            match take(db).await {
                Ok(Some(taken)) => {
                    under_way.spawn(one(db.clone(), Arc::clone(poster), taken));
                }
                Ok(None) => break,
                Err(error) => outcome = Err(error),
            }
        }
        match under_way.join_next().await {
            None => return outcome.map(|()| summary),
            Some(Ok(Ok(became))) => summary.count(became),
            Some(Ok(Err(error))) => outcome = Err(error),
            Some(Err(error)) => outcome = Err(Error::internal(error)),
        }
    }
}

/// What became of one delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Became {
    Delivered,
    Delayed,
    Dead,
}

impl Summary {
    fn count(&mut self, became: Became) {
        match became {
            Became::Delivered => self.delivered += 1,
            Became::Delayed => self.delayed += 1,
            Became::Dead => self.dead += 1,
        }
    }
}

/// The next delivery. Looks before it writes, so that nothing is written where nothing waits.
async fn take(db: &Database) -> Result<Option<Taken>> {
    let db = db.clone();
    let work = move || {
        let now = Timestamp::now().as_millisecond();
        match db.read(|conn| deliveries::is_any_ready(conn, now))? {
            true => db.write(move |tx| deliveries::take(tx, now)),
            false => Ok(None),
        }
    };
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(Error::internal)?
}

async fn one(db: Database, poster: Arc<Poster>, taken: Taken) -> Result<Became> {
    let outcome = poster.post(&taken, Timestamp::now().as_second()).await;
    let became = match &outcome {
        Outcome::Delivered => Became::Delivered,
        Outcome::Failed(_) if taken.attempts < MOST_ATTEMPTS => Became::Delayed,
        Outcome::Failed(_) | Outcome::Refused(_) => Became::Dead,
    };
    if let Outcome::Failed(why) | Outcome::Refused(why) = &outcome {
        tracing::info!(delivery = taken.id, attempts = taken.attempts, %why, "a webhook was not delivered");
    }
    recording::insist(&db, move |tx: &mut Tx| record(tx, &taken, &outcome)).await?;
    Ok(became)
}

fn record(tx: &mut Tx, taken: &Taken, outcome: &Outcome) -> Result<()> {
    let now = Timestamp::now().as_millisecond();
    match outcome {
        Outcome::Delivered => deliveries::delivered(tx, &taken.id, now),
        Outcome::Refused(why) => deliveries::failed(tx, taken, why, None),
        Outcome::Failed(why) if taken.attempts >= MOST_ATTEMPTS => {
            deliveries::failed(tx, taken, why, None)
        }
        Outcome::Failed(why) => {
            let next = now + WEBHOOKS.wait(taken.attempts, chance());
            deliveries::failed(tx, taken, why, Some(next))?;
            deliveries::rest(tx, &taken.subscription_id, now + WEBHOOKS.wait(1, chance()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_attempts_take_about_two_days() {
        let hours = |chance| {
            let waits = (1..MOST_ATTEMPTS).map(|attempts| WEBHOOKS.wait(attempts, chance));
            waits.sum::<i64>() / 3_600_000
        };
        assert_eq!((hours(1.0), hours(0.0)), (36, 49));
    }
}
