//! How long it takes to bring in an extract of the register of charities, to bring it in again, and a newer
//! one, and how much memory that takes at most: 200,000 charities with their other names and areas, as three
//! zips of JSON. On SQLite, and on the database that `HEADROOM_BENCH_DATABASE` names, if it names one.

mod support;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use support::folder::kept;
use support::machine;
use support::options::Options;
use support::program::command;
use support::random::Random;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What is promised: seconds and MiB.
const SECONDS: f64 = 120.0;
const MEBIBYTES: u64 = 500;
/// How often it is looked how much memory is in use.
const LOOK_EVERY: Duration = Duration::from_millis(5);
/// An empty database that the bench may fill, beside SQLite.
const DATABASE: &str = "HEADROOM_BENCH_DATABASE";

/// Words that names are made of.
const WORDS: [&str; 8] = [
    "COMMUNITY",
    "TRUST",
    "FRIENDS OF",
    "ST MARY'S",
    "ASSOCIATION",
    "HOSPITAL",
    "MILL",
    "FOUNDATION",
];
const PLACES: [&str; 6] = [
    "Leeds",
    "Gwynedd",
    "Kent",
    "Throughout England And Wales",
    "Bristol City",
    "Kenya",
];

fn main() {
    let rows = Options::with_services(200_000).services;
    let scratch = Scratch::new();
    println!("register: {rows} charities");
    machine::describe();
    let extracts = ["2026-11-01", "2026-11-08"].map(|day| {
        let folder = scratch.0.join(day);
        write_extract(&folder, rows, day).expect("the target folder can be written");
        folder
    });
    let data = scratch.0.join("data");
    run_all("SQLite", &data, None, &extracts, rows);
    if let Ok(database) = std::env::var(DATABASE) {
        run_all("as named", &data, Some(&database), &extracts, rows);
    }
}

fn run_all(what: &str, data: &Path, database: Option<&str>, extracts: &[PathBuf; 2], rows: usize) {
    println!(" {what}");
    for (step, from) in [
        ("all new", &extracts[0]),
        ("all known", &extracts[0]),
        ("a newer one", &extracts[1]),
    ] {
        let (took, peak, said) = import(data, database, from);
        let (seconds, peak) = (took.as_secs_f64(), peak >> 10);
        let kept = seconds < SECONDS && peak < MEBIBYTES;
        println!(
            "  import charities, {step:12}{seconds:8.2} s{:10.0} rows/s{peak:6} MiB at most   {said}   promise {}",
            rows as f64 / seconds,
            if kept { "kept" } else { "MISSED" },
        );
    }
}

/// How long an import took, the most memory it held in KiB, and what it said.
fn import(data: &Path, database: Option<&str>, from: &Path) -> (Duration, u64, String) {
    let mut command = command(data);
    if let Some(database) = database {
        command.args(["--database", database]);
    }
    command.args(["import", "charities"]).arg(from);
    command.stdout(Stdio::piped());
    let begun = Instant::now();
    let mut child = command.spawn().expect("the program can be run");
    let mut peak = 0;
    while child
        .try_wait()
        .expect("the state of the program")
        .is_none()
    {
        peak = peak.max(most_held(child.id()).unwrap_or(0));
        std::thread::sleep(LOOK_EVERY);
    }
    let took = begun.elapsed();
    let output = child.wait_with_output().expect("what it printed");
    assert!(output.status.success(), "the import fails");
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (took, peak, said)
}

