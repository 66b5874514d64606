//! What a hundred times as large a directory costs: the same questions of a small and of a large
//! one, in turns, in the same run; memory of the server, and building the index anew.

mod support;

use std::time::{Duration, Instant};
use support::client::Client;
use support::folder::Folder;
use support::latencies::{HEADING, Latencies, promise};
use support::machine;
use support::options::Options;
use support::program::{Server, run, start_up};
use support::questions::{Asked, mixed};
use support::world::World;

/// Services of the large directory, unless told.
const SERVICES: usize = 1_000_000;
/// How many times smaller the small one is.
const SMALLER: usize = 100;
/// What a search of the large one may take, as a multiple of the small one, at the median.
const PROMISED_RATIO: f64 = 3.0;
/// GiB that the server may hold.
const PROMISED_MEMORY: f64 = 2.5;
/// Minutes that building the index from the database may take.
const PROMISED_BUILD: f64 = 5.0;

fn main() {
    let options = Options::with_services(SERVICES);
    let small = options.services / SMALLER;
    println!("scale: {small} and {} services, SQLite", options.services);
    machine::describe();
    let folders = [
        Folder::prepared(&options.smaller(small), &World::new(small)),
        Folder::prepared(&options, &World::new(options.services)),
    ];
    // The index may be of an older program.
    build(&folders[0]);
    let minutes = build(&folders[1]).as_secs_f64() / 60.0;
    promise("minutes of the large one", minutes, PROMISED_BUILD);
    let started = start_up(&folders[1].path).as_secs_f64();
    println!("start of the large one to the first answer: {started:.2} s");
    let servers = folders.map(|folder| Server::start(&folder.path));
    // From places that both have.
    let questions = mixed(&World::new(small));
    let nearer = (SMALLER as f64).sqrt();
    compare(
        "as they are asked",
        &servers,
        [&questions, &questions],
        &options,
    );
    let fewer: Vec<Asked> = questions.iter().map(|asked| asked.nearer(nearer)).collect();
    compare(
        "the large one asked within a tenth of the distance, so that about as much matches",
        &servers,
        [&questions, &fewer],
        &options,
    );
    memory(&servers);
}

fn build(folder: &Folder) -> Duration {
    let (took, said) = run(&folder.path, &["reindex"]);
    println!("index built anew: {:.1} s; {said}", took.as_secs_f64());
    took
}

fn compare(how: &str, servers: &[Server; 2], questions: [&[Asked]; 2], options: &Options) {
    println!("\n{how}");
    let mut clients = servers.each_ref().map(|server| Client::new(server.address));
    let paths = questions.map(|all| all.iter().map(Asked::path).collect::<Vec<_>>());
    for ((client, paths), name) in clients.iter_mut().zip(&paths).zip(["small", "large"]) {
        let found: u64 = paths.iter().map(|path| total(client, path)).sum();
        println!("  {name}: {} found on average", found / paths.len() as u64);
    }
    let mut measured = [Latencies::default(), Latencies::default()];
    let begun = Instant::now();
    for number in (0..questions[0].len()).cycle() {
        for ((client, paths), measured) in clients.iter_mut().zip(&paths).zip(&mut measured) {
            measured.time(|| client.get(&paths[number]).status);
        }
        if begun.elapsed() > Duration::from_secs_f64(options.seconds) {
            break;
        }
    }
    let [small, large] = measured.map(|latencies| latencies.sorted());
    println!("  {:8}{HEADING}\n  small   {small}\n  large   {large}", "");
    let ratio = large.median() / small.median();
    promise("ratio of p50", ratio, PROMISED_RATIO);
}

/// How many answers a question has.
fn total(client: &mut Client, path: &str) -> u64 {
    let reply = client.get(path);
    assert_eq!(reply.status, 200, "{path}");
    let answer: serde_json::Value = serde_json::from_slice(reply.body).expect("JSON");
    answer["total_items"].as_u64().unwrap_or_default()
}

fn memory(servers: &[Server; 2]) {
    let gib = |server: &Server| server.memory().unwrap_or_default() as f64 / f64::from(1 << 30);
    let [small, large] = servers.each_ref().map(gib);
    println!("\nmemory of the servers: {small:.2} and {large:.2} GiB");
    promise("GiB", large, PROMISED_MEMORY);
}
