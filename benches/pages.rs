//! A page of answers beside the same search as JSON, in turns over the same connection: when its first
//! byte is there, and how much of it goes over the wire on a first visit and on later ones.

mod support;

use flate2::read::GzDecoder;
use std::collections::BTreeSet;
use std::io::Read;
use std::time::{Duration, Instant};
use support::folder::Folder;
use support::latencies::{HEADING, Latencies, promise};
use support::machine;
use support::options::Options;
use support::program::Server;
use support::questions::{Asked, mixed};
use support::wire::{Got, Wire, value};
use support::world::World;

/// Services, unless told.
const SERVICES: usize = 1_000_000;
/// What the first byte of a page may take, as a multiple of that of the JSON.
const PROMISED_RATIO: f64 = 1.5;
/// KiB over the wire on the first visit, all that belongs to the page together.
const PROMISED_FIRST: f64 = 60.0;
/// KiB on later ones, to other places: what browsers keep is not sent again.
const PROMISED_LATER: f64 = 25.0;

fn main() {
    let options = Options::with_services(SERVICES);
    let world = World::new(options.services);
    let folder = Folder::prepared(&options, &world);
    println!("pages: {} services, SQLite", options.services);
    machine::describe();
    let server = Server::start(&folder.path);
    let mut wire = Wire::new(server.address);
    let searches: Vec<String> = mixed(&world).iter().map(Asked::path).collect();
    let pages: Vec<String> = searches.iter().map(|path| page_of(path)).collect();
    for path in searches.iter().chain(&pages) {
        wire.get(path, true);
    }
    for packed in [true, false] {
        first_bytes(&mut wire, &searches, &pages, packed, options.seconds);
    }
    weigh(&mut wire, &pages);
}

/// The page that asks the same.
fn page_of(search: &str) -> String {
    search.replace("/api/v1/search?", "/?")
}

fn first_bytes(wire: &mut Wire, searches: &[String], pages: &[String], packed: bool, seconds: f64) {
    let (mut json, mut html) = (Latencies::default(), Latencies::default());
    let begun = Instant::now();
    for (search, page) in searches.iter().zip(pages).cycle() {
        json.add(wire.get(search, packed).first_byte);
        html.add(wire.get(page, packed).first_byte);
        if begun.elapsed() > Duration::from_secs_f64(seconds) {
            break;
        }
    }
    let (json, html) = (json.sorted(), html.sorted());
    let how = if packed {
        "packed, as browsers ask"
    } else {
        "not packed"
    };
    println!("\nfirst byte, {how}\n  {:8}{HEADING}", "");
    println!("  JSON    {json}\n  page    {html}");
    promise(
        "ratio of p50",
        html.median() / json.median(),
        PROMISED_RATIO,
    );
    promise(
        "ratio of p99",
        html.at(0.99) / json.at(0.99),
        PROMISED_RATIO,
    );
}

/// What each page weighs with all that belongs to it, to somebody who was never here and to somebody
/// who has looked at one page before.
fn weigh(wire: &mut Wire, pages: &[String]) {
    let mut kept: BTreeSet<String> = BTreeSet::new();
    let (mut first, mut later) = (Vec::new(), Vec::new());
    let visitor_came = |wire: &mut Wire, page: &str, kept: &mut BTreeSet<String>| {
        let got = wire.get(page, true);
        let mut sent = got.bytes;
        for part in parts_of(&unpacked(&got)) {
            if !kept.contains(&part) {
                let got = wire.get(&part, true);
                sent += got.bytes;
                if value(&got.head, "cache-control").is_some_and(|said| said.contains("max-age")) {
                    kept.insert(part);
                }
            }
        }
        sent as f64 / 1024.0
    };
    // Whoever comes again has been here once.
    let been = pages
        .first()
        .map(|page| visitor_came(wire, page, &mut kept));
    assert!(been.is_some(), "there are pages to look at");
    for page in pages {
        first.push(visitor_came(wire, page, &mut BTreeSet::new()));
        later.push(visitor_came(wire, page, &mut kept));
    }
    println!(
        "\nKiB over the wire with style, script, icon and map, over {} pages",
        pages.len()
    );
    for (name, mut sizes, most) in [
        ("first visit", first, PROMISED_FIRST),
        ("later ones", later, PROMISED_LATER),
    ] {
        sizes.sort_by(f64::total_cmp);
        let (middle, largest) = (sizes[sizes.len() / 2], sizes[sizes.len() - 1]);
        println!("  {name}: {middle:.1} at the median, {largest:.1} at most");
        promise(&format!("KiB, {name}"), largest, most);
    }
}

fn unpacked(got: &Got) -> String {
    let mut text = String::new();
    GzDecoder::new(&*got.body)
        .read_to_string(&mut text)
        .expect("a packed page");
    text
}

/// What a page has loaded: style sheets, scripts, icons, the background of its map.
fn parts_of(page: &str) -> Vec<String> {
    let ends = |tag: &str| tag.split('>').next().unwrap_or_default().to_owned();
    let tags = |begin| page.split(begin).skip(1).map(ends);
    let named =
        |tag: String, name: &str| Some(tag.split_once(name)?.1.split('"').next()?.to_owned());
    let links =
        tags("<link ").filter(|tag| !tag.contains("canonical") && !tag.contains("alternate"));
    let mut parts: Vec<String> = links.filter_map(|tag| named(tag, "href=\"")).collect();
    parts.extend(tags("<script ").filter_map(|tag| named(tag, "src=\"")));
    parts.extend(tags("<image ").filter_map(|tag| named(tag, "href=\"")));
    parts
}
