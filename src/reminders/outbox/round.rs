//! Sending what waits: one message after another, each taken with a lease, sent, and recorded at
//! once.

use super::{Outcome, Taken, backoff, recording, store};
use crate::db::{Conn, Database, Tx};
use crate::error::Result;
use crate::reminders::contact::Channel;
use crate::reminders::gateways::Gateways;
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Milliseconds over which the pace is counted.
const MINUTE_MS: i64 = 60_000;
/// How long one attempt may take: well within the lease.
const PATIENCE: Duration = Duration::from_secs(90);
/// How long a gateway in trouble is left alone, at first and at most.
const FIRST_REST: Duration = Duration::from_secs(2);
const LONGEST_REST: Duration = Duration::from_secs(300);

/// What became of the messages of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// The gateways have them.
    pub sent: u64,
    /// To be tried again.
    pub delayed: u64,
    /// Refused for ever.
    pub failed: u64,
}

/// Whoever carries messages from the outbox to the gateways.
pub struct Courier {
    db: Database,
    gateways: Gateways,
    pace: u32,
    resting: HashMap<Channel, Rest>,
}

/// A gateway that is left alone.
struct Rest {
    until: Instant,
    next: Duration,
}

impl Courier {
    /// One that sends at most `pace` messages a minute, all nodes together.
    pub fn new(db: Database, gateways: Gateways, pace: u32) -> Self {
        let resting = HashMap::new();
        Self {
            db,
            gateways,
            pace,
            resting,
        }
    }

    /// The channels that it sends by.
    pub fn channels(&self) -> Vec<Channel> {
        self.gateways.channels()
    }

    /// Sends what waits, until nothing does, the pace is used up, every gateway is in trouble, or
    /// `stop` is set.
    ///
    /// # Errors
    /// The database fails.
    pub async fn round(&mut self, stop: &AtomicBool) -> Result<Summary> {
        let mut summary = Summary::default();
        let outcome = self.send_all(stop, &mut summary).await;
        self.gateways.rest().await;
        outcome.map(|()| summary)
    }

    async fn send_all(&mut self, stop: &AtomicBool, summary: &mut Summary) -> Result<()> {
        while !stop.load(Ordering::Acquire) {
            let Some(taken) = self.take().await? else {
                break;
            };
            let outcome = self.send(&taken).await;
            match &outcome {
                Outcome::Sent => summary.sent += 1,
                Outcome::Delayed(_) | Outcome::Down(_) => summary.delayed += 1,
                Outcome::Refused(_) => summary.failed += 1,
            }
            self.mind(taken.message.channel, &outcome);
            self.settle(taken, outcome).await?;
        }
        Ok(())
    }

    /// The next message, if the pace allows one more.
    async fn take(&mut self) -> Result<Option<Taken>> {
        let now = Instant::now();
        let mut channels = self.gateways.channels();
        channels.retain(|channel| {
            self.resting
                .get(channel)
                .is_none_or(|rest| rest.until <= now)
        });
        if channels.is_empty() {
            return Ok(None);
        }
        let pace = i64::from(self.pace);
        recording::write(&self.db, move |tx| {
            let now = Timestamp::now().as_millisecond();
            let conn: &mut Conn = tx;
            if store::sent_since(conn, now - MINUTE_MS)? >= pace {
                return Ok(None);
            }
            store::take(tx, &channels, now)
        })
        .await
    }

    async fn send(&mut self, taken: &Taken) -> Outcome {
        let sent = tokio::time::timeout(PATIENCE, self.gateways.send(taken)).await;
        sent.unwrap_or_else(|_| {
            self.gateways.forget();
            Outcome::Delayed("no answer in time".into())
        })
    }

    /// Leaves a gateway alone that is in trouble, longer each time.
    fn mind(&mut self, channel: Channel, outcome: &Outcome) {
        let Outcome::Down(why) = outcome else {
            self.resting.remove(&channel);
            return;
        };
        let rest = self
            .resting
            .get(&channel)
            .map_or(FIRST_REST, |rest| rest.next);
        tracing::warn!(channel = channel.as_str(), %why, seconds = rest.as_secs(), "the gateway is in trouble; messages wait");
        let until = Instant::now() + rest;
        let next = (rest * 2).min(LONGEST_REST);
        self.resting.insert(channel, Rest { until, next });
    }

    /// Records what became of a message. That it has gone is tried until it is written, for nothing
    /// else keeps it from going again.
    async fn settle(&self, taken: Taken, outcome: Outcome) -> Result<()> {
        recording::insist(&self.db, move |tx: &mut Tx| record(tx, &taken, &outcome)).await
    }
}

fn record(tx: &mut Tx, taken: &Taken, outcome: &Outcome) -> Result<()> {
    let now = Timestamp::now().as_millisecond();
    match outcome {
        Outcome::Sent => store::sent(tx, &taken.id, now),
        Outcome::Refused(why) => store::failed(tx, taken, why),
        Outcome::Delayed(why) | Outcome::Down(why) => {
            let wait = backoff::MESSAGES.wait(taken.attempts, backoff::chance());
            store::delayed(tx, taken, why, now + wait)
        }
    }
}
