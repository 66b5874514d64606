//! A message as an e-mail.

use crate::reminders::outbox::Taken;
use lettre::Message;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};

/// Keeps those who are away from having their computers answer.
const AUTOMATIC: (&str, &str) = ("Auto-Submitted", "auto-generated");
/// Where a letter can be ended, and that a mail program may do it with one request (RFC 8058).
const UNSUBSCRIBE: &str = "List-Unsubscribe";
const ONE_CLICK: (&str, &str) = ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");

/// Writes a message as an e-mail. Its Message-ID comes from its id: however often it is tried, it is
/// the same e-mail.
///
/// # Errors
/// Its address is none; the text says what is wrong, without the address.
pub fn write(taken: &Taken, from: &Mailbox) -> Result<Message, String> {
    let message = &taken.message;
    let to = message
        .address
        .parse()
        .map_err(|_| "the address is not one of e-mail")?;
    let id = format!("<{}@{}>", taken.id, from.email.domain());
    let mut letter = Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(&message.subject)
        .message_id(Some(id))
        .raw_header(header(AUTOMATIC.0, AUTOMATIC.1.to_owned()));
    if let Some(address) = &message.unsubscribe {
        letter = letter
            .raw_header(header(UNSUBSCRIBE, format!("<{address}>")))
            .raw_header(header(ONE_CLICK.0, ONE_CLICK.1.to_owned()));
    }
    let parts = MultiPart::alternative_plain_html(message.body.clone(), message.html.clone());
    letter
        .multipart(parts)
        .map_err(|why| format!("the e-mail cannot be written: {why}"))
}

fn header(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
}
