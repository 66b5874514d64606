//! Asking the provider over HTTP.

use super::Failure;
use super::documents::Documents;
use super::keys::Keys;
use crate::config::OpenId;
use crate::error::{Error, Result};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder};
use serde_json::Value;
use std::time::Duration;

/// Bytes of an answer at most, unpacked.
const MOST_BYTES: usize = 512 << 10;
/// How long the provider has for an answer: somebody waits for it.
const PATIENCE: Duration = Duration::from_secs(8);

/// How it is asked: redirects are not followed, for no answer of it is one.
pub struct Talk(Client);

impl Talk {
    /// A client.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn new() -> Result<Self> {
        let client = Client::builder()
            .redirect(Policy::none())
            .timeout(PATIENCE)
            .user_agent(concat!("headroom/", env!("CARGO_PKG_VERSION")))
            .build();
        client
            .map(Self)
            .map_err(|e| Error::internal(format!("cannot prepare to ask who somebody is: {e}")))
    }

    /// What an issuer says of itself.
    pub async fn documents(&self, issuer: &str) -> Result<Documents, Failure> {
        let base = issuer.trim_end_matches('/');
        let address = format!("{base}/.well-known/openid-configuration");
        Documents::read(&self.json(self.0.get(address)).await?, issuer)
    }

    /// Its keys.
    pub async fn keys(&self, documents: &Documents) -> Result<Keys, Failure> {
        let keys = self.json(self.0.get(documents.keys.clone())).await?;
        Ok(Keys::read(&keys))
    }

    /// The token of who somebody is, for a code.
    pub async fn exchange(
        &self,
        documents: &Documents,
        settings: &OpenId,
        code: &str,
        verifier: &str,
        back: &str,
    ) -> Result<String, Failure> {
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", back),
            ("code_verifier", verifier),
        ];
        let mut request = self.0.post(documents.token.clone());
        match settings.secret.as_deref() {
            Some(secret) if documents.takes_basic => {
                // Both are written as in a form first: RFC 6749, 2.3.1.
                request = request.basic_auth(escaped(&settings.client_id), Some(escaped(secret)));
            }
            secret => {
                form.push(("client_id", settings.client_id.as_str()));
                form.extend(secret.map(|secret| ("client_secret", secret)));
            }
        }
        let fields = form
            .iter()
            .map(|(name, value)| format!("{name}={}", escaped(value)));
        let body = fields.collect::<Vec<_>>().join("&");
        let request = request
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body);
        let answer = self.json(request).await?;
        let token = answer.get("id_token").and_then(Value::as_str);
        let token = token.ok_or_else(|| Failure::Away("no id_token came for a code".into()))?;
        Ok(token.to_owned())
    }

    async fn json(&self, request: RequestBuilder) -> Result<Value, Failure> {
        let request = request.header(ACCEPT, "application/json");
        // The error itself names the address, and may name what was sent.
        let lost = |_| Failure::Away("the provider does not answer".into());
        let mut response = request.send().await.map_err(lost)?;
        let status = response.status();
        let mut body = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(lost)? {
            if body.len() + piece.len() > MOST_BYTES {
                return Err(Failure::Away(
                    "an answer of the provider is too long".into(),
                ));
            }
            body.extend_from_slice(&piece);
        }
        let answer: Option<Value> = serde_json::from_slice(&body).ok();
        match answer {
            Some(answer) if status.is_success() => Ok(answer),
            // What is wrong with a code is said so.
            Some(answer) if status.is_client_error() && answer.get("error").is_some() => {
                let word = answer["error"].as_str().unwrap_or_default();
                let word: String = word
                    .chars()
                    .filter(|c| c.is_ascii_graphic())
                    .take(40)
                    .collect();
                Err(Failure::Refused(format!("the provider says {word}")))
            }
            _ => Err(Failure::Away(format!("the provider answers {status}"))),
        }
    }
}

fn escaped(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}
