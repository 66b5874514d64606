//! Providers who say how much room they have, many at once, one by one or thousands of lines in a
//! request.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use crate::flush::Rate;
use crate::support::client::Client;
use crate::support::latencies::Latencies;
use crate::support::random::Random;
use crate::support::world::Service;

/// Requests that a writer has ready, to send them in turns.
const READY: usize = 16;

/// To whom they write, and of what.
#[derive(Clone, Copy)]
pub struct Town<'a> {
    /// Where the server listens.
    pub address: SocketAddr,
    /// A key that may say everything.
    pub key: &'a str,
    /// Services with one line each.
    pub services: &'a [Service],
}

/// How they write.
#[derive(Debug, Clone, Copy)]
pub struct Way {
    /// Lines in a request; none for a `PUT` of one statement.
    pub lines: Option<usize>,
    /// Statements a second that all of them make together at most.
    pub pace: Option<f64>,
}

/// What they wrote.
#[derive(Default)]
pub struct Written {
    /// Statements that were answered as recorded.
    pub statements: usize,
    /// How long each request took.
    pub requests: Latencies,
}

/// So many write at once for a while; how many statements that were, and how long each request took.
pub fn write(town: Town, way: Way, writers: usize, turn: Duration) -> (Rate, Latencies) {
    let (mut statements, mut requests) = (0, Latencies::default());
    let begun = Instant::now();
    std::thread::scope(|scope| {
        let start = |number| scope.spawn(move || one(town, way, writers, number, begun + turn));
        let threads: Vec<_> = (0..writers).map(start).collect();
        for thread in threads {
            let written = thread.join().expect("a writer that lasts");
            statements += written.statements;
            requests.extend(written.requests);
        }
    });
    (Rate::of(statements, begun.elapsed()), requests)
}

fn one(town: Town, way: Way, writers: usize, number: usize, until: Instant) -> Written {
    let mut client = Client::with_key(town.address, town.key);
    let mut chance = Random::of(9, number as u64 ^ u64::from(until.elapsed().subsec_nanos()));
    let ready: Vec<(String, String)> = (0..READY)
        .map(|_| request(town, way, &mut chance))
        .collect();
    let pause = way.pace.map(|pace| {
        let lines = way.lines.unwrap_or(1) * writers;
        Duration::from_secs_f64(lines as f64 / pace)
    });
    let mut due = Instant::now();
    let mut written = Written::default();
    for (path, body) in ready.iter().cycle() {
        if let Some(pause) = pause {
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            due += pause;
        }
        if Instant::now() >= until {
            break;
        }
        written.statements += send(&mut client, way, path, body, &mut written.requests);
    }
    written
}

fn request(town: Town, way: Way, chance: &mut Random) -> (String, String) {
    let states = ["open", "full"];
    let Some(lines) = way.lines else {
        let path = format!(
            "/api/v1/services/{}/capacity",
            chance.pick(town.services).id
        );
        return (path, format!(r#"{{"state":"{}"}}"#, chance.word(&states)));
    };
    let line = |_| {
        let (id, state) = (&chance.pick(town.services).id, chance.word(&states));
        format!("{{\"service_id\":\"{id}\",\"state\":\"{state}\"}}\n")
    };
    let body = (0..lines).map(line).collect();
    ("/api/v1/capacity/bulk".into(), body)
}

/// Sends a request; how many statements were recorded, which are all that it makes.
fn send(client: &mut Client, way: Way, path: &str, body: &str, took: &mut Latencies) -> usize {
    let Some(lines) = way.lines else {
        let status = took.time(|| client.put(path, body).status);
        assert_eq!(status, 200, "a statement of a writer");
        return 1;
    };
    let reply = took.time(|| {
        let reply = client.post(path, "application/x-ndjson", body);
        assert_eq!(reply.status, 200, "many statements of a writer");
        recorded(reply.body)
    });
    assert_eq!(reply, lines, "each line is answered 200");
    lines
}

/// Lines that are answered with 200, which is said in their second field.
fn recorded(answers: &[u8]) -> usize {
    let second = |line: &[u8]| {
        let mut fields = line.split(|byte| *byte == b',');
        fields.nth(1) == Some(br#""status":200"#)
    };
    let lines = answers.split(|byte| *byte == b'\n');
    lines.filter(|line| second(line)).count()
}
