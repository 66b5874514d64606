//! Two servers, each with a data folder of its own, on one PostgreSQL.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use headroom::db::{Database, Kind};
use serde_json::{Value, json};

use crate::support::chance::Chance;
use crate::support::town::{names, say, search, within};
use crate::support::{Client, Listing, Server, TestDatabase, Town, service};

/// How soon one node shows what was changed through another.
const PROMISED: Duration = Duration::from_secs(1);
/// On a machine that is busy with other tests a second may pass unnoticed: of this many changes in
/// a row one must be seen in time.
const CHANCES: usize = 5;

fn lunch() -> Listing {
    service(1, "Lunch")
}

/// Two nodes over one database.
fn nodes(db: &TestDatabase) -> (Town, Server) {
    let town = Town::start(db, &[lunch()]);
    let other = Server::start(db);
    (town, other)
}

/// Makes changes until one of them is seen in the time that was promised.
#[track_caller]
fn seen_in_time(what: &str, mut change: impl FnMut(usize), mut is_seen: impl FnMut(usize) -> bool) {
    for number in 1..=CHANCES {
        change(number);
        if within(PROMISED, || is_seen(number).then_some(())).is_some() {
            return;
        }
    }
    panic!("{what}: {CHANCES} times not within {PROMISED:?}");
}

#[test]
fn room_that_changes_on_one_node_is_seen_on_the_other_within_a_second() {
    let db = TestDatabase::postgres();
    let (town, other) = nodes(&db);
    let (steward, other) = (town.steward(), other.client());
    let places = |answer: &Value| answer["contents"][0]["availability"]["places_free"].clone();
    seen_in_time(
        "room",
        |number| {
            say(
                &steward,
                &lunch(),
                &json!({ "state": "open", "places_free": number }),
            )
            .expect(200);
        },
        |number| places(&search(&other, "q=lunch")) == number,
    );
}

#[test]
fn a_listing_that_changes_is_seen_on_both_nodes_within_a_second() {
    let db = TestDatabase::postgres();
    let (town, other) = nodes(&db);
    let clients = [town.anyone(), other.client()];
    let name = |number: usize| format!("Lunch {number}");
    seen_in_time(
        "a listing",
        |number| drop(town.import(&[service(1, &name(number))])),
        |number| {
            clients
                .iter()
                .all(|client| names(&search(client, "q=lunch")) == [name(number)])
        },
    );
}

#[test]
fn both_nodes_change_the_same_room_in_turn() {
    let db = TestDatabase::postgres();
    let (town, other) = nodes(&db);
    let here = town.steward();
    let there =
        other
            .client()
            .with_key(&crate::support::town::key(&town.database, "steward", None));
    for round in 1..=10 {
        let client = if round % 2 == 0 { &here } else { &there };
        let body = json!({ "state": "open", "places_free": round });
        let said = say(client, &lunch(), &body).expect(200).body;
        assert_eq!(said["version"], round);
        // Whoever is told sees it at once, on the node that told them.
        let room = search(client, "q=lunch")["contents"][0]["availability"].clone();
        assert_eq!(room["places_free"], round);
    }
}

const WRITERS: usize = 4;
const CHANGES: usize = 60;

/// Changes that take their time before they commit, so that they end in another order than they
/// began in.
fn write_slowly(database: &Database, writer: usize) {
    let mut chance = Chance::seeded(writer as u64);
    for change in 0..CHANGES {
        let pause = Duration::from_millis(chance.below(8) as u64);
        let about = format!("{writer}-{change}");
        let written = database.write(move |tx| {
            tx.changed(Kind::Capacity, about);
            std::thread::sleep(pause);
            Ok(())
        });
        written.expect("a change is written");
    }
}

/// Reads the feed from `after` on until it has all and nobody writes any more.
fn follow(client: &Client, after: i64, done: &AtomicBool) -> Vec<(i64, String)> {
    let (mut read, mut after) = (Vec::new(), after);
    loop {
        let was_done = done.load(Ordering::Acquire);
        let reply = client
            .get(&format!("/api/v1/changes?after={after}&limit=7"))
            .expect(200);
        let changes = reply.body["contents"].as_array().expect("contents");
        if changes.is_empty() && was_done {
            return read;
        }
        for change in changes {
            let seq = change["seq"].as_i64().expect("a number");
            read.push((seq, change["id"].as_str().expect("an id").to_owned()));
        }
        after = reply.body["next"].as_i64().expect("a number");
    }
}

#[test]
fn four_slow_writers_lose_nothing_to_whoever_follows() {
    let db = TestDatabase::postgres();
    let (town, other) = nodes(&db);
    let before = town
        .anyone()
        .get("/api/v1/changes?after=0")
        .expect(200)
        .body["latest"]
        .as_i64()
        .expect("a number");
    let database = Database::open(&db.url().parse().expect("its URL")).expect("the database");
    let done = AtomicBool::new(false);
    let read = std::thread::scope(|scope| {
        let clients = [town.anyone(), other.client()];
        let followers = clients.map(|client| {
            let done = &done;
            scope.spawn(move || follow(&client, before, done))
        });
        let writers = (0..WRITERS).map(|writer| {
            let database = database.clone();
            scope.spawn(move || write_slowly(&database, writer))
        });
        let writers: Vec<_> = writers.collect();
        let outcomes: Vec<_> = writers.into_iter().map(|writer| writer.join()).collect();
        done.store(true, Ordering::Release);
        assert!(
            outcomes.iter().all(Result::is_ok),
            "every writer writes all"
        );
        followers.map(|follower| follower.join().expect("a follower reads all"))
    });
    for read in read {
        let numbers: Vec<i64> = read.iter().map(|(seq, _)| *seq).collect();
        let expected: Vec<i64> = (before + 1..=before + (WRITERS * CHANGES) as i64).collect();
        assert_eq!(
            numbers, expected,
            "every number once, in order, without gaps"
        );
        let mut each: BTreeMap<&str, usize> = BTreeMap::new();
        read.iter()
            .for_each(|(_, id)| *each.entry(id.as_str()).or_default() += 1);
        assert!(each.len() == WRITERS * CHANGES && each.values().all(|count| *count == 1));
    }
}
