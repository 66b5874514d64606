//! How long it takes to make the report on all ten authorities of Greater Manchester, and the page of what is
//! missing there, from the real program: real areas, deprivation and listings where the shared data lie, room from
//! a seed, and for people the postcodes of each area, for none are published with these data.

mod support;

use flate2::read::GzDecoder;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Instant;
use support::client::Client;
use support::folder::kept;
use support::machine;
use support::program::{Server, run};
use support::random::Random;

/// What is promised, in seconds.
const SECONDS: f64 = 10.0;
/// How often each page is asked for.
const TIMES: usize = 7;
/// People for each postcode.
const PEOPLE: f64 = 15.0;

fn main() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if !shared.is_dir() {
        println!("report: no shared data, so there is nothing to report on");
        return;
    }
    println!("report: ten authorities of Greater Manchester");
    machine::describe();
    let scratch = Scratch::new();
    let data = scratch.0.join("data");
    fill(&data, &shared, &scratch.0);
    let (_, key) = run(
        &data,
        &["key", "create", "--name", "bench", "--role", "steward"],
    );
    let make = [
        "account",
        "create",
        "--role",
        "commissioner",
        "--name",
        "Bench",
    ];
    let to = [
        "--email",
        "bench@example.org",
        "--public-url",
        "http://localhost",
    ];
    let (_, link) = run(&data, &[&make[..], &to].concat());
    let server = Server::start(&data);
    let services = seed(&server, &key);
    let cookie = sign_in(server.address, link.trim());
    let mut client = Client::with_header(server.address, &format!("Cookie: {cookie}"));
    println!("  {services} services say how much room they have");
    let authorities: Vec<String> = authorities(&shared)
        .iter()
        .map(|code| format!("area=lad%2F{code}"))
        .collect();
    let report = format!("/overview/report?{}", authorities.join("&"));
    time(&mut client, "report on ten authorities", &report);
    time(
        &mut client,
        "report on one",
        &format!("/overview/report?{}", authorities[0]),
    );
    time(
        &mut client,
        "what is missing, all needs",
        "/overview/gaps?areas=lsoa",
    );
    time(
        &mut client,
        "who can get at places",
        "/overview/access?areas=lsoa",
    );
    time(&mut client, "overview by ward", "/overview?by=ward");
}

/// Brings in what is real.
fn fill(data: &Path, shared: &Path, scratch: &Path) {
    let geography = shared.join("geography");
    let people = scratch.join("people.csv");
    write_people(&geography, &people);
    let files = [
        (
            "areas",
            geography.join("gm-local-authorities-2023.geojson"),
            vec![],
        ),
        ("areas", geography.join("gm-wards-2023.geojson"), vec![]),
        ("areas", geography.join("gm-lsoa-2021.geojson"), vec![]),
        ("postcodes", geography.join("gm-postcodes.csv.gz"), vec![]),
        ("population", people, vec!["--year", "2021"]),
        (
            "population",
            geography.join("gm-imd-2019-lsoa-2011.csv"),
            vec!["--year", "2019"],
        ),
        (
            "hsds",
            shared.join("directory/greater-manchester.json"),
            vec![],
        ),
    ];
    for (kind, file, more) in files {
        let file = file.to_string_lossy();
        let (took, said) = run(data, &[&["import", kind, &file], &more[..]].concat());
        println!("  {kind} in {:.1} s: {said}", took.as_secs_f64());
    }
}

fn write_people(geography: &Path, to: &Path) {
    let file = File::open(geography.join("gm-postcodes.csv.gz")).expect("shared data");
    let mut rows = csv::Reader::from_reader(GzDecoder::new(file));
    let head = rows.headers().expect("a header").clone();
    let code = head.iter().position(|name| name == "lsoa21");
    let code = code.expect("a column of the shared data");
    let mut people: BTreeMap<String, f64> = BTreeMap::new();
    for row in rows.records().map_while(Result::ok) {
        *people.entry(row[code].to_owned()).or_default() += PEOPLE;
    }
    let rows = people
        .iter()
        .map(|(code, people)| format!("{code},{people}\n"));
    let table = String::from("code,people\n") + &rows.collect::<String>();
    std::fs::write(to, table).expect("the target folder can be written");
}

fn authorities(shared: &Path) -> Vec<String> {
    let file = shared.join("geography/gm-local-authorities-2023.geojson");
    let text = std::fs::read_to_string(file).expect("shared data");
    let all: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let codes = all["features"].as_array().into_iter().flatten();
    let codes = codes.filter_map(|area| Some(area["properties"]["area_code"].as_str()?.to_owned()));
    codes.collect()
}

/// Has every service say how much room it has.
fn seed(server: &Server, key: &str) -> usize {
    let mut client = Client::with_key(server.address, key.trim());
    let mut random = Random::new(5);
    let mut services = 0;
    for page in 1.. {
        let reply = client.get(&format!(
            "/api/v1/search?availability=any&per_page=100&page={page}"
        ));
        let body: serde_json::Value = serde_json::from_slice(reply.body).expect("JSON");
        let rows = body["contents"].as_array().cloned().unwrap_or_default();
        if rows.is_empty() {
            return services;
        }
        for row in rows {
            let id = row["id"].as_str().expect("an id");
            let total = random.between(5, 40);
            let said = match random.between(0, 10) {
                0..=4 => format!(
                    "{{\"state\":\"open\",\"places_total\":{total},\"places_free\":{}}}",
                    1 + total / 4
                ),
                5 | 6 => {
                    format!("{{\"state\":\"waiting_list\",\"waiting\":{total},\"wait_weeks\":6}}")
                }
                7 | 8 => "{\"state\":\"full\"}".to_owned(),
                _ => continue,
            };
            let reply = client.put(&format!("/api/v1/services/{id}/capacity"), &said);
            services += usize::from(reply.status == 200);
        }
    }
    services
}

/// Uses a link to sign in, and gives the cookie.
fn sign_in(address: SocketAddr, link: &str) -> String {
    let path = link.trim_start_matches("http://localhost");
    let mut stream = TcpStream::connect(address).expect("the server listens");
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    );
    stream
        .write_all(request.as_bytes())
        .expect("the server reads");
    let mut reply = String::new();
    stream
        .read_to_string(&mut reply)
        .expect("the server answers");
    let cookie = reply.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("set-cookie").then_some(value)
    });
    let cookie = cookie.unwrap_or_else(|| panic!("no cookie in {reply}"));
    cookie.split(';').next().unwrap_or_default().to_owned()
}

fn time(client: &mut Client, what: &str, path: &str) {
    let mut seconds: Vec<f64> = Vec::new();
    let mut bytes = 0;
    for _ in 0..TIMES {
        let begun = Instant::now();
        let reply = client.get(path);
        assert_eq!(reply.status, 200, "{path}");
        bytes = reply.body.len();
        seconds.push(begun.elapsed().as_secs_f64());
    }
    let first = seconds[0];
    seconds.sort_by(f64::total_cmp);
    let kept = if first < SECONDS { "kept" } else { "MISSED" };
    println!(
        "  {what:28} first {first:6.3} s, median {:6.3} s, {} KiB (promise {SECONDS} s: {kept})",
        seconds[TIMES / 2],
        bytes / 1024
    );
}

/// A folder that goes when the bench ends.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        let path = kept().join(format!("report-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("the target folder can be written");
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}
