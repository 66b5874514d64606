//! Asking the register about the charities that run something here, so that a removal is known before the
//! next extract: one at a time, with a pause between, each at most once in some days, and not at all for a
//! while when it fails or asks to be left alone.

use super::answer;
use super::charity::Told;
use super::store;
use super::turns::{self, Turn};
use crate::config::RegisterApi;
use crate::db::{Database, Tx};
use crate::domain::org_id::OrgId;
use crate::domain::retry::Retry;
use crate::domain::schedule::local_day;
use crate::error::{Error, Result};
use crate::feeds::fetch::{Fetcher, Got, Limits, Stopped, Validators};
use crate::reminders::outbox::backoff::chance;
use crate::reminders::service::Stop;
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;

/// The header by which the register knows who asks.
const KEY: &str = "ocp-apim-subscription-key";
/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;
/// How often it is looked whether there is somebody to ask about.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// How long the register is left in peace where it fails again and again.
const REST: Retry = Retry {
    first_ms: 60_000,
    longest_ms: 6 * 3_600_000,
};
/// How long at least where it does not take the key: somebody has to see to that.
const KEY_REFUSED_MS: i64 = 3_600_000;

/// How the register is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manner {
    /// Milliseconds after which a charity is asked about again.
    pub every_ms: i64,
    /// Milliseconds after which one is asked about again of which there was no answer.
    pub again_ms: i64,
    /// Between two questions.
    pub pause: Duration,
    /// What one round may spend.
    pub limits: Limits,
}

impl Manner {
    /// Each charity once a week, and one a second at most. The register is where the operator says, so it
    /// may be anywhere.
    pub fn usual() -> Self {
        Self {
            every_ms: 7 * DAY_MS,
            again_ms: DAY_MS,
            pause: Duration::from_secs(1),
            limits: Limits {
                piece: Duration::from_secs(10),
                answer: Duration::from_secs(20),
                page_bytes: 1 << 20,
                run_bytes: 1 << 30,
                tries: 2,
                longest_wait: Duration::from_secs(10),
                ..Limits::usual(true)
            },
        }
    }
}

/// What a round did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    /// Charities that the register told of.
    pub told: u64,
    /// Those of which it said something new.
    pub changed: u64,
    /// Numbers that it does not know.
    pub unknown: u64,
    /// Why it is left in peace now.
    pub failed: Option<String>,
}

/// Asks about whomever it is time to ask about, again and again until it is told to stop.
pub async fn keep_asking(db: Database, api: RegisterApi, manner: Manner, stop: Arc<Stop>) {
    while !stop.is_told() {
        let (db, api, manner) = (db.clone(), api.clone(), manner.clone());
        let told = Arc::clone(&stop);
        let work = move || round(&db, &api, &manner, &told);
        let done = tokio::task::spawn_blocking(work).await;
        match done.map_err(Error::internal).and_then(|done| done) {
            Ok(asked) => log(&asked),
            Err(error) => tracing::warn!(%error, "the register will be asked again"),
        }
        stop.pause(LOOK_EVERY).await;
    }
}

fn log(asked: &Asked) {
    let Asked {
        told,
        changed,
        unknown,
        failed,
    } = asked;
    if told + unknown > 0 {
        tracing::info!(
            told,
            changed,
            unknown,
            "the register of charities was asked"
        );
    }
    if let Some(why) = failed {
        tracing::warn!(%why, "the register of charities is left in peace for a while");
    }
}

/// Asks about each charity of the directory that it is time to ask about, unless another node is at it or
/// the register rests. Must not be called where asynchronous code runs.
///
/// # Errors
/// The database fails.
pub fn round(db: &Database, api: &RegisterApi, manner: &Manner, stop: &Arc<Stop>) -> Result<Asked> {
    let mut asked = Asked::default();
    if db.read(|conn| turns::next(conn, now()))?.is_none() {
        return Ok(asked);
    }
    let Some(turn) = db.write(|tx| turns::take(tx, now()))? else {
        return Ok(asked);
    };
    let fetcher = Fetcher::new(manner.limits.clone(), Arc::clone(stop))?;
    let mut round = Round {
        db,
        api,
        manner,
        stop,
        fetcher: fetcher.showing(KEY, &api.key)?,
        turn,
    };
    let ended = round.all(&mut asked);
    let turn = round.turn;
    let failed = match &ended {
        Ok(None) => None,
        Ok(Some(failure)) => Some((now() + failure.rest_ms(turn), failure.why.clone())),
        // The database failed, not the register.
        Err(_) => None,
    };
    asked.failed = failed.as_ref().map(|(_, why)| why.clone());
    db.write(move |tx| {
        turns::end(
            tx,
            turn,
            failed.as_ref().map(|(until, why)| (*until, why.as_str())),
        )
    })?;
    ended.map(|_| asked)
}

