//! The outbox: messages that are queued in the same transaction as what they are about, and leave
//! from here. A gateway that fails delays them; nothing is lost, and nothing goes out twice but for
//! one window: a process that dies after the gateway took a message and before that was committed.

pub mod backlog;
pub mod backoff;
pub mod numbered;
pub mod recording;
pub mod round;
pub mod store;

use super::contact::Channel;

/// A message to be queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// Two messages with one key are the same message: the second is not queued.
    pub dedupe_key: String,
    /// How it travels.
    pub channel: Channel,
    /// To whom.
    pub address: String,
    /// What it is about; empty for a text.
    pub subject: String,
    /// What it says.
    pub body: String,
    /// The same as HTML; empty for a text.
    pub html: String,
    /// The address that ends the letters of this kind, if one does: for the header that mail programs
    /// make a button of.
    pub unsubscribe: Option<String>,
    /// Whether somebody has just asked for it, and so wants it at once, whatever the hour.
    pub any_hour: bool,
}

/// A message that this process has taken to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Names it for ever: its Message-ID, and its reference at the gateway.
    pub id: String,
    /// How often it has been taken, with this time: whoever took it later has a higher number.
    pub attempts: i32,
    /// What it is.
    pub message: NewMessage,
}

/// What became of an attempt to send. The words are for the stewards: no address, no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The gateway has it.
    Sent,
    /// Not now: to be tried again.
    Delayed(String),
    /// Never: the gateway will not take this message.
    Refused(String),
    /// The gateway itself is in trouble: this message and all others are to be tried later.
    Down(String),
}

/// How many messages there are in each state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Waiting, those that are being sent included.
    pub waiting: i64,
    /// Sent.
    pub sent: i64,
    /// Refused for ever.
    pub failed: i64,
}
