//! Reminders at work: once from the command line, or all the time beside the server.

use super::ask::{self, Asking, ask};
use super::gateways::{Gateways, Settings};
use super::outbox::round::{self, Courier};
use super::renewal::Renewals;
use super::store::lines::Memory;
use crate::db::Database;
use crate::error::{Error, Result};
use jiff::Timestamp;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Notify;

/// How often somebody looks who is to be asked.
const ASK_EVERY: Duration = Duration::from_secs(60);
/// How often the outbox is looked at.
const SEND_EVERY: Duration = Duration::from_secs(1);
/// Minutes of sending that may wait in the outbox: with more, what is said would grow old there.
const MINUTES_WAITING: i64 = 5;

/// How reminders were set up.
#[derive(Debug, Clone, Default)]
pub struct Setup {
    /// Whether anybody is to be asked at all.
    pub on: bool,
    /// Where messages go.
    pub settings: Settings,
    /// The address under which people reach this Headroom.
    pub public_url: Option<String>,
    /// Messages a minute at most.
    pub pace: u32,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Who was asked.
    pub asked: ask::Summary,
    /// What was sent.
    pub sent: round::Summary,
}

/// Tells the background work to end.
#[derive(Debug, Default)]
pub struct Stop {
    told: AtomicBool,
    bell: Notify,
}

impl Stop {
    /// Ends it, once the message at hand is done with.
    pub fn stop(&self) {
        self.told.store(true, Ordering::Release);
        self.bell.notify_one();
    }

    /// Whether it was told.
    pub fn is_told(&self) -> bool {
        self.told.load(Ordering::Acquire)
    }

    /// Waits for so long, or until it is told.
    pub async fn pause(&self, time: Duration) {
        // Over at once where it was told in between.
        let _ = tokio::time::timeout(time, self.bell.notified()).await;
    }
}

/// Reminders, ready to work.
pub struct Reminders {
    db: Database,
    memory: Arc<Mutex<Memory>>,
    asking: Option<Asking>,
    courier: Option<Courier>,
}

impl Reminders {
    /// Gets ready. Without a gateway, or switched off, nobody is asked; what else waits in the outbox
    /// is sent all the same.
    ///
    /// # Errors
    /// A setting is wrong or missing.
    pub fn new(db: Database, setup: &Setup) -> Result<Self> {
        let gateways = Gateways::new(&setup.settings)?;
        let channels = gateways.channels();
        let can_send = !channels.is_empty();
        let asking = match setup.on && can_send {
            true => Some(Asking {
                public_url: public_url(setup.public_url.as_deref())?,
                channels,
                most_waiting: MINUTES_WAITING * i64::from(setup.pace),
            }),
            false => None,
        };
        let courier = can_send.then(|| Courier::new(db.clone(), gateways, setup.pace));
        let memory = Arc::default();
        Ok(Self {
            db,
            memory,
            asking,
            courier,
        })
    }

    /// Whether anybody is asked.
    pub fn is_on(&self) -> bool {
        self.asking.is_some()
    }

    /// What new links can be sent by.
    pub fn renewals(&self) -> Renewals {
        let channels = self.courier.as_ref().map(Courier::channels);
        Renewals {
            channels: channels.unwrap_or_default(),
        }
    }

    /// Asks who is to be asked, and sends what waits.
    ///
    /// # Errors
    /// The database fails.
    pub async fn once(&mut self) -> Result<Summary> {
        let asked = self.ask().await?;
        let sent = self.send(&Stop::default()).await?;
        Ok(Summary { asked, sent })
    }

    /// Does both again and again until it is told to stop. What fails is tried again later.
    pub async fn run(mut self, stop: Arc<Stop>) {
        let mut asked: Option<Instant> = None;
        while !stop.is_told() {
            if asked.is_none_or(|asked| asked.elapsed() >= ASK_EVERY) {
                log(self.ask().await.map(drop));
                asked = Some(Instant::now());
            }
            log(self.send(&stop).await.map(drop));
            stop.pause(SEND_EVERY).await;
        }
    }

    async fn ask(&self) -> Result<ask::Summary> {
        let Some(asking) = &self.asking else {
            return Ok(ask::Summary::default());
        };
        let (db, memory, asking) = (self.db.clone(), Arc::clone(&self.memory), asking.clone());
        let work = move || {
            let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
            ask(&db, &mut memory, &asking, Timestamp::now())
        };
        let done = tokio::task::spawn_blocking(work).await;
        done.map_err(Error::internal)?
    }

    /// Sends what waits in the outbox, whatever it is about, until `stop` is told.
    ///
    /// # Errors
    /// The database fails.
    pub async fn send(&mut self, stop: &Stop) -> Result<round::Summary> {
        match &mut self.courier {
            Some(courier) => courier.round(&stop.told).await,
            None => Ok(round::Summary::default()),
        }
    }
}

fn public_url(given: Option<&str>) -> Result<String> {
    let missing = "--public-url is needed to ask anybody: the address under which people reach this Headroom, for the links";
    let given = given.ok_or_else(|| Error::Usage(missing.into()))?;
    Ok(given.trim_end_matches('/').to_owned())
}

fn log(outcome: Result<()>) {
    if let Err(error) = outcome {
        tracing::warn!(%error, "reminders will be tried again");
    }
}
