//! Asking another server politely, and giving up in time: one request at a time, no redirect that was not
//! looked at, no more bytes and no more seconds than were allowed.

mod body;
mod hop;
mod limits;
mod request;
mod wait;

pub use hop::refusal;
pub use limits::Limits;
pub use request::Validators;

use crate::error::{Error, Result};
use crate::reminders::outbox::backoff::chance;
use crate::reminders::service::Stop;
use request::{client, validators, with};
use reqwest::header::{HeaderName, HeaderValue};
use reqwest::{Client, Response, Url};
use std::error::Error as _;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// How often it is looked whether this server is to end.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// What an address answered.
#[derive(Debug, PartialEq, Eq)]
pub enum Got {
    /// All of it, unpacked, and what tells it from what it will be later.
    Body(Vec<u8>, Validators),
    /// It is what it was.
    Same,
    /// It says that it cannot answer this: a status from 400 to 499.
    Refused(u16),
}

/// Why there is no use in going on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stopped {
    /// What is wrong, for a person.
    pub why: String,
    /// How long the other side asks to be left alone.
    pub rest: Option<Duration>,
    /// Whether it was this server that was told to end: the run can be gone on with.
    pub told: bool,
}

impl Stopped {
    /// For a reason that time does not mend.
    pub fn new(why: impl Into<String>) -> Self {
        Self {
            why: why.into(),
            rest: None,
            told: false,
        }
    }

    fn told() -> Self {
        Self {
            told: true,
            ..Self::new("this server was told to end")
        }
    }
}

/// What became of one attempt.
enum Attempt {
    Done(Got),
    /// To be tried again, at best after so long.
    Again(String, Option<Duration>),
    Never(String),
    /// This server ends.
    Told,
}

/// Asks one feed, from the beginning of a run to its end. Must not be used where asynchronous code runs.
pub struct Fetcher {
    runtime: Runtime,
    /// For servers on the open internet.
    open: Client,
    /// For the server of the feed itself, wherever it is.
    home: Client,
    /// What shows the feed's own server who asks.
    key: Option<(HeaderName, HeaderValue)>,
    limits: Limits,
    stop: Arc<Stop>,
    began: Instant,
    requests: u64,
    bytes: u64,
}

