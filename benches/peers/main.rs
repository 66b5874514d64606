//! Headroom beside PostgreSQL and SQLite: the same questions over the same services, in one run on one
//! machine, each of the three over loopback and each tuned as well as we know how.

mod answer;
mod asking;
mod cells;
mod kept;
mod listing;
mod postgres;
mod question;
mod same;
mod sqlite;
#[path = "../support/mod.rs"]
mod support;
mod turns;
mod way;
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
use way::Way;

/// Services, unless asked otherwise.
const SERVICES: usize = 1_000_000;
/// How many times longer the peers take, at the median: PostgreSQL, SQLite.
const AT_MEDIAN: [f64; 2] = [10.0, 15.0];
/// How many times longer PostgreSQL takes at the 99th percentile.
const AT_WORST: f64 = 20.0;
/// How many times fewer questions either of them answers, with many clients.
const MANY: f64 = 20.0;

fn main() -> ExitCode {
    let options = Options::with_services(SERVICES);
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
    println!("  {:19}{HEADING}", "");
    let sorted = measured.map(|latencies| latencies.sorted());
    for (who, sorted) in Who::ALL.iter().zip(&sorted) {
        println!("  {who:19}{sorted}");
    }
    println!("  times as long as Headroom");
    for (who, sorted_one) in Who::ALL.iter().zip(&sorted).skip(1) {
        let ratios = [0.5, 0.9, 0.99, 1.0].map(|share| sorted_one.at(share) / sorted[0].at(share));
        let [p50, p90, p99, most] = ratios;
        println!("  {who:19}{p50:9.1}{p90:9.1}{p99:9.1}{most:9.1}");
    }
    let ratio = |who: Who, share: f64| sorted[who.index()].at(share) / sorted[0].at(share);
    for way in Way::ALL {
        let (postgres, sqlite) = (Who::Postgres(way), Who::Sqlite(way));
        println!("  {way}");
        promise_at_least(
            "PostgreSQL/Headroom at p50",
            ratio(postgres, 0.5),
            AT_MEDIAN[0],
        );
        promise_at_least(
            "PostgreSQL/Headroom at p99",
            ratio(postgres, 0.99),
            AT_WORST,
        );
        promise_at_least("SQLite/Headroom at p50", ratio(sqlite, 0.5), AT_MEDIAN[1]);
    }
}

fn many(forms: &[Form], server: &Server, peers: &Peers, seconds: f64) {
    let rates = together(forms, server, peers, seconds);
    println!(
        "\n{} clients at once, each server for some seconds in turn",
        turns::CLIENTS
    );
    println!(
        "  {:19} questions a second, and how many times more Headroom answers",
        ""
    );
    for (who, rate) in Who::ALL.iter().zip(rates) {
        println!("  {who:19}{rate:10.1}{:10.1}", rates[0] / rate);
    }
    let ratio = |who: Who| rates[0] / rates[who.index()];
    for way in Way::ALL {
        println!("  {way}");
        promise_at_least("Headroom/PostgreSQL", ratio(Who::Postgres(way)), MANY);
        promise_at_least("Headroom/SQLite", ratio(Who::Sqlite(way)), MANY);
    }
}