/// The most memory that a process has held so far, in KiB, where the system tells.
fn most_held(pid: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

/// Writes the three tables of a day, each as a zip of its own. Of a hundred charities one is another on
/// another day.
fn write_extract(folder: &Path, rows: usize, day: &str) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    table(folder, "charity", rows, |number, to| {
        charity(number, day, to)
    })?;
    table(folder, "charity_other_names", rows, |number, to| {
        let some = Random::of(2, number).number() % 4 / 2;
        for place in 0..some {
            let name = name(number * 10 + place);
            to.push(format!(
                r#"{{"date_of_extract":"{day}T00:00:00","organisation_number":{number},"linked_charity_number":0,"charity_name_id":{place},"charity_name_type":"Working Name","charity_name":"{name}"}}"#
            ));
        }
    })?;
    table(folder, "charity_area_of_operation", rows, |number, to| {
        for place in 0..1 + Random::of(3, number).number() % 4 {
            let name = PLACES[(number + place) as usize % PLACES.len()];
            to.push(format!(
                r#"{{"date_of_extract":"{day}T00:00:00","organisation_number":{number},"linked_charity_number":0,"geographic_area_type":"Local Authority","geographic_area_description":"{name}","parent_geographic_area_type":null,"parent_geographic_area_description":null,"welsh_ind":false}}"#
            ));
        }
    })
}

fn table(
    folder: &Path,
    name: &str,
    rows: usize,
    of: impl Fn(u64, &mut Vec<String>),
) -> std::io::Result<()> {
    let file = File::create(folder.join(format!("publicextract.{name}.zip")))?;
    let mut zip = ZipWriter::new(file);
    zip.start_file(
        format!("publicextract.{name}.json"),
        SimpleFileOptions::default(),
    )?;
    let mut to = BufWriter::with_capacity(1 << 16, zip);
    let (mut some, mut between) = (Vec::new(), "\u{feff}[");
    for number in 1..=rows as u64 {
        of(number, &mut some);
        for row in some.drain(..) {
            write!(to, "{between}{row}")?;
            between = ",\r\n";
        }
    }
    write!(to, "]")?;
    to.into_inner().map_err(|e| e.into_error())?.finish()?;
    Ok(())
}

fn name(number: u64) -> String {
    let mut chance = Random::of(1, number);
    let mut word = || WORDS[chance.number() as usize % WORDS.len()];
    format!("{} {} {} {number}", word(), word(), word())
}

fn charity(number: u64, day: &str, to: &mut Vec<String>) {
    let chance = Random::of(4, number).number();
    let removed = chance.is_multiple_of(2);
    let changed = u64::from(day.ends_with('8') && number.is_multiple_of(100));
    let (status, until) = match removed {
        true => ("Removed", "\"2014-05-06T00:00:00\""),
        false => ("Registered", "null"),
    };
    let (name, income) = (name(number), chance % 1_000_000 + changed);
    let activities =
        "THE RELIEF OF POVERTY, SICKNESS AND DISTRESS AMONG PEOPLE OF THE PARISH. ".repeat(4);
    to.push(format!(
        r#"{{"date_of_extract":"{day}T00:00:00","organisation_number":{number},"registered_charity_number":{},"linked_charity_number":0,"charity_name":"{name}","charity_type":"Charitable company","charity_registration_status":"{status}","date_of_registration":"1996-07-08T00:00:00","date_of_removal":{until},"charity_reporting_status":"Submission Received","latest_acc_fin_period_start_date":"2024-04-01T00:00:00","latest_acc_fin_period_end_date":"2025-03-31T00:00:00","latest_income":{income}.0000,"latest_expenditure":{income}.0000,"charity_contact_address1":"1 Example Street","charity_contact_address2":null,"charity_contact_address3":null,"charity_contact_address4":null,"charity_contact_address5":null,"charity_contact_postcode":"QH1 1AA","charity_contact_phone":"01632 960000","charity_contact_email":"somebody@example.org","charity_contact_web":null,"charity_company_registration_number":null,"charity_insolvent":false,"charity_in_administration":false,"charity_previously_excepted":null,"charity_is_cdf_or_cif":null,"charity_is_cio":null,"cio_is_dissolved":null,"date_cio_dissolution_notice":null,"charity_activities":"{activities}","charity_gift_aid":true,"charity_has_land":false}}"#,
        1_000_000 + number
    ));
}

/// A folder for the run, removed in the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        let path = kept().join(format!("register-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("the target folder can be written");
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
