//! Brings in the public extract of the register of charities: zipped or not, as JSON or as text with tabs,
//! a file, a folder of them or an address.
//!
//! All of it is read first, into a database of its own on disk that ends with the import (`staged`), for
//! its tables are in any order and larger than memory: what cannot be read to its end changes nothing. Then
//! each charity is compared with what is held, and what differs is written, a thousand charities in one
//! transaction. An import that is broken off there leaves each charity as one extract or another has it, and
//! goes on when it is run again: what is written already is not written twice.

mod bounds;
mod columns;
mod find;
mod json;
mod meaning;
mod report;
mod staged;
mod tabs;
mod text;
mod web;

pub use report::Report;

use super::progress::Progress;
use super::summary::{Rejection, Summary};
use crate::db::{Conn, Database, Tx};
use crate::directory::numbers;
use crate::domain::schedule::local_day;
use crate::error::{Error, Result};
use crate::registers::Told;
use crate::registers::store::{self, Tally};
use columns::Table;
use find::Part;
use jiff::Timestamp;
use staged::Staged;
use std::io::BufRead;
use std::path::Path;

/// Charities in one transaction.
const AT_ONCE: usize = 1000;
/// Rows at fault after which it is no extract.
const MOST_FAULTS: usize = 10_000;
/// Rows between two words about how far it is.
const STEP: u64 = 1024;

/// Imports an extract. With `dry_run` it only tells what would happen.
///
/// # Errors
/// The input cannot be read to its end or is no extract: nothing is changed. Or the database fails: what was
/// written by then is right and stays, and the rest comes when it is run again.
pub fn import(db: &Database, from: &str, dry_run: bool, progress: &Progress) -> Result<Report> {
    let mut reading = Reading::new()?;
    match ["http://", "https://"]
        .iter()
        .any(|scheme| from.starts_with(scheme))
    {
        true => web::fetch(from, progress, |path| reading.all(path, progress))?,
        false => reading.all(Path::new(from), progress)?,
    }
    let Reading {
        mut staged,
        mut report,
        read,
    } = reading;
    if staged.charities() == 0 {
        return Err(Error::Usage(format!(
            "{from} holds no charities. Nothing was imported: give the extract's table charity, such as publicextract.charity.zip, or a folder with it"
        )));
    }
    report.left_as_they_were(&read);
    if !dry_run {
        numbers::store::bring_up(db)?;
    }
    let held = db.read(store::count)?;
    let tally = compare(db, &mut staged, &mut report, dry_run, progress)?;
    report.took(tally, held);
    if !dry_run {
        report.joined = Some(db.read(store::known_here)?);
    }
    Ok(report)
}

/// Compares what was staged with what is held, and writes what differs unless it is a dry run.
fn compare(
    db: &Database,
    staged: &mut Staged,
    report: &mut Report,
    dry_run: bool,
    progress: &Progress,
) -> Result<Tally> {
    let what = if dry_run {
        "comparing charities"
    } else {
        "writing charities"
    };
    progress.begin(what, Some(staged.charities()));
    let (mut tally, mut batch) = (Tally::default(), Vec::with_capacity(AT_ONCE));
    let mut take = |batch: &mut Vec<Told>| {
        let some = std::mem::take(batch);
        progress.step(some.len() as u64);
        tally += if dry_run {
            compared(db, &some)?
        } else {
            applied(db, some)?
        };
        Ok(())
    };
    let done = staged.each(report, &mut |told| {
        batch.push(told);
        match batch.len() {
            AT_ONCE => take(&mut batch),
            _ => Ok(()),
        }
    });
    let done = done.and_then(|()| take(&mut batch));
    progress.end();
    done.map(|()| tally)
}

fn compared(db: &Database, told: &[Told]) -> Result<Tally> {
    let plan = db.read(|conn: &mut Conn| store::plan(conn, told, 0))?;
    Ok(plan.tally())
}

/// Takes the lock of the database only where there is something to write.
fn applied(db: &Database, told: Vec<Told>) -> Result<Tally> {
    let now = Timestamp::now().as_millisecond();
    let plan = db.read(|conn| store::plan(conn, &told, now))?;
    if plan.is_empty() {
        return Ok(plan.tally());
    }
    db.write(move |tx: &mut Tx| {
        let plan = store::plan(tx, &told, now)?;
        store::carry_out(tx, &plan)?;
        Ok(plan.tally())
    })
}

