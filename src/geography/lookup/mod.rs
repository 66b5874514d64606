//! Postcodes that the database does not hold, asked of a server that speaks as `postcodes.io` does.
//! What it knows is kept in the database, what it does not know is remembered for a day, and when it
//! fails it is left in peace for a while. A search waits for it a moment at most and never fails
//! because of it.

mod answer;
mod http;
mod memory;
mod pause;
pub mod store;

pub use store::LookedUp;

use super::place::Place;
use super::postcode::Written;
use crate::config::PostcodesIo;
use crate::db::Database;
use crate::error::Result;
use answer::{Answer, Failure};
use http::Http;
use memory::Memory;
use pause::Pause;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio::time::timeout;

/// How long a search waits.
const PATIENCE: Duration = Duration::from_millis(1500);
/// How long a question may take in all: a little less, so that whoever waits for it sees how it ends.
const ANSWERED_WITHIN: Duration = Duration::from_millis(1400);
/// Postcodes that are asked for at one time at most: a flood of searches must not become a flood of
/// questions to somebody else's server.
const AT_ONCE: usize = 16;

/// Looks postcodes up.
pub struct Lookup {
    http: Http,
    db: Database,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    memory: Memory,
    pause: Pause,
    /// What is being asked: closed when there is an answer, or there will be none.
    under_way: HashMap<Written, watch::Receiver<()>>,
}

/// How a question begins.
enum Begun {
    /// The answer is known already.
    Known(Answer),
    /// The question is under way.
    Asking(watch::Receiver<()>),
    /// This is no time to ask.
    Resting,
}

impl Lookup {
    /// Asks the server at this address and keeps in this database what it knows.
    ///
    /// # Errors
    /// A client cannot be made.
    pub fn new(base: PostcodesIo, db: Database) -> Result<Self> {
        Ok(Self {
            http: Http::new(base)?,
            db,
            state: Mutex::default(),
        })
    }

    /// Where a whole postcode or an outcode is, within a second and a half; `None` if that is not
    /// known, or not in time. Must be called where asynchronous code runs.
    pub async fn find(self: &Arc<Self>, asked: Written) -> Option<Place> {
        let answer = match self.begin(asked) {
            Begun::Known(answer) => answer,
            Begun::Resting => None,
            Begun::Asking(mut under_way) => {
                // Nothing is ever sent: it ends with an error once the question has been dealt with.
                let _ = timeout(PATIENCE, under_way.changed()).await;
                self.state().memory.get(asked, Instant::now()).flatten()
            }
        };
        answer.map(|found| found.place(asked))
    }

    /// Where the outcode of a postcode is that is not known itself, as within [`Lookup::find`].
    pub async fn find_around(self: &Arc<Self>, asked: Written) -> Option<Place> {
        let Written::Full(postcode) = asked else {
            return None;
        };
        let outcode = self.find(Written::Outcode(postcode.outcode)).await?;
        Some(outcode.for_want_of(asked))
    }

    fn begin(self: &Arc<Self>, asked: Written) -> Begun {
        let (landing, under_way) = watch::channel(());
        {
            let (mut state, now) = (self.state(), Instant::now());
            if let Some(answer) = state.memory.get(asked, now) {
                return Begun::Known(answer);
            }
            if let Some(other) = state.under_way.get(&asked) {
                return Begun::Asking(other.clone());
            }
            if state.pause.is_on(now) || state.under_way.len() >= AT_ONCE {
                return Begun::Resting;
            }
            state.under_way.insert(asked, under_way.clone());
        }
        let lookup = Arc::clone(self);
        // On its own, so that it ends well though whoever asked first has gone.
        tokio::spawn(
            Question {
                lookup,
                asked,
                landing,
            }
            .ask(),
        );
        Begun::Asking(under_way)
    }

    /// Takes what came of a question.
    fn take(&self, asked: Written, outcome: &Result<Answer, Failure>) {
        let (mut state, now) = (self.state(), Instant::now());
        match outcome {
            Ok(answer) => state.memory.put(asked, answer.clone(), now),
            Err(failure) => {
                let length = pause::length(failure.retry_after);
                if state.pause.begin(now, length) {
                    tracing::warn!(
                        outcode = %asked.outcode(), seconds = length.as_secs(), why = %failure.why,
                        "looking up postcodes failed and rests for a while; what is known nearby is used"
                    );
                }
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A question under way. However it ends, nobody waits for it any longer.
struct Question {
    lookup: Arc<Lookup>,
    asked: Written,
    /// Only held: those who wait see it go.
    #[expect(dead_code, reason = "it tells by being dropped")]
    landing: watch::Sender<()>,
}

impl Question {
    async fn ask(self) {
        let told = timeout(ANSWERED_WITHIN, self.lookup.http.ask(self.asked)).await;
        let outcome = told.unwrap_or_else(|_| Err(Failure::new("it took too long")));
        self.lookup.take(self.asked, &outcome);
        if let Ok(Some(found)) = outcome {
            self.keep(found).await;
        }
    }

    /// Writes down what was found. If that fails it is known here all the same, for a day.
    async fn keep(&self, found: LookedUp) {
        let (db, asked) = (self.lookup.db.clone(), self.asked);
        let kept = move || db.write(move |tx| store::keep(tx, asked, &found));
        let kept = tokio::task::spawn_blocking(kept).await;
        if let Ok(Err(error)) = kept {
            tracing::warn!(outcode = %asked.outcode(), %error, "a postcode that was looked up could not be kept");
        }
    }
}

impl Drop for Question {
    fn drop(&mut self) {
        self.lookup.state().under_way.remove(&self.asked);
    }
}
