//! What messages leave through: a mail server, and GOV.UK Notify for texts.

mod jwt;
mod letter;
mod mail;
mod notify;
mod smtp;

use super::contact::Channel;
use super::outbox::{Outcome, Taken};
use crate::error::Result;
use mail::Mail;
use notify::Notify;
use std::path::PathBuf;

/// Where messages are to go, as it was said when the program was started.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The mail server.
    pub smtp: Option<String>,
    /// Whom mail is from.
    pub mail_from: Option<String>,
    /// A file with the certificate of an authority that is trusted as well.
    pub smtp_ca: Option<PathBuf>,
    /// The address of GOV.UK Notify.
    pub notify_url: Option<String>,
    /// Its key.
    pub notify_key: Option<String>,
    /// The id of its template.
    pub notify_template: Option<String>,
}

/// The gateways that there are.
pub struct Gateways {
    mail: Option<Mail>,
    texts: Option<Notify>,
}

impl Gateways {
    /// Gets ready for what the settings name; connects to nothing yet.
    ///
    /// # Errors
    /// A setting is wrong, or one is missing beside another.
    pub fn new(settings: &Settings) -> Result<Self> {
        Ok(Self {
            mail: Mail::new(settings)?,
            texts: Notify::new(settings)?,
        })
    }

    /// The channels that can be used.
    pub fn channels(&self) -> Vec<Channel> {
        let mail = self.mail.as_ref().map(|_| Channel::Email);
        let texts = self.texts.as_ref().map(|_| Channel::Text);
        mail.into_iter().chain(texts).collect()
    }

    /// Sends a message.
    pub async fn send(&mut self, taken: &Taken) -> Outcome {
        let nowhere = || Outcome::Delayed("nothing is set up to send this by".into());
        match taken.message.channel {
            Channel::Email => match &mut self.mail {
                Some(mail) => mail.send(taken).await,
                None => nowhere(),
            },
            Channel::Text => match &self.texts {
                Some(texts) => texts.send(taken).await,
                None => nowhere(),
            },
        }
    }

    /// Ends what is open, politely; the next message opens it again.
    pub async fn rest(&mut self) {
        if let Some(mail) = &mut self.mail {
            mail.rest().await;
        }
    }

    /// Drops what is open: an attempt was broken off, and nobody knows where it stands.
    pub fn forget(&mut self) {
        if let Some(mail) = &mut self.mail {
            mail.forget();
        }
    }
}
