//! One client of each of those that are compared.

use super::answer::Told;
use super::question::Question;
use super::way::Way;
use super::{kept::Peers, postgres, sqlite};
use crate::support::client::Client;
use serde::Deserialize;
use std::fmt;
use std::net::SocketAddr;

/// Those that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// This program.
    Headroom,
    /// PostgreSQL with PostGIS, in one way or the other.
    Postgres(Way),
    /// SQLite with FTS5 and R*Tree, in one way or the other.
    Sqlite(Way),
}

impl Who {
    /// All, in the order in which they take turns.
    pub const ALL: [Who; 5] = [
        Who::Headroom,
        Who::Postgres(Way::Usual),
        Who::Postgres(Way::Cells),
        Who::Sqlite(Way::Usual),
        Who::Sqlite(Way::Cells),
    ];

    /// Its place among all.
    pub fn index(self) -> usize {
        let mut all = Self::ALL.into_iter();
        all.position(|who| who == self).expect("it is one of them")
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Who::Headroom => "Headroom",
            Who::Postgres(Way::Usual) => "PostgreSQL, usual",
            Who::Postgres(Way::Cells) => "PostgreSQL, cells",
            Who::Sqlite(Way::Usual) => "SQLite, usual",
            Who::Sqlite(Way::Cells) => "SQLite, cells",
        })
    }
}

/// A question in the form in which each takes it, made beforehand.
pub struct Form {
    headroom: String,
    postgres: [postgres::Prepared; 2],
    sqlite: [String; 2],
}

impl Form {
    /// Makes it.
    pub fn of(question: &Question) -> Self {
        Self {
            headroom: question.path.clone(),
            postgres: Way::ALL.map(|way| postgres::Prepared::new(question, way)),
            sqlite: Way::ALL.map(|way| sqlite::path(question, way)),
        }
    }
}

/// A connection to each.
pub struct Clients {
    headroom: Client,
    postgres: [postgres::Asker; 2],
    sqlite: Client,
    /// Where the two that speak HTTP listen.
    addresses: [SocketAddr; 2],
}

impl Clients {
    /// Connects.
    pub fn new(headroom: SocketAddr, peers: &Peers) -> Self {
        let connect = |way| postgres::Asker::new(peers.postgres.connect(), way);
        Self {
            headroom: Client::new(headroom),
            postgres: [Way::Usual, Way::Cells].map(connect),
            sqlite: Client::new(peers.sqlite.address),
            addresses: [headroom, peers.sqlite.address],
        }
    }

    /// Makes ready for one of them: a server ends a connection that was idle while others had their
    /// turns, and PostgreSQL's statements are prepared when they are first asked.
    pub fn turn_to(&mut self, who: Who, forms: &[Form]) {
        match who {
            Who::Headroom => self.headroom = Client::new(self.addresses[0]),
            Who::Sqlite(_) => self.sqlite = Client::new(self.addresses[1]),
            Who::Postgres(way) => {
                let asker = &mut self.postgres[way as usize];
                let forms = forms.iter().map(|form| &form.postgres[way as usize]);
                forms.for_each(|form| asker.warm(form));
            }
        }
    }

    /// Asks one of them, and takes the answer as it comes.
    pub fn ask(&mut self, who: Who, form: &Form) {
        match who {
            Who::Headroom => assert_eq!(self.headroom.get(&form.headroom).status, 200),
            Who::Postgres(way) => {
                self.postgres[way as usize].ask(&form.postgres[way as usize]);
            }
            Who::Sqlite(way) => {
                assert_eq!(self.sqlite.get(&form.sqlite[way as usize]).status, 200);
            }
        }
    }

    /// Asks one of them, and reads the answer.
    pub fn look(&mut self, who: Who, form: &Form) -> Told {
        let (client, path) = match who {
            Who::Postgres(way) => {
                return self.postgres[way as usize].ask(&form.postgres[way as usize]);
            }
            Who::Headroom => (&mut self.headroom, &form.headroom),
            Who::Sqlite(way) => (&mut self.sqlite, &form.sqlite[way as usize]),
        };
        let reply = client.get(path);
        let text = String::from_utf8_lossy(reply.body);
        assert_eq!(reply.status, 200, "{path}: {text}");
        let answer: Counts = serde_json::from_slice(reply.body).expect("an answer");
        Told {
            found: answer.total_items,
            shown: answer.size,
            bytes: reply.body.len(),
        }
    }
}

/// What is compared of an answer.
#[derive(Deserialize)]
struct Counts {
    total_items: usize,
    size: usize,
}
