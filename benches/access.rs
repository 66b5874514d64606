//! How long it takes to compute how well areas can get at places: for a country of small areas and a million
//! services, for half as many services, and for the real areas of Greater Manchester; and to find the areas of
//! all postcodes of the country. The real ones are read where the shared data lie, if they do.

mod support;

use flate2::read::GzDecoder;
use headroom::coverage::access::nearest::Nearest;
use headroom::coverage::access::{Decay, Home, Homes, Offer, Reach, Score};
use headroom::coverage::gaps::Standing;
use headroom::coverage::gaps::standing::{Chance, Standings};
use headroom::db::Database;
use headroom::domain::point::{Point, Unit};
use headroom::exchange::areas;
use headroom::exchange::progress::Progress;
use headroom::geography::areas::Areas;
use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Instant;
use support::folder::kept;
use support::machine;
use support::options::Options;
use support::random::Random;

/// Areas of the made-up country: as many as England and Wales have.
const AREAS: usize = 35_000;
/// As far as people go, in metres.
const FAR: f64 = 5_000.0;
/// What is promised, in seconds: scores over the country, and the areas of all postcodes.
const COUNTRY: f64 = 2.0;
const POSTCODES: f64 = 30.0;

fn main() {
    let services = Options::with_services(1_000_000).services;
    println!(
        "access: {services} services, {AREAS} areas, within {} km",
        FAR / 1000.0
    );
    machine::describe();
    let country = Country::new(services);
    for decay in [Decay::Slow, Decay::Smooth] {
        country.time(services, decay);
        country.time(services / 2, decay);
    }
    for needs in [1, 40] {
        country.time_gaps(services, needs);
        country.time_gaps(services / 2, needs);
    }
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/geography");
    match shared.is_dir() {
        true => manchester(&shared),
        false => println!("no shared data: the real areas are left out"),
    }
}

/// People in 400 towns of many sizes, and services where the people are.
struct Country {
    homes: Homes,
    offers: Vec<Offer>,
}

impl Country {
    fn new(services: usize) -> Self {
        let mut random = Random::new(7);
        let towns: Vec<(f64, f64, f64)> = (0..400)
            .map(|_| {
                let size = 0.02 + 0.1 * random.part().powi(3);
                (50.5 + 4.5 * random.part(), -4.5 + 5.5 * random.part(), size)
            })
            .collect();
        let somewhere = |random: &mut Random| {
            let (latitude, longitude, size) = *random.pick(&towns);
            let at = (
                latitude + size * random.bell(),
                longitude + size * random.bell(),
            );
            Point::new(at.0, at.1).expect("near the town")
        };
        let homes = (0..AREAS).map(|_| Home {
            at: somewhere(&mut random),
            people: 1000.0 + 1000.0 * random.part(),
        });
        let homes = Homes::new(homes.collect());
        let offers = (0..services).map(|_| offer(somewhere(&mut random), &mut random));
        Self {
            offers: offers.collect(),
            homes,
        }
    }

    fn time(&self, services: usize, decay: Decay) {
        let offers = &self.offers[..services];
        let reach = Reach {
            decay,
            farthest_m: FAR,
        };
        let begun = Instant::now();
        let scores = self.homes.scores(offers, &reach);
        let seconds = begun.elapsed().as_secs_f64();
        let begun = Instant::now();
        let nearest = Nearest::new(offers);
        let found = self
            .homes
            .all()
            .iter()
            .zip(0..)
            .filter_map(|(home, number)| nearest.metres(home.at, number));
        let found = found.count();
        let kept = if seconds < COUNTRY { "kept" } else { "MISSED" };
        println!(
            "  {services:8} services, {:6}: scores {seconds:6.2} s (promise {COUNTRY} s: {kept}), nearest {:5.2} s; \
             {} areas have any, {found} a nearest",
            decay.as_str(),
            begun.elapsed().as_secs_f64(),
            scores
                .homes
                .iter()
                .filter(|score| score.places > 0.0)
                .count(),
        );
    }
}

impl Country {
    /// What people are met with, for as many needs as these.
    fn time_gaps(&self, services: usize, needs: u32) {
        let mut random = Random::new(13);
        let chance = |offer: &Offer| Chance {
            at: offer.at,
            only: None,
            standing: *random.pick(&Standing::ALL[..4]),
            rows: vec![random.between(0, needs as usize - 1) as u32],
        };
        let chances: Vec<Chance> = self.offers[..services].iter().map(chance).collect();
        let begun = Instant::now();
        let found = Standings::of(&self.homes, needs as usize, &chances, FAR);
        let seconds = begun.elapsed().as_secs_f64();
        let without = (0..needs).map(|need| {
            let all = found.row(need).iter();
            all.filter(|standing| **standing != Standing::Room).count()
        });
        let kept = if seconds < COUNTRY { "kept" } else { "MISSED" };
        println!(
            "  {services:8} services, {needs:3} needs: gaps {seconds:6.2} s (promise {COUNTRY} s: {kept}); {} of an area and a need are without room",
            without.sum::<usize>()
        );
    }
}

