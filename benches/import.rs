//! How long it takes to bring a directory in, to bring it in again, to write it out and to build its
//! index, beside the least: unpacking and parsing the same file. And a whole country's postcodes.

mod support;

use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::time::Instant;
use support::folder::kept;
use support::machine;
use support::options::Options;
use support::program::run;
use support::world::{Postcode, World};

/// Every postcode of Great Britain, where it lies beside this repository.
const REAL: &str = "../shared/data/geography/gb-postcodes.csv.gz";
/// As many as there are, where it does not.
const AS_MANY: usize = 1_700_000;

fn main() {
    let options = Options::read();
    let scratch = Scratch::new();
    let world = World::new(options.services);
    println!("import: {} services, SQLite", options.services);
    machine::describe();
    let rows = options.services;
    services(&world, rows, &scratch.0);
    postcodes(&scratch.0);
}

fn services(world: &World, rows: usize, folder: &Path) {
    let (from, to) = (folder.join("in.ndjson.gz"), folder.join("out.ndjson.gz"));
    let data = folder.join("data");
    world.write_services(&from).expect("written");
    let begun = Instant::now();
    parse(&from);
    tell(
        "unpack and parse, no more",
        rows,
        begun.elapsed().as_secs_f64(),
        "",
    );
    let import = ["import", "hsds", text(&from)];
    let steps: [(&str, &[&str]); 4] = [
        ("import hsds, all new", &import),
        ("import hsds, all known", &import),
        ("reindex", &["reindex"]),
        ("export hsds", &["export", "hsds", text(&to)]),
    ];
    for (what, arguments) in steps {
        let (took, said) = run(&data, arguments);
        tell(what, rows, took.as_secs_f64(), &said);
    }
}

fn parse(from: &Path) {
    let file = BufReader::new(File::open(from).expect("just written"));
    let records = serde_json::Deserializer::from_reader(BufReader::new(MultiGzDecoder::new(file)));
    let all = records.into_iter::<serde_json::Value>();
    all.for_each(|record| drop(std::hint::black_box(record.expect("JSON"))));
}

fn postcodes(folder: &Path) {
    let from = real_or_made_up(folder);
    let data = folder.join("gazetteer");
    for what in ["import postcodes, all new", "import postcodes, all known"] {
        let (took, said) = run(&data, &["import", "postcodes", text(&from)]);
        tell(what, counted(&said), took.as_secs_f64(), &said);
    }
}

fn real_or_made_up(folder: &Path) -> PathBuf {
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).join(REAL);
    if real.is_file() {
        return real;
    }
    println!("  {REAL} is not there: postcodes are made up");
    let made_up = folder.join("postcodes.csv");
    let all: Vec<Postcode> = Postcode::many(AS_MANY);
    support::world::write_postcodes(&all, &made_up).expect("written");
    made_up
}

/// The sum of what a summary line counts.
fn counted(summary: &str) -> usize {
    let numbers = summary.split(|letter: char| !letter.is_ascii_digit() && letter != ',');
    let numbers = numbers.filter_map(|number| number.replace(',', "").parse::<usize>().ok());
    numbers.sum()
}

fn tell(what: &str, rows: usize, seconds: f64, said: &str) {
    let rate = rows as f64 / seconds;
    println!("  {what:28}{seconds:9.2} s{rate:12.0} rows/s   {said}");
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// A folder for the run, removed in the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        let path = kept().join(format!("import-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("the target folder can be written");
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
