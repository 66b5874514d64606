//! Sending texts through GOV.UK Notify.

use super::Settings;
use super::jwt::Key;
use crate::error::{Error, Result};
use crate::reminders::outbox::{Outcome, Taken};
use jiff::Timestamp;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response, Url};
use serde_json::{Value, json};
use std::time::Duration;

/// The service itself.
const USUAL: &str = "https://api.notifications.service.gov.uk";
/// How long one request may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Bytes of an answer at most.
const MOST_BYTES: usize = 256 << 10;

/// GOV.UK Notify, and how to ask it.
pub struct Notify {
    client: Client,
    base: Url,
    key: Key,
    template: String,
}

impl Notify {
    /// For the key that the settings name, if they name one.
    ///
    /// # Errors
    /// A setting is wrong or missing.
    pub fn new(settings: &Settings) -> Result<Option<Self>> {
        let Some(key) = &settings.notify_key else {
            return Ok(None);
        };
        let usage = |text: &str| Error::Usage(text.to_owned());
        let key = Key::parse(key)
            .ok_or_else(|| usage("--notify-key is not a key of GOV.UK Notify: copy all of it"))?;
        let template = settings.notify_template.clone();
        let template = template.ok_or_else(|| usage("--notify-template is needed beside --notify-key: the id of a template that is ((message))"))?;
        let base = settings.notify_url.as_deref().unwrap_or(USUAL);
        let base: Url = base
            .parse()
            .map_err(|_| usage("--notify-url is no address: write https://HOST"))?;
        let client = Client::builder()
            .redirect(Policy::none())
            .timeout(PATIENCE)
            .user_agent(concat!("headroom/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|e| Error::internal(format!("cannot prepare to send texts: {e}")))?;
        Ok(Some(Self {
            client,
            base,
            key,
            template,
        }))
    }

    /// Sends one text. One that was tried before is asked after first: Notify may have it.
    pub async fn send(&self, taken: &Taken) -> Outcome {
        if taken.attempts > 1 {
            match self.knows(taken).await {
                Ok(true) => return Outcome::Sent,
                Ok(false) => {}
                Err(outcome) => return outcome,
            }
        }
        let body = json!({
            "phone_number": taken.message.address,
            "template_id": self.template,
            "personalisation": { "message": taken.message.body },
            "reference": taken.id,
        });
        let request = self.client.post(self.address("v2/notifications/sms"));
        let request = request
            .header(CONTENT_TYPE, "application/json")
            .body(body.to_string());
        match self.ask(request).await {
            Ok(_) => Outcome::Sent,
            Err(outcome) => outcome,
        }
    }

    /// Whether Notify has a text with our reference.
    async fn knows(&self, taken: &Taken) -> Result<bool, Outcome> {
        let mut address = self.address("v2/notifications");
        address
            .query_pairs_mut()
            .append_pair("reference", &taken.id);
        let answer = self.ask(self.client.get(address)).await?;
        let found = answer["notifications"].as_array();
        Ok(found.is_some_and(|found| !found.is_empty()))
    }

    fn address(&self, path: &str) -> Url {
        let mut address = self.base.clone();
        let below = format!("{}/{path}", self.base.path().trim_end_matches('/'));
        address.set_path(&below);
        address
    }

    async fn ask(&self, request: RequestBuilder) -> Result<Value, Outcome> {
        let token = self.key.token(Timestamp::now().as_second());
        let sent = request
            .header(AUTHORIZATION, format!("Bearer {token}"))
            .send()
            .await;
        // The error itself may name the address.
        let response = sent.map_err(|error| match error.is_connect() {
            true => Outcome::Down("no connection".into()),
            false => Outcome::Delayed("the connection failed".into()),
        })?;
        let status = response.status().as_u16();
        let answer = read(response).await;
        match status {
            200..300 => Ok(answer),
            _ => Err(failure(status, &answer)),
        }
    }
}

/// What a status means for the text: our key and our allowance are not its fault.
fn failure(status: u16, answer: &Value) -> Outcome {
    let kind = answer["errors"][0]["error"]
        .as_str()
        .unwrap_or("no reason given");
    let said = format!("GOV.UK Notify answered {status}: {kind}");
    match status {
        401 | 403 | 404 | 429 => Outcome::Down(said),
        400..500 => Outcome::Refused(said),
        _ => Outcome::Delayed(said),
    }
}

async fn read(mut response: Response) -> Value {
    let mut body = Vec::new();
    while let Ok(Some(piece)) = response.chunk().await {
        if body.len() + piece.len() > MOST_BYTES {
            return Value::Null;
        }
        body.extend_from_slice(&piece);
    }
    serde_json::from_slice(&body).unwrap_or(Value::Null)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_text_is_final_and_what_is_wrong_with_us_is_not() {
        let of = |status| {
            failure(
                status,
                &json!({ "errors": [{ "error": "BadRequestError" }] }),
            )
        };
        assert!(matches!(of(400), Outcome::Refused(why) if why.contains("BadRequestError")));
        for status in [403, 429] {
            assert!(matches!(of(status), Outcome::Down(_)), "{status}");
        }
        for status in [500, 503] {
            assert!(matches!(of(status), Outcome::Delayed(_)), "{status}");
        }
    }
}
