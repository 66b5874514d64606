//! Whether room is shown at once: each statement is followed by a search that must show it. And how
//! many statements can be made in a second by many providers at once.

mod support;

use serde_json::Value;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};
use support::client::Client;
use support::folder::Folder;
use support::latencies::{HEADING, Latencies};
use support::machine;
use support::options::Options;
use support::program::Server;
use support::questions::escaped;
use support::random::Random;
use support::world::{Service, World};

/// Writers at once.
const WRITERS: usize = 64;
/// Flushes to disk that are timed, for comparison.
const FLUSHES: usize = 1000;
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
    flushes(&copy.0.path);
    one_by_one(&server, &copy.0.key, &services, options.times);
    at_once(&server, &copy.0.key, &services, options.seconds);
}

/// The least that it takes to make something last on this disk.
fn flushes(folder: &Path) {
    let path = folder.join("flushed");
    let mut file = File::create(path).expect("a file in the data folder");
    let mut flushed = Latencies::default();
    for _ in 0..FLUSHES {
        flushed.time(|| {
            file.write_all(&[7; 64])
                .and_then(|()| file.sync_data())
                .expect("written")
        });
    }
    println!("\n  {:28}{HEADING}", "for comparison");
    println!("  {:28}{}", "64 bytes flushed to disk", flushed.sorted());
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
fn at_once(server: &Server, key: &str, services: &[Service], seconds: f64) {
    let mut all = Latencies::default();
    let begun = Instant::now();
    let until = begun + Duration::from_secs_f64(seconds);
    std::thread::scope(|scope| {
        let start =
            |number: u64| scope.spawn(move || write_until(until, server, key, services, number));
        let writers: Vec<_> = (0..WRITERS as u64).map(start).collect();
        for writer in writers {
            all.extend(writer.join().expect("a writer that lasts"));
        }
    });
    let rate = all.count() as f64 / begun.elapsed().as_secs_f64();
    println!("\n{WRITERS} writers at once: {rate:.0} statements a second");
    println!("  {:28}{HEADING}", "");
    println!("  {:28}{}", "statement (PUT)", all.sorted());
}

fn write_until(
    until: Instant,
    server: &Server,
    key: &str,
    services: &[Service],
    number: u64,
) -> Latencies {
    let mut client = Client::with_key(server.address, key);
    let mut chance = Random::of(9, number);
    let mut written = Latencies::default();
    while Instant::now() < until {
        let path = format!("/api/v1/services/{}/capacity", chance.pick(services).id);
        let body = chance.pick(&[r#"{"state":"open"}"#, r#"{"state":"full"}"#]);
        let status = written.time(|| client.put(&path, body).status);
        assert_eq!(status, 200, "a statement of a writer");
    }
    written
}