fn now() -> i64 {
    Timestamp::now().as_millisecond()
}

/// Why the register is asked nothing more for now.
struct Failure {
    why: String,
    /// How long it is left in peace at least, in milliseconds.
    least_ms: i64,
}

impl Failure {
    fn new(why: impl Into<String>) -> Self {
        let (why, least_ms) = (why.into(), 0);
        Self { why, least_ms }
    }

    fn rest_ms(&self, turn: Turn) -> i64 {
        let attempts = turn.failures.saturating_add(1);
        REST.wait(attempts, chance()).max(self.least_ms)
    }
}

impl From<Stopped> for Failure {
    fn from(stopped: Stopped) -> Self {
        let asked = stopped.rest.unwrap_or_default().as_millis();
        Self {
            why: stopped.why,
            least_ms: i64::try_from(asked).unwrap_or(i64::MAX / 2),
        }
    }
}

/// What came of one question.
enum Came {
    Told(Box<Told>),
    Unknown,
    Failed(Failure),
    /// This server ends.
    Ends,
}

struct Round<'a> {
    db: &'a Database,
    api: &'a RegisterApi,
    manner: &'a Manner,
    stop: &'a Stop,
    fetcher: Fetcher,
    turn: Turn,
}

impl Round<'_> {
    /// Asks until nobody is left, or the register fails.
    fn all(&mut self, asked: &mut Asked) -> Result<Option<Failure>> {
        while let Some(number) = self.db.read(|conn| turns::next(conn, now()))? {
            if self.stop.is_told() {
                break;
            }
            match self.ask(&number)? {
                Came::Told(told) => {
                    asked.told += 1;
                    asked.changed += u64::from(self.take(number, *told)?);
                }
                Came::Unknown => {
                    asked.unknown += 1;
                    self.note(number, "the register does not know it")?;
                }
                Came::Failed(failure) => {
                    self.note_again(number, failure.why.clone())?;
                    return Ok(Some(failure));
                }
                Came::Ends => break,
            }
            self.turn.failures = 0;
            std::thread::sleep(self.manner.pause);
        }
        Ok(None)
    }

    fn ask(&mut self, number: &str) -> Result<Came> {
        let (turn, again, begun) = (self.turn, self.manner.again_ms, number.to_owned());
        self.turn = self.db.write(move |tx| {
            let now = now();
            turns::begin(tx, turn, &begun, now, now + again)
        })?;
        let Some(id) = OrgId::parse(number) else {
            return Ok(Came::Unknown);
        };
        let address = self.api.charity(id.number());
        let body = match self.fetcher.get(&address, &Validators::default()) {
            Ok(Got::Body(body, _)) => body,
            Ok(Got::Refused(404)) => return Ok(Came::Unknown),
            Ok(Got::Refused(status @ (401 | 403))) => {
                return Ok(Came::Failed(Failure {
                    why: format!("the register does not take the key: the answer was {status}"),
                    least_ms: KEY_REFUSED_MS,
                }));
            }
            Ok(Got::Refused(status)) => {
                return Ok(Came::Failed(Failure::new(format!(
                    "the answer was {status}"
                ))));
            }
            Ok(Got::Same) => return Ok(Came::Failed(Failure::new("the answer was 304"))),
            Err(stopped) if stopped.told => return Ok(Came::Ends),
            Err(stopped) => return Ok(Came::Failed(stopped.into())),
        };
        let today = local_day(Timestamp::now(), 0);
        Ok(match answer::read(&body, &id, today) {
            Ok(Some(told)) => Came::Told(Box::new(told)),
            Ok(None) => Came::Unknown,
            Err(why) => Came::Failed(Failure::new(why)),
        })
    }

    /// Takes what was said; whether it was new.
    fn take(&self, number: String, told: Told) -> Result<bool> {
        let next = self.manner.every_ms;
        self.db.write(move |tx: &mut Tx| {
            let now = now();
            let plan = store::plan(tx, &[told], now)?;
            store::carry_out(tx, &plan)?;
            turns::note(tx, &number, (now, now + next), "told")?;
            let tally = plan.tally();
            Ok(tally.added + tally.changed > 0)
        })
    }

    fn note(&self, number: String, outcome: &'static str) -> Result<()> {
        let next = self.manner.every_ms;
        let note = move |tx: &mut Tx| {
            let now = now();
            turns::note(tx, &number, (now, now + next), outcome)
        };
        self.db.write(note)
    }

    /// Another charity comes first when the register has rested: it may be this one that it fails over.
    fn note_again(&self, number: String, why: String) -> Result<()> {
        let again = self.manner.again_ms;
        let note = move |tx: &mut Tx| {
            let now = now();
            turns::note(tx, &number, (now, now + again), &why)
        };
        self.db.write(note)
    }
}
