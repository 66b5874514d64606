//! Many clients that change the room of the same few services at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Barrier;

use headroom::db::{Database, Kind, Tx, changes};
use headroom::error::Error;
use serde_json::{Value, json};

use crate::support::town::{room_of, say};
use crate::support::{Client, Listing, Town, on_both_databases, service};

const CLIENTS: usize = 50;
const CHANGES: usize = 8;

fn services() -> Vec<Listing> {
    (1..=4)
        .map(|number| service(number, &format!("Service {number}")))
        .collect()
}

/// Every change that one client makes, as (service, version), each acknowledged.
fn make_changes(client: &Client, number: usize, services: &[Listing]) -> Vec<(String, i64)> {
    let mut made = Vec::new();
    for change in 0..CHANGES {
        let listing = &services[(number + change) % services.len()];
        let body = json!({ "state": "open", "places_free": change + 1, "note": format!("client {number}") });
        let said = say(client, listing, &body).expect(200).body;
        let version = said["version"].as_i64().expect("a version");
        made.push((listing.id(), version));
    }
    made
}

/// All of the history of a service, newest first.
fn history(client: &Client, listing: &Listing) -> Vec<Value> {
    let mut all = Vec::new();
    for page in 1.. {
        let path = format!("{}/history?per_page=100&page={page}", room_of(listing));
        let body = client.get(&path).expect(200).body;
        all.extend(body["contents"].as_array().expect("contents").clone());
        if body["last_page"] == true {
            break;
        }
    }
    all
}

on_both_databases! {
    /// Nobody is turned away, no version is given twice or left out, and the history has them all.
    fn fifty_clients_at_once_lose_nothing(db: &TestDatabase) {
        let services = services();
        let town = Town::start(db, &services);
        let steward = town.steward();
        let start = Barrier::new(CLIENTS);
        let made: Vec<(String, i64)> = std::thread::scope(|scope| {
            let clients = (0..CLIENTS).map(|number| {
                let (steward, services, start) = (&steward, &services, &start);
                scope.spawn(move || {
                    start.wait();
                    make_changes(steward, number, services)
                })
            });
            let clients: Vec<_> = clients.collect();
            clients.into_iter().flat_map(|client| client.join().expect("every change is taken")).collect()
        });
        let mut versions: BTreeMap<String, Vec<i64>> = BTreeMap::new();
        for (id, version) in made {
            versions.entry(id).or_default().push(version);
        }
        for listing in &services {
            let mut given = versions.remove(&listing.id()).expect("changes of each service");
            given.sort_unstable();
            let last = given.len() as i64;
            assert_eq!(given, (1..=last).collect::<Vec<_>>(), "each version is given once");
            let kept: Vec<i64> = history(&steward, listing).iter().map(|past| past["version"].as_i64().unwrap()).collect();
            assert_eq!(kept, (1..=last).rev().collect::<Vec<_>>(), "the history has each version");
            assert_eq!(town.anyone().get(&room_of(listing)).body["version"], last);
        }
        let shown = town.search("availability=any&sort=name");
        for found in shown["contents"].as_array().unwrap() {
            assert_eq!(found["availability"]["version"], (CLIENTS * CHANGES / 4) as i64);
        }
    }

    /// Writes that share a commit, of threads that wait and of tasks that do not: the feed has each that
    /// was kept, numbered without a gap, and nothing of those that failed.
    fn of_many_writes_at_once_those_that_fail_leave_no_trace(db: &TestDatabase) {
        let database = Database::open(&db.url().parse().expect("its URL")).expect("the database");
        let before = database.read(changes::latest).expect("the last number");
        std::thread::scope(|scope| {
            for writer in 0..8 {
                let database = &database;
                scope.spawn(move || write_or_fail(database, writer));
            }
        });
        let rows = database.read(|conn| changes::after(conn, before, 1000)).expect("the feed");
        let numbers: Vec<i64> = rows.iter().map(|row| row.seq).collect();
        assert_eq!(numbers, (before + 1..=before + rows.len() as i64).collect::<Vec<_>>());
        let told: BTreeSet<String> = rows.iter().map(|row| row.id.clone()).collect();
        let kept = (0..8).flat_map(|writer| (0..CHANGES).map(move |change| (writer, change)));
        let kept = kept.filter(|(_, change)| change % 3 != 0);
        assert_eq!(told, kept.map(|(writer, change)| format!("{writer}-{change}")).collect());
        assert_eq!(told.len(), rows.len(), "each is told once");
    }
}

/// Writes again and again, half of it without a thread that waits; every third write fails.
fn write_or_fail(database: &Database, writer: usize) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    for change in 0..CHANGES {
        let work = move |tx: &mut Tx| {
            tx.changed(Kind::Capacity, format!("{writer}-{change}"));
            match change % 3 {
                0 => Err(Error::Conflict("on purpose".into())),
                _ => Ok(change),
            }
        };
        let outcome = match change % 2 {
            0 => database.write(work),
            _ => runtime.block_on(database.write_soon(work)),
        };
        assert_eq!(outcome.is_err(), change % 3 == 0, "{outcome:?}");
    }
}