impl Fetcher {
    /// One within these limits, which begin to count now, that gives up when it is told to stop.
    ///
    /// # Errors
    /// Nothing can be asked by.
    pub fn new(limits: Limits, stop: Arc<Stop>) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(Error::io("cannot prepare to fetch"))?;
        Ok(Self {
            runtime,
            open: client(&limits, false)?,
            home: client(&limits, limits.private)?,
            key: None,
            limits,
            stop,
            began: Instant::now(),
            requests: 0,
            bytes: 0,
        })
    }

    /// The same, showing a key in this header. Only the server that is asked for sees it, and none that it
    /// leads to.
    ///
    /// # Errors
    /// The key cannot stand in a header.
    pub fn showing(mut self, header: &'static str, key: &str) -> Result<Self> {
        let mut value = HeaderValue::from_str(key)
            .map_err(|_| Error::Usage("the key has letters that no key has".into()))?;
        value.set_sensitive(true);
        self.key = Some((HeaderName::from_static(header), value));
        Ok(self)
    }

    /// How many requests were made, and how many bytes came, unpacked.
    pub fn spent(&self) -> (u64, u64) {
        (self.requests, self.bytes)
    }

    /// What it may spend.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Asks an address, again where that may help, until it has answered or a limit is reached.
    ///
    /// # Errors
    /// There is no answer that can be used.
    pub fn get(&mut self, address: &Url, known: &Validators) -> Result<Got, Stopped> {
        for tried in 1.. {
            self.check_time(address)?;
            let (why, asked) = match self.attempt(address, known) {
                Attempt::Done(got) => return Ok(got),
                Attempt::Told => return Err(Stopped::told()),
                Attempt::Never(why) => return Err(Stopped::new(told(address, &why))),
                Attempt::Again(why, asked) => (told(address, &why), asked),
            };
            let wait = asked.unwrap_or_else(|| self.limits.wait(tried, chance()));
            if tried >= self.limits.tries || wait > self.limits.longest_wait {
                return Err(Stopped {
                    rest: asked,
                    ..Stopped::new(why)
                });
            }
            self.unless_told(async { tokio::time::sleep(wait).await });
        }
        Err(Stopped::new(told(address, "it was asked for ever")))
    }

    /// Does some work, unless it is told to stop meanwhile.
    fn unless_told<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let told = async {
            while !self.stop.is_told() {
                tokio::time::sleep(LOOK_EVERY).await;
            }
        };
        self.runtime.block_on(async {
            tokio::select! {
                done = work => Some(done),
                () = told => None,
            }
        })
    }

    fn check_time(&self, address: &Url) -> Result<(), Stopped> {
        if self.stop.is_told() {
            return Err(Stopped::told());
        }
        match self.began.elapsed() > self.limits.run {
            true => Err(Stopped::new(told(
                address,
                &format!("all that came before took over {:?}", self.limits.run),
            ))),
            false => Ok(()),
        }
    }

    fn attempt(&mut self, address: &Url, known: &Validators) -> Attempt {
        let (home, mut address) = (address.origin(), address.clone());
        for _ in 0..=self.limits.hops {
            // What was allowed is to ask this server, and not whichever it leads to.
            let is_home = address.origin() == home;
            if let Some(why) = refusal(&address, self.limits.private && is_home) {
                return Attempt::Never(why);
            }
            self.requests += 1;
            let client = if is_home { &self.home } else { &self.open };
            let mut request = with(client.get(address.clone()), known);
            if let Some((header, key)) = self.key.as_ref().filter(|_| is_home) {
                request = request.header(header, key);
            }
            let answer = match self.unless_told(async { request.send().await }) {
                Some(Ok(answer)) => answer,
                Some(Err(error)) => return failed(&error),
                None => return Attempt::Told,
            };
            match hop::next(&address, &answer) {
                None => return self.read(answer),
                Some(Ok(next)) => address = next,
                Some(Err(why)) => return Attempt::Never(why),
            }
        }
        Attempt::Never(format!(
            "it leads elsewhere over {} times",
            self.limits.hops
        ))
    }

    fn read(&mut self, answer: Response) -> Attempt {
        let status = answer.status();
        match status.as_u16() {
            304 => return Attempt::Done(Got::Same),
            408 | 425 | 429 | 500..=599 => {
                let asked = wait::asked(answer.headers(), jiff::Timestamp::now());
                return Attempt::Again(format!("the answer was {status}"), asked);
            }
            refused @ 400..=499 => return Attempt::Done(Got::Refused(refused)),
            200..=299 => {}
            _ => return Attempt::Never(format!("the answer was {status}")),
        }
        let validators = validators(answer.headers());
        let left = self.limits.run_bytes.saturating_sub(self.bytes);
        let most = self.limits.page_bytes.min(left);
        match self.unless_told(body::read(answer, most)) {
            None => Attempt::Told,
            Some(Ok(body)) => {
                self.bytes += body.len() as u64;
                Attempt::Done(Got::Body(body, validators))
            }
            Some(Err(body::Fault::TooLarge)) => Attempt::Never(format!(
                "the answer is over {most} bytes, unpacked: more than is taken"
            )),
            Some(Err(body::Fault::Broken(error))) => failed(&error),
        }
    }
}

/// What went wrong below the answer. A name that leads behind the wall will still do so tomorrow.
fn failed(error: &reqwest::Error) -> Attempt {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if inner
            .to_string()
            .contains(crate::subscriptions::reach::REFUSED)
        {
            return Attempt::Never(format!("it {}", crate::subscriptions::reach::REFUSED));
        }
        cause = inner.source();
    }
    let why = match (error.is_timeout(), error.is_connect(), error.is_request()) {
        (true, _, _) => "the answer took too long",
        (_, true, _) => "there is no connection",
        (_, _, true) => "there is no answer",
        _ => "the answer broke off",
    };
    Attempt::Again(why.to_owned(), None)
}

/// What is wrong with an address, without a name and password that may stand in it.
fn told(address: &Url, what: &str) -> String {
    format!("{}: {what}", super::address::shown(address))
}
