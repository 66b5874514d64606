//! Posting an event to a webhook.

use super::reach::{self, PublicOnly};
use super::secret;
use super::store::deliveries::Taken;
use crate::error::{Error, Result};
use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use reqwest::{Client, Url};
use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

/// How long a receiver has for its answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// What a receiver answers that wants nothing any more.
const GONE: u16 = 410;

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The receiver has it.
    Delivered,
    /// Not now: to be tried again.
    Failed(String),
    /// The receiver does not want it.
    Refused(String),
}

/// What posts events.
pub struct Poster {
    client: Client,
    private: bool,
}

impl Poster {
    /// One that reaches only the open internet, unless `private`.
    ///
    /// # Errors
    /// A client cannot be made.
    pub fn new(private: bool) -> Result<Self> {
        // A proxy, or a connection that was kept, would lead past the check of addresses.
        let mut client = Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .pool_max_idle_per_host(0)
            .timeout(PATIENCE)
            .user_agent(concat!("headroom/", env!("CARGO_PKG_VERSION")));
        if !private {
            client = client.dns_resolver(Arc::new(PublicOnly));
        }
        let client = client
            .build()
            .map_err(|e| Error::internal(format!("cannot prepare to post: {e}")))?;
        Ok(Self { client, private })
    }

    /// Posts an event at this time (seconds since 1970). The body of the answer is not read: nothing
    /// in it matters, and it may have no end.
    pub async fn post(&self, taken: &Taken, timestamp: i64) -> Outcome {
        match self.answer(taken, timestamp).await {
            Ok(200..=299) => Outcome::Delivered,
            Ok(GONE) => Outcome::Refused("the receiver wants nothing any more (410)".into()),
            Ok(status @ 300..=399) => Outcome::Failed(format!(
                "the answer was {status}: redirects are not followed"
            )),
            Ok(status) => Outcome::Failed(format!("the answer was {status}")),
            Err(why) => Outcome::Failed(why),
        }
    }

    async fn answer(&self, taken: &Taken, timestamp: i64) -> Result<u16, String> {
        let url: Url = taken
            .address
            .parse()
            .map_err(|_| "the address is damaged".to_owned())?;
        // A number needs no name server, and so is checked here.
        if !self.private && reach::is_known_private(&url) {
            return Err(format!("the receiver {}", reach::REFUSED));
        }
        let signature = secret::signatures(&taken.secrets, &taken.id, timestamp, &taken.event)
            .map_err(|why| why.to_string())?;
        let request = self
            .client
            .post(url)
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", &taken.id)
            .header("webhook-timestamp", timestamp.to_string())
            .header("webhook-signature", signature)
            .body(taken.event.clone());
        let answer = request.send().await.map_err(|why| reason(&why))?;
        Ok(answer.status().as_u16())
    }
}

/// What went wrong, without addresses: what a name leads to is nobody's business.
fn reason(error: &reqwest::Error) -> String {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if inner.to_string().contains(reach::REFUSED) {
            return format!("the receiver {}", reach::REFUSED);
        }
        cause = inner.source();
    }
    match (error.is_timeout(), error.is_connect()) {
        (true, _) => "no answer within 10 seconds".to_owned(),
        (_, true) => "no connection to the receiver".to_owned(),
        _ => "the connection to the receiver broke off".to_owned(),
    }
}
