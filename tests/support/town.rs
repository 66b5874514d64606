//! A server over a database with a few listings and postcodes in it, and keys for it.

use std::path::PathBuf;
use std::process::Output;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tempfile::TempDir;

use super::folder::temporary_folder;
use super::http::Client;
use super::listing::{Listing, organization_id};
use super::server::{Launch, Server, run};
use super::{Reply, TestDatabase};

/// The first postcode of the invented town: where people are looked for from.
pub const HOME: (f64, f64) = (53.94, -3.75);

/// The invented town: two outcodes, 5.5 km apart.
const POSTCODES: &str = "postcode,lat,lon,ward_name,lad_name\n\
    QH1 1AA,53.94,-3.75,Tansyfield,Wythmere\n\
    QH1 1AB,53.94,-3.74,Tansyfield,Wythmere\n\
    QH2 2BB,53.99,-3.75,Sorrelgate,Wythmere\n";

/// How long to wait for what is promised to be seen soon.
const SOON: Duration = Duration::from_secs(20);
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// A running server and what it serves.
#[derive(Debug)]
pub struct Town {
    pub server: Server,
    pub database: String,
    files: TempDir,
}

impl Town {
    /// Imports these listings and the postcodes, and starts a server.
    pub fn start(db: &TestDatabase, listings: &[Listing]) -> Town {
        Town::with(db, listings, |launch| launch)
    }

    /// The same, with a server that is started as a test wants it.
    pub fn with(
        db: &TestDatabase,
        listings: &[Listing],
        wish: impl FnOnce(Launch) -> Launch,
    ) -> Town {
        let files = temporary_folder();
        let postcodes = files.path().join("postcodes.csv");
        std::fs::write(&postcodes, POSTCODES).expect("a file in a temporary folder");
        done(&command(
            db.url(),
            &["import", "postcodes", &text(&postcodes)],
        ));
        import(db.url(), listings);
        Town {
            server: wish(Launch::new(db.url())).start(),
            database: db.url().to_owned(),
            files,
        }
    }

    /// Imports listings while the server runs.
    pub fn import(&self, listings: &[Listing]) -> String {
        import(&self.database, listings)
    }

    /// A file that is removed with the town; nothing is in it yet.
    pub fn file(&self, name: &str) -> String {
        text(&self.files.path().join(name))
    }

    /// Without a key.
    pub fn anyone(&self) -> Client {
        self.server.client()
    }

    /// With a key of a role that belongs to no organisation.
    pub fn with_role(&self, role: &str) -> Client {
        self.anyone().with_key(&key(&self.database, role, None))
    }

    pub fn steward(&self) -> Client {
        self.with_role("steward")
    }

    /// With a key of the provider that this organisation is.
    pub fn provider(&self, organization: u32) -> Client {
        let key = key(&self.database, "provider", Some(organization));
        self.anyone().with_key(&key)
    }

    /// The answer to a search; `query` as after the question mark.
    #[track_caller]
    pub fn search(&self, query: &str) -> Value {
        search(&self.anyone(), query)
    }

    /// The names of what a search finds, in its order.
    #[track_caller]
    pub fn names(&self, query: &str) -> Vec<String> {
        names(&self.search(query))
    }
}

/// The answer to a search by this client.
#[track_caller]
pub fn search(client: &Client, query: &str) -> Value {
    let reply = client.get(&format!("/api/v1/search?{query}"));
    reply.expect(200).body
}

/// The names of what was found, in order.
pub fn names(answer: &Value) -> Vec<String> {
    let found = answer["contents"].as_array().expect("contents");
    let name = |found: &Value| found["name"].as_str().expect("a name").to_owned();
    found.iter().map(name).collect()
}

/// What was found under this name.
#[track_caller]
pub fn found<'a>(answer: &'a Value, name: &str) -> &'a Value {
    let contents = answer["contents"].as_array().expect("contents");
    let found = contents.iter().find(|found| found["name"] == name);
    found.unwrap_or_else(|| panic!("{name} was not found: {answer:#}"))
}

/// Imports listings into the database at this address, and returns the summary.
pub fn import(database: &str, listings: &[Listing]) -> String {
    let files = temporary_folder();
    let file = files.path().join("listings.json");
    let records: Vec<Value> = listings.iter().map(Listing::record).collect();
    std::fs::write(&file, Value::from(records).to_string()).expect("a file in a temporary folder");
    done(&command(database, &["import", "hsds", &text(&file)]))
}

/// Makes a key.
pub fn key(database: &str, role: &str, organization: Option<u32>) -> String {
    let organization = organization.map(organization_id);
    let mut arguments = vec!["key", "create", "--role", role, "--name", "a test"];
    if let Some(id) = &organization {
        arguments.extend(["--organization", id]);
    }
    done(&command(database, &arguments)).trim().to_owned()
}

/// Runs a command over the database at this address.
pub fn command(database: &str, arguments: &[&str]) -> Output {
    run(&[&["--database", database], arguments].concat())
}

/// What a command that ended well printed on standard output.
#[track_caller]
pub fn done(output: &Output) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}\n{errors}", output.status);
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Looks until there is something to see, for some seconds.
#[track_caller]
pub fn soon<T>(what: &str, look: impl FnMut() -> Option<T>) -> T {
    within(SOON, look).unwrap_or_else(|| panic!("not within {SOON:?}: {what}"))
}

/// Looks until there is something to see, for this long.
pub fn within<T>(time: Duration, mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let begun = Instant::now();
    loop {
        if let Some(seen) = look() {
            return Some(seen);
        }
        if begun.elapsed() > time {
            return None;
        }
        std::thread::sleep(LOOK_EVERY);
    }
}

/// The time so many seconds from now, as the API takes it.
pub fn in_seconds(seconds: i64) -> String {
    let time = Timestamp::now() + SignedDuration::from_secs(seconds);
    format!("{time:.3}")
}

/// The address of a service's room.
pub fn room_of(listing: &Listing) -> String {
    format!("/api/v1/services/{}/capacity", listing.id())
}

/// Says how much room there is.
pub fn say(client: &Client, listing: &Listing, body: &Value) -> Reply {
    client.put(&room_of(listing), body)
}

fn text(path: &std::path::Path) -> String {
    PathBuf::from(path).display().to_string()
}
