//! Fetching one address, whole or not at all.

use crate::error::{Error, Result};
use reqwest::{Client, Response, Url};
use std::error::Error as _;
use std::time::Duration;

/// How long to wait for a connection, and for the next piece of an answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long one answer may take in all.
const WHOLE_ANSWER: Duration = Duration::from_secs(600);
/// Bytes of one answer, unpacked.
const MOST_BYTES: usize = 64 << 20;

/// What an address answered.
pub enum Answer {
    /// All of it.
    Body(Vec<u8>),
    /// There is nothing there (any more): 404 or 410.
    Gone(u16),
}

/// Fetches addresses.
pub struct Http(Client);

impl Http {
    /// A client of its own.
    pub fn new() -> Result<Self> {
        let client = Client::builder()
            .connect_timeout(PATIENCE)
            .read_timeout(PATIENCE)
            .timeout(WHOLE_ANSWER)
            .user_agent(concat!("headroom/", env!("CARGO_PKG_VERSION")))
            .build();
        client
            .map(Self)
            .map_err(|e| Error::internal(format!("cannot prepare to fetch: {}", reason(&e))))
    }

    /// The answer of an address that must have one.
    ///
    /// # Errors
    /// It cannot be had whole, or says that there is nothing.
    pub async fn page(&self, address: &Url) -> Result<Vec<u8>> {
        match self.get(address).await? {
            Answer::Body(body) => Ok(body),
            Answer::Gone(status) => Err(failed(
                address,
                &format!("the answer was {status}: there is nothing at this address"),
            )),
        }
    }

    /// The answer of an address.
    ///
    /// # Errors
    /// It cannot be had whole, or is an error other than that there is nothing there.
    pub async fn get(&self, address: &Url) -> Result<Answer> {
        let request = self
            .0
            .get(address.clone())
            .header("accept", "application/json, */*;q=0.5");
        let answer = request.send().await;
        let answer =
            answer.map_err(|e| failed(address, &format!("there is no answer: {}", reason(&e))))?;
        let status = answer.status();
        match status.as_u16() {
            gone @ (404 | 410) => Ok(Answer::Gone(gone)),
            _ if status.is_success() => body(address, answer).await.map(Answer::Body),
            _ => Err(failed(address, &format!("the answer was {status}"))),
        }
    }
}

impl Http {
    /// Hands the answer of an address to `keep`, piece by piece, up to so many bytes.
    ///
    /// # Errors
    /// It cannot be had whole, or kept.
    pub async fn save(
        &self,
        address: &Url,
        most: u64,
        keep: &mut dyn FnMut(&[u8]) -> std::io::Result<()>,
    ) -> Result<()> {
        let answer = self.0.get(address.clone()).send().await;
        let mut answer =
            answer.map_err(|e| failed(address, &format!("there is no answer: {}", reason(&e))))?;
        if !answer.status().is_success() {
            let status = answer.status();
            return Err(failed(address, &format!("the answer was {status}")));
        }
        let cut = |e| failed(address, &format!("the answer broke off: {}", reason(&e)));
        let mut left = most;
        while let Some(piece) = answer.chunk().await.map_err(cut)? {
            let rest = left.checked_sub(piece.len() as u64);
            left = rest
                .ok_or_else(|| failed(address, &format!("the answer is over {} MB", most >> 20)))?;
            keep(&piece).map_err(Error::io("cannot keep what is fetched"))?;
        }
        Ok(())
    }
}

async fn body(address: &Url, mut answer: Response) -> Result<Vec<u8>> {
    let cut = |e| failed(address, &format!("the answer broke off: {}", reason(&e)));
    let mut body = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(cut)? {
        if body.len() + piece.len() > MOST_BYTES {
            let advice = "the answer is over 64 MB: ask for fewer records a page with per_page=, or download the file and import that";
            return Err(failed(address, advice));
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

/// An error that names the address.
pub fn failed(address: &Url, what: &str) -> Error {
    Error::Usage(format!(
        "{}: {what}. Nothing was imported: check the address, or try again later",
        shown(address)
    ))
}

/// The address without a name and password.
pub fn shown(address: &Url) -> String {
    let mut address = address.clone();
    // Both fail only for addresses that cannot have them.
    let _ = address.set_username("");
    let _ = address.set_password(None);
    address.to_string()
}

/// What went wrong, down to its cause; the address is named already.
fn reason(error: &reqwest::Error) -> String {
    let mut text = match (error.is_timeout(), error.is_connect()) {
        (true, _) => "it took too long".to_owned(),
        (_, true) => "no connection".to_owned(),
        _ => "the connection failed".to_owned(),
    };
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
