//! Headroom beside PostgreSQL and SQLite: the same questions over the same services, in one run on one
//! machine, each of the three over loopback and each tuned as well as we know how.

mod answer;
mod asking;
mod cells;
mod kept;
mod listing;
mod morton;
mod postgres;
mod question;
mod same;
mod sqlite;
#[path = "../support/mod.rs"]
mod support;
mod turns;
mod words;

use asking::{Clients, Form, Who};
use kept::Peers;
use question::read_all;
use std::process::ExitCode;
use support::client::Client;
use support::folder::Folder;
use support::latencies::{HEADING, promise_at_least};
use support::machine;
use support::options::Options;
use support::program::Server;
use support::world::World;
use turns::{alone, together};

/// Services, unless asked otherwise.
const SERVICES: usize = 1_000_000;
/// How many times longer each of the peers takes, at the median.
const AT_MEDIAN: [(Who, f64); 2] = [(Who::Postgres, 10.0), (Who::Sqlite, 15.0)];
/// The same at the 99th percentile.
const AT_WORST: [(Who, f64); 1] = [(Who::Postgres, 20.0)];
/// How many times more questions are answered with many clients.
const MANY: f64 = 20.0;

fn main() -> ExitCode {
    let options = Options::read_with(SERVICES);
    match postgres::is_installed().and_then(|()| compare(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn compare(options: &Options) -> Result<(), String> {
    let world = World::new(options.services);
    let folder = Folder::prepared(options, &world);
    let peers = Peers::start(&folder, options.services)?;
    let server = Server::start(&folder.path);
    let mut client = Client::new(server.address);
    let questions = read_all(&world, &peers.tags, &mut client);
    println!(
        "peers: {} services, {} questions, every other one for what has room, such as {}",
        options.services,
        questions.len(),
        questions[0].path
    );
    machine::describe();
    let forms: Vec<Form> = questions.iter().map(Form::of).collect();
    let mut clients = Clients::new(server.address, &peers);
    same::tell(&questions, &forms, &mut clients);
    if let Some(number) = std::env::var("PEERS_EXPLAIN")
        .ok()
        .and_then(|n| n.parse::<usize>().ok())
    {
        println!(
            "{:?}\n{}",
            questions[number],
            clients.explain(&forms[number])
        );
    }
    one(&forms, &mut clients, options.seconds);
    many(&forms, &server, &peers, options.seconds);
    println!(
        "\nmemory of Headroom: {} MiB",
        server.memory().unwrap_or_default() >> 20
    );
    Ok(())
}

fn one(forms: &[Form], clients: &mut Clients, seconds: f64) {
    let measured = alone(forms, clients, seconds);
    println!("\n1 connection to each, every question to each in turn");
    println!("  {:12}{HEADING}", "");
    let sorted = measured.map(|latencies| latencies.sorted());
    for (who, sorted) in Who::ALL.iter().zip(&sorted) {
        println!("  {who:12}{sorted}");
    }
    let ratio = |who: Who, share: f64| sorted[who as usize].at(share) / sorted[0].at(share);
    for who in [Who::Postgres, Who::Sqlite] {
        let ratios = [0.5, 0.9, 0.99, 1.0].map(|share| ratio(who, share));
        let [p50, p90, p99, most] = ratios;
        let what = format!("{who}/Headroom");
        println!("  {what:19}{p50:5.1} x{p90:7.1} x{p99:7.1} x{most:7.1} x");
    }
    for (who, least) in AT_MEDIAN {
        promise_at_least(&format!("{who}/Headroom at p50"), ratio(who, 0.5), least);
    }
    for (who, least) in AT_WORST {
        promise_at_least(&format!("{who}/Headroom at p99"), ratio(who, 0.99), least);
    }
}

fn many(forms: &[Form], server: &Server, peers: &Peers, seconds: f64) {
    let rates = together(forms, server, peers, seconds);
    println!(
        "\n{} clients at once, each of the three for some seconds in turn",
        turns::CLIENTS
    );
    for (who, rate) in Who::ALL.iter().zip(rates) {
        println!("  {who:12}{rate:10.1} questions a second");
    }
    for who in [Who::Postgres, Who::Sqlite] {
        let ratio = rates[0] / rates[who as usize];
        promise_at_least(&format!("Headroom/{who}"), ratio, MANY);
    }
}
