//! Whether room is shown at once: each statement is followed by a search that must show it. And how
//! many statements can be made in a second by many providers at once, and what that costs searches.

mod beside;
mod flush;
#[path = "../support/mod.rs"]
mod support;
mod writers;

use serde_json::Value;
use std::time::Duration;
use support::client::Client;
use support::folder::Folder;
use support::latencies::{HEADING, Latencies};
use support::machine;
use support::options::Options;
use support::program::Server;
use support::questions::{Kind, escaped, questions};
use support::random::Random;
use support::world::{Service, World};
use writers::{Town, Way, write};

/// Writers at once.
const WRITERS: usize = 64;
/// Misses that are told one by one.
const TOLD: usize = 5;

fn main() {
    let options = Options::read();
    let world = World::new(options.services);
    // A service at one place has one line, and so one answer to whether there is room.
    let services: Vec<Service> = world.services().filter(|s| s.places.len() == 1).collect();
    let copy = Folder::prepared(&options, &world).copy();
    let server = Server::start(&copy.0.path);
    println!("room: {} services, SQLite", options.services);
    machine::describe();
    let town = Town {
        address: server.address,
        key: &copy.0.key,
        services: &services,
    };
    flush::describe(&copy.0.path);
    one_by_one(&server, &copy.0.key, &services, options.times);
    at_once(town, options.seconds);
    let paths = questions(&world, Kind::Whole);
    let rounds = (options.seconds / 2.0).ceil() as usize;
    beside::compare(town, &copy.0.path, &paths, rounds);
}

/// What came of the statements and searches that took turns.
#[derive(Default)]
struct Seen {
    writes: Latencies,
    searches: Latencies,
    at_once: usize,
    misses: Vec<String>,
}

fn one_by_one(server: &Server, key: &str, services: &[Service], times: usize) {
    let mut client = Client::with_key(server.address, key);
    let mut chance = Random::new(8);
    let mut seen = Seen::default();
    for number in 0..times {
        let service = chance.pick(services);
        say_and_look(&mut client, service, number, &mut seen);
    }
    println!("\none client, a statement and a search that must show it, in turns");
    println!("  {:28}{HEADING}", "");
    println!("  {:28}{}", "statement (PUT)", seen.writes.sorted());
    println!("  {:28}{}", "search", seen.searches.sorted());
    let verdict = if seen.at_once == times {
        "kept"
    } else {
        "MISSED"
    };
    println!(
        "  promise: {} of {times} seen by the very next search: {verdict}",
        seen.at_once
    );
    seen.misses
        .iter()
        .take(TOLD)
        .for_each(|miss| println!("  not seen: {miss}"));
}

/// One statement, open or full in turns, and the search after it: by the service's own word, every
/// other time from its place.
fn say_and_look(client: &mut Client, service: &Service, number: usize, seen: &mut Seen) {
    let body = [r#"{"state":"open"}"#, r#"{"state":"full"}"#][number % 2];
    let path = format!("/api/v1/services/{}/capacity", service.id);
    let said = seen.writes.time(|| answer(client.put(&path, body)));
    let look = search_for(service, (number / 2).is_multiple_of(2));
    let found = seen.searches.time(|| json(client.get(&look)));
    let verdict = verdict(service, &said, &found, number.is_multiple_of(2));
    match verdict {
        true => seen.at_once += 1,
        false => seen.misses.push(format!("{} {said}: {look}", service.id)),
    }
}

fn answer(reply: support::client::Reply) -> Value {
    let text = String::from_utf8_lossy(reply.body);
    assert_eq!(reply.status, 200, "{text}");
    json(reply)
}

fn json(reply: support::client::Reply) -> Value {
    serde_json::from_slice(reply.body).expect("JSON")
}

fn search_for(service: &Service, from_its_place: bool) -> String {
    let word = escaped(&service.word);
    let (lat, lon) = service.places[0].at;
    match from_its_place {
        true => format!("/api/v1/search?q={word}&near={lat:.5},{lon:.5}&within_km=2"),
        false => format!("/api/v1/search?q={word}"),
    }
}

/// Open must be among the answers with just this statement; full must be gone from them and counted
/// as hidden.
fn verdict(service: &Service, said: &Value, found: &Value, open: bool) -> bool {
    let contents = found["contents"].as_array().into_iter().flatten();
    let mine = contents
        .into_iter()
        .find(|entry| entry["id"] == service.id.as_str());
    match (open, mine) {
        (true, Some(entry)) => entry["availability"]["version"] == said["version"],
        (false, None) => found["hidden"]["full"].as_u64() > Some(0),
        _ => false,
    }
}

/// Many providers at once, each with a connection of its own.
fn at_once(town: Town, seconds: f64) {
    let way = Way {
        lines: None,
        pace: None,
    };
    let (rate, requests) = write(town, way, WRITERS, Duration::from_secs_f64(seconds));
    let rate = rate.per_second();
    println!("\n{WRITERS} writers at once: {rate:.0} statements a second");
    println!("  {:28}{HEADING}", "");
    println!("  {:28}{}", "statement (PUT)", requests.sorted());
}
