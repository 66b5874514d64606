//! Sending e-mail over SMTP.

use super::smtp::Server;
use super::{Settings, letter};
use crate::error::{Error, Result};
use crate::reminders::outbox::{Outcome, Taken};
use lettre::message::Mailbox;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use std::fmt::Display;

/// Whom mail is from and which server takes it, with the connection to it while there is one.
pub struct Mail {
    server: Server,
    from: Mailbox,
    open: Option<AsyncSmtpConnection>,
}

impl Mail {
    /// For the server that the settings name, if they name one.
    ///
    /// # Errors
    /// A setting is wrong or missing.
    pub fn new(settings: &Settings) -> Result<Option<Self>> {
        let Some(smtp) = &settings.smtp else {
            return Ok(None);
        };
        let missing = "--mail-from is needed beside --smtp: whom mail is from, such as \"Headroom <headroom@quay.example>\"";
        let from = settings
            .mail_from
            .as_ref()
            .ok_or_else(|| Error::Usage(missing.into()))?;
        let from: Mailbox = from.parse().map_err(|_| {
            Error::Usage(
                "--mail-from must be an address such as \"Headroom <headroom@quay.example>\""
                    .into(),
            )
        })?;
        let server = Server::parse(smtp, settings.smtp_ca.as_deref(), from.email.domain())?;
        let open = None;
        Ok(Some(Self { server, from, open }))
    }

    /// Sends one message, over the connection that is open if it still is.
    pub async fn send(&mut self, taken: &Taken) -> Outcome {
        let letter = match letter::write(taken, &self.from) {
            Ok(letter) => letter,
            Err(why) => return Outcome::Refused(why),
        };
        let mut connection = match self.connection().await {
            Ok(connection) => connection,
            // What fails before the message is named is no fault of the message, whatever its code.
            Err(error) => return Outcome::Down(said(&error, taken)),
        };
        match connection
            .send(letter.envelope(), &letter.formatted())
            .await
        {
            Ok(_) => {
                self.open = Some(connection);
                Outcome::Sent
            }
            Err(error) if is_final(&error) => Outcome::Refused(said(&error, taken)),
            Err(error) => Outcome::Delayed(said(&error, taken)),
        }
    }

    async fn connection(&mut self) -> Result<AsyncSmtpConnection, String> {
        if let Some(mut open) = self.open.take()
            && open.test_connected().await
        {
            return Ok(open);
        }
        self.server.connect().await
    }

    /// Says goodbye.
    pub async fn rest(&mut self) {
        if let Some(mut open) = self.open.take() {
            open.abort().await;
        }
    }

    /// Drops the connection.
    pub fn forget(&mut self) {
        self.open = None;
    }
}

/// Whether a server will never take the message: a permanent code, but for those that are about us
/// (who we are, what we may) and not about the message.
fn is_final(error: &SmtpError) -> bool {
    let code = error.status().map_or(0, u16::from);
    error.is_permanent() && !matches!(code, 500 | 502..=504 | 530..=539)
}

/// What went wrong, without the address: servers like to repeat it.
fn said(error: &impl Display, taken: &Taken) -> String {
    error.to_string().replace(&taken.message.address, "…")
}
