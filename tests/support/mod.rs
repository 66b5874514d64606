//! What the tests stand on: databases, a running server, a browser.
//!
//! Everything here cleans up after itself, also when a test panics or the test
//! process is killed, and needs nothing but Debian's packages: `./test`
//! installs them.
//!
//! A test of behaviour runs on both databases:
//!
//! ```ignore
//! on_both_databases! {
//!     /// A statement is there for the next reader.
//!     fn what_is_said_is_seen(db: &TestDatabase) {
//!         let server = Server::start(db);
//!         assert_eq!(server.client().get("/health").status, 200);
//!     }
//! }
//! ```

// Each part is used by some tests, and what only a later test needs is no fault.
#![allow(dead_code, unused_imports, unused_macros)]

pub mod browser;
pub mod chance;
pub mod command;
pub mod demo;
pub mod feed;
pub mod folder;
pub mod http;
pub mod listing;
pub mod oidc;
pub mod person;
pub mod postgres;
pub mod receiver;
pub mod server;
pub mod skip;
pub mod smtp;
pub mod sqlite;
pub mod town;
pub mod watchdog;

pub use browser::{Browser, Screen};
pub use demo::{Demo, last_week};
pub use folder::temporary_folder;
pub use http::{Client, Exchange, Reply};
pub use listing::{Listing, service};
pub use person::Person;
pub use receiver::{Post, Receiver};
pub use server::{Launch, Server, run};
pub use skip::{shared_folder, skip};
pub use smtp::{Fault, Letter, Smtp};
pub use town::Town;

/// An empty database of either kind, removed with this value.
#[derive(Debug)]
pub enum TestDatabase {
    Sqlite(sqlite::Database),
    Postgres(postgres::Database),
}

impl TestDatabase {
    /// A new SQLite database.
    pub fn sqlite() -> TestDatabase {
        TestDatabase::Sqlite(sqlite::fresh_database())
    }

    /// A new database on the test process's PostgreSQL server.
    pub fn postgres() -> TestDatabase {
        TestDatabase::Postgres(postgres::fresh_database())
    }

    /// What Headroom is told to find it.
    pub fn url(&self) -> &str {
        match self {
            TestDatabase::Sqlite(database) => &database.url,
            TestDatabase::Postgres(database) => &database.url,
        }
    }
}

/// Makes each function into two tests, one for each kind of database.
///
/// `fn name(db: &TestDatabase) { … }` becomes `name::sqlite` and
/// `name::postgres`, each with an empty database of its own. Comments and
/// attributes (`#[ignore]`, `#[should_panic]`) go to both. What the function
/// uses must be in scope where the macro is called; it is inside a module of
/// its own, which imports everything from there.
macro_rules! on_both_databases {
    ($($(#[$attribute:meta])* fn $name:ident($db:ident: &TestDatabase) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            fn on($db: &$crate::support::TestDatabase) $body

            #[test]
            $(#[$attribute])*
            fn sqlite() {
                on(&$crate::support::TestDatabase::sqlite());
            }

            #[test]
            $(#[$attribute])*
            fn postgres() {
                on(&$crate::support::TestDatabase::postgres());
            }
        }
    )+};
}
pub(crate) use on_both_databases;
