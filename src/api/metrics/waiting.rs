//! Figures of what is still to be done: messages, deliveries, tasks. They are read from the database
//! when somebody asks, by way of indexes that hold little else than what waits.

use super::gauge;
use crate::db::Conn;
use crate::error::Result;
use crate::reminders::outbox::backlog::{Backlog, backlog};
use crate::subscriptions::store::figures::{Figures, figures};
use crate::tasks::store::count_of_open;
use jiff::Timestamp;
use prometheus_client::registry::Registry;

/// What waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    outbox: Backlog,
    subscriptions: Figures,
    tasks: i64,
}

impl Waiting {
    /// As the database has it.
    ///
    /// # Errors
    /// The database fails.
    pub fn read(conn: &mut Conn) -> Result<Self> {
        Ok(Self {
            outbox: backlog(conn)?,
            subscriptions: figures(conn, Timestamp::now().as_millisecond())?,
            tasks: count_of_open(conn)?,
        })
    }

    /// How long the oldest message has waited, in seconds; 0 if none waits.
    fn oldest_seconds(&self, now: Timestamp) -> i64 {
        let oldest = self.outbox.oldest_at.unwrap_or(i64::MAX);
        (now.as_millisecond().saturating_sub(oldest) / 1000).max(0)
    }

    /// Adds the figures.
    pub fn register(&self, registry: &mut Registry, now: Timestamp) {
        let told = self.subscriptions;
        for (name, help, value) in [
            (
                "messages_waiting",
                "Messages in the outbox that have not been sent",
                self.outbox.waiting,
            ),
            (
                "messages_given_up",
                "Messages that no gateway will take",
                self.outbox.given_up,
            ),
            (
                "oldest_message_seconds",
                "How long the oldest message has waited; 0 if none waits",
                self.oldest_seconds(now),
            ),
            (
                "deliveries_waiting",
                "Webhook deliveries that have not arrived",
                told.waiting,
            ),
            (
                "deliveries_dead",
                "Webhook deliveries that were given up",
                told.dead,
            ),
            (
                "subscriptions_live",
                "Subscriptions that are told anything",
                told.live,
            ),
            (
                "tasks_open",
                "Open tasks of the stewards, as of the last look at their list",
                self.tasks,
            ),
        ] {
            gauge(registry, name, help, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use prometheus_client::encoding::text::encode;

    #[test]
    fn figures_are_written_as_prometheus_reads_them() {
        let mut waiting = Waiting {
            outbox: Backlog {
                waiting: 3,
                given_up: 1,
                oldest_at: Some(60_000),
            },
            subscriptions: Figures {
                live: 5,
                waiting: 2,
                dead: 4,
            },
            tasks: 7,
        };
        let now = Timestamp::from_second(90).unwrap();
        let mut registry = Registry::with_prefix("headroom");
        waiting.register(&mut registry, now);
        let mut text = String::new();
        encode(&mut text, &registry).unwrap();
        insta::assert_snapshot!(text);
        waiting.outbox.oldest_at = None;
        assert_eq!(waiting.oldest_seconds(now), 0);
    }
}
