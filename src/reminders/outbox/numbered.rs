//! Messages of one kind to one address, which are numbered: of two nodes that make the next one at once,
//! one fails, because both give it the same key.

use crate::db::Conn;
use crate::db::schema::messages;
use crate::error::Result;
use crate::reminders::contact::Channel;
use diesel::prelude::*;

/// What the messages of a series are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Series {
    /// Questions whether what is shown is still right.
    Digest,
    /// New links, for which somebody has asked.
    NewLink,
}

/// What is known of the messages of a series to one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Known {
    /// The number of the last; 0 if there was none.
    pub number: i64,
    /// When the last was made or sent, in milliseconds since 1970.
    pub last_at: Option<i64>,
    /// Whether one still waits.
    pub waiting: bool,
}

type Row = (String, String, i64, Option<i64>);

impl Series {
    /// The key of a message of this series.
    pub fn key(self, channel: Channel, address: &str, number: i64) -> String {
        format!("{}{number}", self.start(channel, address))
    }

    fn start(self, channel: Channel, address: &str) -> String {
        let word = match self {
            Self::Digest => "digest",
            Self::NewLink => "new_link",
        };
        format!("{word}/{}/{address}/", channel.as_str())
    }

    /// What is known of the messages of this series to an address. Old ones may have been deleted, so
    /// the last number tells, and not how many there are.
    ///
    /// # Errors
    /// The database fails.
    pub fn known(self, conn: &mut Conn, channel: Channel, address: &str) -> Result<Known> {
        let start = self.start(channel, address);
        let rows: Vec<Row> = messages::table
            .filter(messages::address.eq(address))
            .filter(messages::channel.eq(channel.as_str()))
            .select((
                messages::dedupe_key,
                messages::state,
                messages::created_at,
                messages::sent_at,
            ))
            .load(conn)?;
        let mine = rows
            .iter()
            .filter_map(|row| Some((row.0.strip_prefix(&start)?, row)));
        Ok(mine.fold(Known::default(), |known, (number, row)| {
            known.with(number, row)
        }))
    }
}

impl Known {
    fn with(self, number: &str, (_, state, made, sent): &Row) -> Self {
        Self {
            number: self.number.max(number.parse().unwrap_or(0)),
            last_at: self.last_at.max(Some(*made)).max(*sent),
            waiting: self.waiting || matches!(state.as_str(), "queued" | "sending"),
        }
    }
}
