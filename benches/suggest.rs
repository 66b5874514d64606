//! Completions as one types, key by key, beside whole searches over the same connection: a
//! completion should never be what one waits for.

mod support;

use std::time::{Duration, Instant};
use support::client::Client;
use support::folder::Folder;
use support::latencies::{HEADING, Latencies, promise};
use support::machine;
use support::options::Options;
use support::program::Server;
use support::questions::{Asked, escaped, mixed};
use support::random::Random;
use support::world::World;
use support::world::terms::TERMS;

/// Services, unless told.
const SERVICES: usize = 1_000_000;
/// Texts that are typed.
const TYPED: u64 = 200;
/// What a completion at the 99th percentile may take, as a multiple of a search at the median.
const PROMISED: f64 = 1.0;

fn main() {
    let options = Options::with_services(SERVICES);
    let world = World::new(options.services);
    let folder = Folder::prepared(&options, &world);
    println!("suggest: {} services, SQLite", options.services);
    machine::describe();
    let server = Server::start(&folder.path);
    let keys: Vec<String> = texts(&world).iter().flat_map(|text| keys(text)).collect();
    let searches: Vec<String> = mixed(&world).iter().map(Asked::path).collect();
    let mut client = Client::new(server.address);
    warm(&mut client, &keys);
    warm(&mut client, &searches);
    println!("{} texts, {} keys; such as {}", TYPED, keys.len(), keys[7]);
    let (mut completions, mut whole) = (Latencies::default(), Latencies::default());
    let begun = Instant::now();
    for (key, search) in keys.iter().cycle().zip(searches.iter().cycle()) {
        completions.time(|| client.get(key).status);
        whole.time(|| client.get(search).status);
        if completions.count() >= keys.len()
            && begun.elapsed() > Duration::from_secs_f64(options.seconds)
        {
            break;
        }
    }
    let (completions, whole) = (completions.sorted(), whole.sorted());
    println!("  {:12}{HEADING}", "");
    println!("  completion  {completions}\n  search      {whole}");
    promise(
        "p99 of a completion over p50 of a search",
        completions.at(0.99) / whole.median(),
        PROMISED,
    );
}

/// What people type: names of services and organisations, needs, places; one in four with a slip.
fn texts(world: &World) -> Vec<String> {
    let names: Vec<String> = world
        .services()
        .step_by(997)
        .take(TYPED as usize)
        .map(|service| service.name)
        .collect();
    let text = |number: u64| {
        let chance = &mut Random::of(11, number);
        let text = match chance.below(4) {
            0..2 => names[number as usize % names.len()].clone(),
            2 => chance.pick(&TERMS).1[0].to_owned(),
            _ => world.postcode(chance).town.to_owned(),
        };
        match chance.happens(0.25) {
            true => slip(&text, chance),
            false => text,
        }
    };
    (0..TYPED).map(text).collect()
}

/// The same with one letter left out.
fn slip(text: &str, chance: &mut Random) -> String {
    let letters: Vec<char> = text.chars().collect();
    let gone = chance.between(1, letters.len() - 1);
    let kept = letters.iter().enumerate().filter(|(at, _)| *at != gone);
    kept.map(|(_, letter)| letter).collect()
}

/// One question for each key that is pressed.
fn keys(text: &str) -> Vec<String> {
    let ends = text
        .char_indices()
        .map(|(at, letter)| at + letter.len_utf8());
    ends.map(|end| format!("/api/v1/suggest?q={}", escaped(&text[..end])))
        .collect()
}

fn warm(client: &mut Client, paths: &[String]) {
    for path in paths {
        assert_eq!(client.get(path).status, 200, "{path}");
    }
}
