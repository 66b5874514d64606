//! One client of each of the three.

use super::answer::Told;
use super::question::{Question, answer};
use super::{kept::Peers, postgres, sqlite};
use crate::support::client::Client;
use std::fmt;
use std::net::SocketAddr;

/// The three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// This program.
    Headroom,
    /// PostgreSQL with PostGIS.
    Postgres,
    /// SQLite with FTS5 and R*Tree.
    Sqlite,
}

impl Who {
    /// All, in the order in which they take turns.
    pub const ALL: [Who; 3] = [Who::Headroom, Who::Postgres, Who::Sqlite];
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Who::Headroom => "Headroom",
            Who::Postgres => "PostgreSQL",
            Who::Sqlite => "SQLite",
        })
    }
}

/// A question in the form in which each takes it, made beforehand.
pub struct Form {
    headroom: String,
    postgres: postgres::Prepared,
    sqlite: String,
}

impl Form {
    /// Makes it.
    pub fn of(question: &Question) -> Self {
        Self {
            headroom: question.path.clone(),
            postgres: postgres::Prepared::new(question),
            sqlite: sqlite::path(question),
        }
    }
}

/// A connection to each.
pub struct Clients {
    headroom: Client,
    postgres: postgres::Asker,
    sqlite: Client,
    /// Where the two that speak HTTP listen.
    addresses: [SocketAddr; 2],
}

impl Clients {
    /// Connects.
    pub fn new(headroom: SocketAddr, peers: &Peers) -> Self {
        Self {
            headroom: Client::new(headroom),
            postgres: postgres::Asker::new(peers.postgres.connect()),
            sqlite: Client::new(peers.sqlite.address),
            addresses: [headroom, peers.sqlite.address],
        }
    }

    /// Connects to one of them anew, if it speaks HTTP.
    pub fn connect_again(&mut self, who: Who) {
        match who {
            Who::Headroom => self.headroom = Client::new(self.addresses[0]),
            Who::Sqlite => self.sqlite = Client::new(self.addresses[1]),
            Who::Postgres => {}
        }
    }

    /// Asks one of them, and takes the answer as it comes.
    pub fn ask(&mut self, who: Who, form: &Form) {
        match who {
            Who::Headroom => assert_eq!(self.headroom.get(&form.headroom).status, 200),
            Who::Postgres => drop(self.postgres.ask(&form.postgres)),
            Who::Sqlite => assert_eq!(self.sqlite.get(&form.sqlite).status, 200),
        }
    }

    /// Has PostgreSQL prepare the statement of a question.
    pub fn prepare(&mut self, form: &Form) {
        self.postgres.prepare(&form.postgres);
    }

    /// Asks one of them, and reads the answer.
    pub fn look(&mut self, who: Who, form: &Form) -> Told {
        let (client, path) = match who {
            Who::Postgres => return self.postgres.ask(&form.postgres),
            Who::Headroom => (&mut self.headroom, &form.headroom),
            Who::Sqlite => (&mut self.sqlite, &form.sqlite),
        };
        let bytes = client.get(path).body.len();
        if who == Who::Headroom {
            let answer = answer(client, path);
            return Told {
                found: answer.total_items,
                shown: answer.size,
                bytes,
            };
        }
        let reply = client.get(path);
        let text = String::from_utf8_lossy(reply.body);
        assert_eq!(reply.status, 200, "{path}: {text}");
        let answer: serde_json::Value = serde_json::from_slice(reply.body).expect("JSON");
        Told {
            found: answer["total_items"].as_u64().unwrap_or_default() as usize,
            shown: answer["size"].as_u64().unwrap_or_default() as usize,
            bytes,
        }
    }

    /// How PostgreSQL goes about a question.
    pub fn explain(&mut self, form: &Form) -> String {
        self.postgres.explain(&form.postgres)
    }
}
