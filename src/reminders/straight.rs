//! What somebody at a desk sends to somebody beside them: straight to the gateway and not by the outbox, so
//! that the address is written down nowhere, neither here nor in a log.

use super::contact::{Channel, Contact};
use super::gateways::{Gateways, Settings};
use super::outbox::{NewMessage, Outcome, Taken};
use std::time::Duration;
use uuid::Uuid;

/// Somebody waits for the answer: longer than this is no answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Sends at once, or not at all.
#[derive(Debug, Clone, Default)]
pub struct Straight {
    settings: Settings,
    channels: Vec<Channel>,
}

/// What is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// What it is about; not for a text.
    pub subject: String,
    /// What it says.
    pub body: String,
    /// The same as HTML; not for a text.
    pub html: String,
}

/// Why nothing was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsent {
    /// The gateway does not take this address.
    Refused,
    /// The gateway could not be reached, or is not there.
    NotNow,
}

impl Straight {
    /// By the gateways that the settings name.
    pub fn new(settings: &Settings) -> Self {
        let gateways = Gateways::new(settings);
        Self {
            channels: gateways.map_or_else(|_| Vec::new(), |gateways| gateways.channels()),
            settings: settings.clone(),
        }
    }

    /// The channels that there are gateways for.
    pub fn channels(&self) -> &[Channel] {
        &self.channels
    }

    /// Hands something to the gateway, and forgets to whom.
    ///
    /// # Errors
    /// It was not taken.
    pub async fn send(&self, to: Contact, words: Words) -> Result<(), Unsent> {
        let Ok(mut gateways) = Gateways::new(&self.settings) else {
            return Err(Unsent::NotNow);
        };
        let taken = taken(to, words);
        let sent = tokio::time::timeout(PATIENCE, gateways.send(&taken)).await;
        match sent {
            Ok(Outcome::Sent) => {
                gateways.rest().await;
                Ok(())
            }
            Ok(Outcome::Refused(_)) => Err(Unsent::Refused),
            Ok(Outcome::Delayed(_) | Outcome::Down(_)) | Err(_) => Err(Unsent::NotNow),
        }
    }
}

fn taken(to: Contact, words: Words) -> Taken {
    Taken {
        id: Uuid::new_v4().to_string(),
        attempts: 1,
        message: NewMessage {
            dedupe_key: String::new(),
            channel: to.channel,
            address: to.address,
            subject: words.subject,
            body: words.body,
            html: words.html,
            unsubscribe: None,
            any_hour: true,
        },
    }
}
