//! Brings in how many people live in which area, by age, and how deprived areas are: tables as statistical offices
//! publish them, a row for each area (or for each area and age). Everything is read before anything is written,
//! and then written in one transaction.

mod columns;
mod gathered;

use super::postcodes::file::{delimiter, unpacked};
use super::progress::Progress;
use super::summary::{Rejection, Summary};
use crate::db::{Conn, Database, Tx};
use crate::error::{Error, Result};
use crate::geography::people::{self, Known, Whose};
use columns::Columns;
use gathered::Gathered;
use std::collections::BTreeMap;
use std::path::Path;

/// Rows between two words about how far it is.
const STEP: u64 = 4096;
/// Years that a table can be of.
const YEARS: std::ops::RangeInclusive<i32> = 1801..=2200;

/// Reads a table of people or of deprivation. `year` says of which year it is where it has no such column. With
/// `dry_run` it only tells what would happen. What is held of other areas and other years stays.
///
/// # Errors
/// The file cannot be read to its end, has another header or tells no year, or the database fails: nothing is
/// changed. A single bad row is only counted, among the rejections of the summary.
pub fn import(
    db: &Database,
    path: &Path,
    year: Option<i32>,
    dry_run: bool,
    progress: &Progress,
) -> Result<Summary> {
    if let Some(year) = year.filter(|year| !YEARS.contains(year)) {
        let advice = format!("--year {year} is no year: write one such as 2024");
        return Err(Error::Usage(advice));
    }
    progress.begin("reading", None);
    let gathered = read(path, year, progress);
    progress.end();
    let (areas, rejections) = gathered?.finish();
    let told = progress.clone();
    progress.begin("comparing and writing areas", Some(areas.len() as u64));
    let summary = match dry_run {
        true => db.read(|conn| differing(conn, areas).map(|(_, summary)| summary)),
        false => db.write(move |tx| apply(tx, areas, &told)),
    };
    progress.end();
    Ok(Summary {
        rejections,
        ..summary?
    })
}

fn apply(tx: &mut Tx, areas: BTreeMap<Whose, Known>, progress: &Progress) -> Result<Summary> {
    let (differing, summary) = differing(tx, areas)?;
    for (whose, known) in &differing {
        people::replace(tx, whose, known)?;
        progress.step(1);
    }
    if !differing.is_empty() {
        people::told(tx);
    }
    Ok(summary)
}

/// What differs from what is held.
fn differing(
    conn: &mut Conn,
    areas: BTreeMap<Whose, Known>,
) -> Result<(Vec<(Whose, Known)>, Summary)> {
    let whose: Vec<Whose> = areas.keys().cloned().collect();
    let held = people::held(conn, &whose)?;
    let mut summary = Summary::default();
    let mut differing = Vec::new();
    for (whose, known) in areas {
        let says_same = |held: &Known| {
            (known.people.is_empty() || known.people == held.people)
                && (known.decile.is_none() || known.decile == held.decile)
        };
        match held.get(&whose) {
            Some(held) if says_same(held) => summary.unchanged += 1,
            Some(_) => summary.changed += 1,
            None => summary.added += 1,
        }
        if !held.get(&whose).is_some_and(says_same) {
            differing.push((whose, known));
        }
    }
    Ok((differing, summary))
}

fn read(path: &Path, year: Option<i32>, progress: &Progress) -> Result<Gathered> {
    let shown = path.display();
    let cannot = || format!("cannot read {shown}");
    let mut lines = unpacked(path).map_err(Error::io(cannot()))?;
    let delimiter = delimiter(&mut lines).map_err(Error::io(cannot()))?;
    let mut rows = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(lines);
    let broken = |e: csv::Error| {
        Error::Usage(format!(
            "cannot read {shown} to its end, so nothing was imported: {e}"
        ))
    };
    let header = rows.byte_headers().map_err(broken)?;
    let columns = Columns::of(header).map_err(|e| Error::Usage(format!("{shown} {e}")))?;
    if columns.year.is_none() && year.is_none() {
        let advice =
            format!("{shown} does not say of which year it is: add --year, such as --year 2024");
        return Err(Error::Usage(advice));
    }
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let mut gathered = Gathered::new(columns, year);
    for (number, row) in (1u64..).zip(rows.byte_records()) {
        let row = row.map_err(broken)?;
        if let Err((field, reason)) = gathered.take(&row) {
            let id = gathered.code(&row);
            gathered.rejections.push(Rejection {
                place: format!(
                    "{name}, line {}",
                    row.position().map_or(0, csv::Position::line)
                ),
                id: (!id.is_empty()).then_some(id),
                field,
                reason,
            });
        }
        if number % STEP == 0 {
            progress.step(STEP);
        }
    }
    Ok(gathered)
}
