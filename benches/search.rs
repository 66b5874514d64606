//! How long a search takes beside the least that the same server can do, asked over the same
//! connection by the same client in the same run.

mod support;

use std::time::{Duration, Instant};
use support::client::Client;
use support::folder::Folder;
use support::latencies::{HEADING, Latencies, promise};
use support::machine;
use support::options::Options;
use support::program::{Server, start_up};
use support::questions::{COUNT, Kind, questions};
use support::world::World;

/// The least that the server can do.
const HEALTH: &str = "/health/live";
/// Starts of which the median is taken.
const STARTS: usize = 5;
/// Connections that ask at once.
const AT_ONCE: usize = 8;
/// How long all connections ask the same before all of them turn to the other.
const TURN: Duration = Duration::from_millis(250);
/// What is promised of a search, as multiples of the least.
const PROMISED: [f64; 2] = [6.0, 20.0];
/// Seconds that a start with an existing index may take.
const PROMISED_START: f64 = 3.0;

fn main() {
    let options = Options::read();
    let world = World::new(options.services);
    let folder = Folder::prepared(&options, &world);
    println!(
        "search: {} services, SQLite, {} questions of each kind",
        options.services, COUNT
    );
    machine::describe();
    time_starts(&folder, options.services);
    let server = Server::start(&folder.path);
    let kinds = [Kind::Whole, Kind::Words, Kind::Place, Kind::Deep];
    for kind in kinds {
        let paths = questions(&world, kind);
        describe(&server, kind, &paths);
        let measured = alone(&server, &paths, options.seconds);
        tell("1 connection, in turns", &measured, kind == Kind::Whole);
        if kind == Kind::Whole {
            let measured = together(&server, &paths, options.seconds);
            tell("8 connections, in turns", &measured, true);
        }
    }
    let memory = server.memory().unwrap_or_default() >> 20;
    println!("\nmemory of the server: {memory} MiB");
}

fn time_starts(folder: &Folder, services: usize) {
    let mut starts = Latencies::default();
    for _ in 0..STARTS {
        starts.time(|| start_up(&folder.path));
    }
    let seconds = starts.sorted().median() / 1000.0;
    println!(
        "\nstart to the first answer, {services} services, median of {STARTS}: {seconds:.2} s"
    );
    promise("seconds", seconds, PROMISED_START);
}

/// What was measured of both.
#[derive(Default)]
struct Measured {
    health: Latencies,
    search: Latencies,
}

/// Says how much the questions find and how large the answers are; warms everything up, too.
fn describe(server: &Server, kind: Kind, paths: &[String]) {
    let mut client = Client::new(server.address);
    let (mut bytes, mut found, mut empty, mut widened) = (0, 0, 0, 0);
    for path in paths {
        let reply = client.get(path);
        let text = String::from_utf8_lossy(reply.body);
        assert_eq!(reply.status, 200, "{path}: {text}");
        let answer: serde_json::Value = serde_json::from_slice(reply.body).expect("JSON");
        bytes += reply.body.len();
        found += answer["total_items"].as_u64().unwrap_or_default();
        empty += usize::from(answer["empty"] == true);
        let relaxed = answer["interpretation"]["relaxed"].as_array();
        widened += usize::from(relaxed.is_some_and(|relaxed| !relaxed.is_empty()));
    }
    let count = paths.len() as u64;
    println!(
        "\n{kind:?}, such as {}\n  mean answer {} bytes; {} found on average; of {count} pages \
         {empty} empty, {widened} widened",
        paths[0],
        bytes as u64 / count,
        found / count
    );
}

/// One connection: the least and a search, one after the other.
fn alone(server: &Server, paths: &[String], seconds: f64) -> Measured {
    let mut client = Client::new(server.address);
    let mut measured = Measured::default();
    let begun = Instant::now();
    let until = Duration::from_secs_f64(seconds);
    for path in paths.iter().cycle() {
        measured.health.time(|| client.get(HEALTH).status);
        measured.search.time(|| client.get(path).status);
        if begun.elapsed() > until {
            break;
        }
    }
    measured
}

/// Many connections at once: all of them ask for the least for a while, then all of them search,
/// so that neither waits behind the other.
fn together(server: &Server, paths: &[String], seconds: f64) -> Measured {
    let begun = Instant::now();
    let turns = (seconds / TURN.as_secs_f64()).ceil() as u128;
    let mut all = Measured::default();
    std::thread::scope(|scope| {
        let start = |number: usize| {
            let skip = number * paths.len() / AT_ONCE;
            scope.spawn(move || one_of_many(server, paths, skip, begun, turns))
        };
        let threads: Vec<_> = (0..AT_ONCE).map(start).collect();
        for thread in threads {
            let measured = thread.join().expect("a connection that lasts");
            all.health.extend(measured.health);
            all.search.extend(measured.search);
        }
    });
    all
}

/// One connection of many; whose turn it is, the clock says to all of them alike.
fn one_of_many(
    server: &Server,
    paths: &[String],
    skip: usize,
    begun: Instant,
    turns: u128,
) -> Measured {
    let mut client = Client::new(server.address);
    let mut measured = Measured::default();
    let mut paths = paths.iter().cycle().skip(skip);
    loop {
        let turn = begun.elapsed().as_nanos() / TURN.as_nanos();
        match (turn < turns, turn % 2, paths.next()) {
            (true, 0, _) => measured.health.time(|| client.get(HEALTH).status),
            (true, _, Some(path)) => measured.search.time(|| client.get(path).status),
            _ => return measured,
        };
    }
}

fn tell(how: &str, measured: &Measured, promised: bool) {
    let (health, search) = (measured.health.sorted(), measured.search.sorted());
    println!("  {how:24}{HEADING}");
    println!("  {HEALTH:24}{health}");
    println!("  {:24}{search}", "search");
    let ratios = [0.5, 0.99].map(|share| search.at(share) / health.at(share));
    println!("  {:24}{:9.2}{:18.2}", "ratio", ratios[0], ratios[1]);
    if promised {
        promise("ratio of p50", ratios[0], PROMISED[0]);
        promise("ratio of p99", ratios[1], PROMISED[1]);
    }
}