fn offer(at: Point, random: &mut Random) -> Offer {
    let places = random.between(5, 40) as f64;
    let open = f64::from(u8::from(random.happens(0.4)));
    Offer {
        at: Some(Unit::from(at)),
        only: None,
        offered: Score {
            places,
            free: open * (places * 0.3).round(),
            services: 1.0,
            open,
        },
    }
}

fn rows(file: &Path) -> csv::Reader<GzDecoder<File>> {
    let file = File::open(file).expect("shared data");
    csv::Reader::from_reader(GzDecoder::new(file))
}

fn column(rows: &mut csv::Reader<GzDecoder<File>>, name: &str) -> usize {
    let header = rows.headers().expect("a header");
    header
        .iter()
        .position(|known| known == name)
        .expect("a column of the shared data")
}

fn manchester(shared: &Path) {
    let scratch = Scratch::new();
    let url = format!("sqlite:{}", scratch.0.join("areas.db").display());
    let db = Database::open(&url.parse().expect("a URL")).expect("a database of our own");
    let shapes = shared.join("gm-lsoa-2021.geojson");
    let begun = Instant::now();
    areas::import(
        &db,
        &shapes.to_string_lossy(),
        None,
        false,
        &Progress::quiet(),
    )
    .expect("real areas");
    let lsoas = db
        .read(|conn| Areas::load(conn, "lsoa"))
        .expect("what was just imported");
    println!(
        "Greater Manchester: {} areas in {:.1} s",
        lsoas.len(),
        begun.elapsed().as_secs_f64()
    );
    postcodes(shared, &lsoas);
    let people = people(shared);
    let homes = lsoas.iter().filter_map(|area| {
        let middle = headroom::geography::areas::middle(&area.shape)?;
        Some(Home {
            at: middle,
            people: *people.get(&*area.code)?,
        })
    });
    let homes = Homes::new(homes.collect());
    let offers = offers(&shared.join("../directory/greater-manchester.json"));
    for decay in Decay::ALL.map(|(decay, _)| decay) {
        let reach = Reach {
            decay,
            farthest_m: FAR,
        };
        let begun = Instant::now();
        let scores = homes.scores(&offers, &reach);
        let with = scores.homes.iter().filter(|score| score.free > 0.0).count();
        println!(
            "  {} real services with seeded room, {:6}: {:.1} ms; {with} of {} areas have a free place within reach",
            offers.len(),
            decay.as_str(),
            begun.elapsed().as_secs_f64() * 1000.0,
            homes.all().len(),
        );
    }
}

/// Finds the area of each postcode of the country.
fn postcodes(shared: &Path, lsoas: &Areas) {
    let mut rows = rows(&shared.join("gb-postcodes.csv.gz"));
    let (lat, lon) = (column(&mut rows, "lat"), column(&mut rows, "lon"));
    let points: Vec<Point> = rows
        .records()
        .filter_map(|row| {
            let row = row.ok()?;
            Point::new(row.get(lat)?.parse().ok()?, row.get(lon)?.parse().ok()?)
        })
        .collect();
    let begun = Instant::now();
    let inside = points
        .iter()
        .filter(|point| !lsoas.containing(**point).is_empty())
        .count();
    let seconds = begun.elapsed().as_secs_f64();
    let kept = if seconds < POSTCODES {
        "kept"
    } else {
        "MISSED"
    };
    println!(
        "  {} postcodes looked up in {seconds:.2} s (promise {POSTCODES} s: {kept}), {inside} of them inside",
        points.len()
    );
}

/// Postcodes in each area, which stand in for people: none are published with the shared data.
fn people(shared: &Path) -> HashMap<String, f64> {
    let mut rows = rows(&shared.join("gm-postcodes.csv.gz"));
    let code = column(&mut rows, "lsoa21");
    let mut people: HashMap<String, f64> = HashMap::new();
    for row in rows.records().map_while(Result::ok) {
        *people.entry(row[code].to_owned()).or_default() += 1.0;
    }
    people
}

/// The places of real listings, with room from a seed.
fn offers(listings: &Path) -> Vec<Offer> {
    let text = std::fs::read_to_string(listings).expect("shared data");
    let all: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let mut random = Random::new(11);
    let locations = all.as_array().into_iter().flatten().flat_map(|service| {
        let at = service["service_at_locations"].as_array();
        at.cloned().unwrap_or_default()
    });
    let points = locations.filter_map(|at| {
        let place = &at["location"];
        Point::new(place["latitude"].as_f64()?, place["longitude"].as_f64()?)
    });
    points.map(|at| offer(at, &mut random)).collect()
}

/// A folder that goes when the bench ends.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        let path = kept().join(format!("access-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("the target folder can be written");
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}
