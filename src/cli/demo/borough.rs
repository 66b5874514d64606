//! The sample borough, part of the binary, and how it gets into a database.

use super::{Keys, make_keys, past};
use crate::capacity::{Author, Report, store};
use crate::config::Config;
use crate::db::{Conn, Database, Tx};
use crate::domain::availability::{Source, StatedState};
use crate::error::{Error, Result};
use crate::exchange::{areas, hsds, population, postcodes, progress::Progress};
use jiff::{SignedDuration, Timestamp, ToSpan, Zoned};
use serde::Deserialize;
use std::path::{Path, PathBuf};

const LISTINGS: &str = include_str!("../../../fixtures/listings.json");
const POSTCODES: &str = include_str!("../../../fixtures/postcodes.csv");
const AREAS: &str = include_str!("../../../fixtures/wards.geojson");
const PEOPLE: &str = include_str!("../../../fixtures/people.csv");
const CAPACITY: &str = include_str!("../../../fixtures/capacity.json");

/// What a line of the borough has said, in hours and days from today.
#[derive(Debug, Clone, Deserialize)]
struct Said {
    service_id: String,
    location_id: Option<String>,
    state: StatedState,
    places_free: Option<i32>,
    places_total: Option<i32>,
    unit: Option<String>,
    waiting: Option<i32>,
    wait_weeks: Option<i32>,
    opens_in_days: Option<i64>,
    until_in_days: Option<i64>,
    note: Option<String>,
    said_hours_ago: i64,
    confirmed_hours_ago: i64,
    source: String,
}

/// Fills a new database with the borough, and makes keys for it.
pub fn set_up(config: &Config) -> Result<Keys> {
    let db = Database::open(&config.database)?;
    let listings = unpack(&config.data, "listings.json", LISTINGS)?;
    let csv = unpack(&config.data, "postcodes.csv", POSTCODES)?;
    let shapes = unpack(&config.data, "wards.geojson", AREAS)?;
    postcodes::import(&db, &csv, false)?;
    areas::import(
        &db,
        &shapes.to_string_lossy(),
        None,
        false,
        &Progress::quiet(),
    )?;
    let people = unpack(&config.data, "people.csv", PEOPLE)?;
    population::import(&db, &people, None, false, &Progress::quiet())?;
    hsds::import(&db, &listings.to_string_lossy(), false, &Progress::quiet())?;
    let said: Vec<Said> = serde_json::from_str(CAPACITY).map_err(Error::internal)?;
    let example = example(&db, &said)?;
    let now = Timestamp::now();
    db.write(move |tx| say_all(tx, &said, now))?;
    past::remember(&db, LISTINGS, now)?;
    make_keys(&db, example.0, (example.1, example.2))
}

fn unpack(folder: &Path, name: &str, text: &str) -> Result<PathBuf> {
    let path = folder.join(name);
    std::fs::write(&path, text).map_err(Error::io(format!("cannot write {}", path.display())))?;
    Ok(path)
}

/// Something that a line said or confirmed, and when.
struct Word<'a> {
    at: Timestamp,
    said: &'a Said,
    /// What; that it still holds, if none.
    report: Option<Report>,
}

/// Says all of it, in the order in which it was said.
fn say_all(tx: &mut Tx, all: &[Said], now: Timestamp) -> Result<()> {
    let mut words = Vec::new();
    for (number, said) in (0..).zip(all) {
        let ago = |hours: i64| now - SignedDuration::from_hours(hours);
        let word = |hours: i64, report| Word {
            at: ago(hours),
            said,
            report,
        };
        let last = report(said, now);
        let before = past::said::before(number, &last, said.said_hours_ago);
        words.extend(
            before
                .into_iter()
                .map(|(hours, report)| word(hours, Some(report))),
        );
        words.push(word(said.said_hours_ago, Some(last)));
        if said.confirmed_hours_ago < said.said_hours_ago {
            words.push(word(said.confirmed_hours_ago, None));
        }
    }
    words.sort_by_key(|word| word.at);
    words.iter().try_for_each(|word| say(tx, word))
}

fn say(tx: &mut Tx, word: &Word) -> Result<()> {
    let said = word.said;
    let location = said.location_id.as_deref().unwrap_or_default();
    let Some(line) = store::line(tx, &said.service_id, location)? else {
        return Ok(());
    };
    let author = Author {
        source: Source::parse(&said.source),
        name: "the sample borough".into(),
    };
    match &word.report {
        Some(report) => store::state(tx, line.slot, report, &author, None, word.at)?,
        None => store::confirm(tx, line.slot, &author, None, word.at)?,
    };
    Ok(())
}

fn report(said: &Said, now: Timestamp) -> Report {
    let day = |days: Option<i64>| days.and_then(|days| day(now, days));
    Report {
        state: said.state,
        places_free: said.places_free,
        places_total: said.places_total,
        unit: said.unit.clone(),
        waiting: said.waiting,
        wait_weeks: said.wait_weeks,
        opens_on: day(said.opens_in_days).map(|day| day.date()),
        until: day(said.until_in_days).map(|day| day.timestamp()),
        note: said.note.clone(),
        as_of: None,
    }
}

fn day(now: Timestamp, days: i64) -> Option<Zoned> {
    let local = now.in_tz("Europe/London").ok()?;
    local.checked_add(days.days()).ok()
}

/// A service with room and one place, for the examples: its organisation, its id and its name.
fn example(db: &Database, said: &[Said]) -> Result<(String, String, String)> {
    use crate::directory::store::assemble;
    let roomy = |said: &&Said| said.state == StatedState::Open && said.confirmed_hours_ago < 48;
    let found = db.read(|conn: &mut Conn| {
        for said in said.iter().filter(roomy) {
            let lines = store::lines_of(conn, &said.service_id)?;
            let document = assemble(conn, &said.service_id)?.filter(|_| lines.len() == 1);
            let text = |field: &str| Some(document.as_ref()?.get(field)?.as_str()?.to_owned());
            if let Some((organization, name)) = text("organization_id").zip(text("name")) {
                return Ok(Some((organization, said.service_id.clone(), name)));
            }
        }
        Ok(None)
    })?;
    found.ok_or_else(|| Error::internal("the sample borough has no room anywhere"))
}