/// What has been read so far.
struct Reading {
    staged: Staged,
    report: Report,
    /// The tables that came, and where from.
    read: Vec<(Table, String)>,
}

impl Reading {
    fn new() -> Result<Self> {
        Ok(Self {
            staged: Staged::new()?,
            report: Report::default(),
            read: Vec::new(),
        })
    }

    /// Reads all tables of a file or folder.
    fn all(&mut self, path: &Path, progress: &Progress) -> Result<()> {
        let found = find::tables(path)?;
        self.report.ignored.extend(found.ignored);
        for part in found.parts {
            let twice = self.read.iter().find(|(table, _)| *table == part.table);
            if let Some((table, other)) = twice {
                return Err(Error::Usage(format!(
                    "both {other} and {} hold the table {}. Nothing was imported: leave one of them",
                    part.name,
                    table.name()
                )));
            }
            progress.begin(&format!("reading {}", part.table.name()), None);
            let outcome = self.part(&part, progress);
            progress.end();
            outcome?;
            self.read.push((part.table, part.name));
        }
        Ok(())
    }

    fn part(&mut self, part: &Part, progress: &Progress) -> Result<()> {
        let (staged, report) = (&mut self.staged, &mut self.report);
        let today = local_day(Timestamp::now(), 0);
        let mut failed = None;
        let mut number = 0;
        let mut take = |row: &columns::Row| {
            number += 1;
            if number % STEP == 0 {
                progress.step(STEP);
            }
            let read = meaning::read(part.table, row, today);
            let kept = match read {
                Ok(meaning::Meant::Linked) => {
                    report.linked += u64::from(part.table == Table::Charity);
                    Ok(())
                }
                Ok(meant) => staged.add(number, meant),
                Err(fault) => fault_of(report, part, number, row, fault),
            };
            match kept {
                Ok(()) => true,
                Err(error) => {
                    failed = Some(error);
                    false
                }
            }
        };
        let read = part.open(|input, bounds| rows(input, part.table, bounds, &mut take));
        match (failed, read) {
            (Some(error), _) => Err(error),
            (None, Ok(())) => Ok(()),
            (None, Err(why)) => Err(Error::Usage(format!(
                "{} {why}. Nothing was imported: get a whole copy of the extract and import it again",
                part.name
            ))),
        }
    }
}

/// Reads the rows of a table until one is not taken any more.
fn rows(
    mut input: Box<dyn BufRead + '_>,
    table: Table,
    bounds: &bounds::Bounds,
    take: &mut dyn FnMut(&columns::Row) -> bool,
) -> Result<(), String> {
    match text::first_byte(&mut input).map_err(|e| bounds::unreadable(&e))? {
        None => Err("is empty".to_owned()),
        Some(b'[') => json::rows(input, table, bounds, take),
        Some(_) => tabs::rows(input, table, bounds, take),
    }
}

fn fault_of(
    report: &mut Report,
    part: &Part,
    number: u64,
    row: &columns::Row,
    (field, reason): meaning::Fault,
) -> Result<()> {
    let rejections = &mut report.summary.rejections;
    rejections.push(Rejection {
        place: format!("{} row {number}", part.name),
        id: row
            .get("organisation_number")
            .map(|id| id.chars().take(20).collect()),
        field: field.into(),
        reason,
    });
    match rejections.len() {
        ..MOST_FAULTS => Ok(()),
        _ => Err(Error::Usage(format!(
            "{} has over {MOST_FAULTS} rows at fault, the first in {}: {}. Nothing was imported: is it an extract of the register of charities?",
            part.name,
            rejections.first().map_or("", |first| first.place.as_str()),
            rejections.first().map_or("", |first| first.reason.as_str()),
        ))),
    }
}

/// As of [`Summary`], for the line at the end.
impl Report {
    fn took(&mut self, tally: Tally, held: i64) {
        let met = tally.changed + tally.unchanged + tally.older;
        self.kept = u64::try_from(held).unwrap_or(0).saturating_sub(met);
        self.older = tally.older;
        self.summary = Summary {
            added: tally.added,
            changed: tally.changed,
            unchanged: tally.unchanged + tally.older,
            ..std::mem::take(&mut self.summary)
        };
    }

    fn left_as_they_were(&mut self, read: &[(Table, String)]) {
        let absent = Table::ALL
            .into_iter()
            .filter(|table| read.iter().all(|(one, _)| one != table));
        self.absent = absent.map(Table::name).collect();
    }
}
