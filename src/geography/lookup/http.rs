//! Asking over HTTP.

use super::answer::{self, Answer, Entry, Failure, List};
use crate::config::PostcodesIo;
use crate::error::{Error, Result};
use crate::geography::postcode::Written;
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::header::{ACCEPT, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use std::time::Duration;

/// Bytes of an answer at most, unpacked.
const MOST_BYTES: usize = 64 << 10;

/// The server, and how to ask it.
pub struct Http {
    client: Client,
    base: PostcodesIo,
}

impl Http {
    /// For the server at this address.
    ///
    /// # Errors
    /// A client cannot be made.
    pub fn new(base: PostcodesIo) -> Result<Self> {
        let client = Client::builder()
            .redirect(Policy::none())
            .user_agent(concat!("headroom/", env!("CARGO_PKG_VERSION")))
            .build();
        let client = client
            .map_err(|e| Error::internal(format!("cannot prepare to look postcodes up: {e}")))?;
        Ok(Self { client, base })
    }

    /// What the server knows of a postcode, in use or not, or of an outcode. Of a sector it knows
    /// nothing.
    pub async fn ask(&self, asked: Written) -> Result<Answer, Failure> {
        let lists: &[List] = match asked {
            Written::Full(_) => &[List::Postcodes, List::Terminated],
            Written::Outcode(_) => &[List::Outcodes],
            Written::Sector(..) => &[],
        };
        for list in lists {
            if let Entry::There(answer) = self.entry(*list, asked).await? {
                return Ok(answer);
            }
        }
        Ok(None)
    }

    async fn entry(&self, list: List, asked: Written) -> Result<Entry, Failure> {
        let address = self.base.address(list.as_str(), &asked.to_string());
        let request = self.client.get(address).header(ACCEPT, "application/json");
        let response = request.send().await.map_err(|e| lost(&e))?;
        let status = response.status().as_u16();
        if status == 429 {
            return Err(Failure {
                why: "it was asked too often".into(),
                retry_after: named_time(&response),
            });
        }
        answer::read(list, asked, status, &body(response).await?)
    }
}

async fn body(mut response: Response) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(|e| lost(&e))? {
        if body.len() + piece.len() > MOST_BYTES {
            return Err(Failure::new("the answer is too long"));
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

/// The error itself names the address, and with it the postcode.
fn lost(error: &reqwest::Error) -> Failure {
    Failure::new(match error.is_connect() {
        true => "no connection",
        false => "the connection failed",
    })
}

fn named_time(response: &Response) -> Option<Duration> {
    let text = response.headers().get(RETRY_AFTER)?.to_str().ok()?;
    retry_after(text, Timestamp::now())
}

/// Seconds, or a date.
fn retry_after(text: &str, now: Timestamp) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let then = DateTimeParser::new().parse_timestamp(text).ok()?;
    Some(Duration::try_from(then.duration_since(now)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_to_wait_is_seconds_or_a_date() {
        let now: Timestamp = "1999-12-31T23:58:59Z".parse().unwrap();
        let seconds = |text: &str| retry_after(text, now).map(|time| time.as_secs());
        assert_eq!(seconds(" 120 "), Some(120));
        assert_eq!(seconds("Fri, 31 Dec 1999 23:59:59 GMT"), Some(60));
        assert_eq!(seconds("Fri, 31 Dec 1999 23:57:59 GMT"), Some(0));
        assert_eq!(seconds("soon"), None);
        assert_eq!(seconds("-1"), None);
    }
}
