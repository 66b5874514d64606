//! `headroom import csv`: a sheet, with what was made of its columns and what it changes.

use super::Import;
use crate::db::Database;
use crate::error::Result;
use crate::exchange::input;
use crate::exchange::sheet::columns::Column;
use crate::exchange::sheet::target::Target;
use crate::exchange::sheet::{Seen, Sheet, preview, take};
use crate::exchange::summary::Summary;

/// Things to look at that are written out; the rest is counted.
const MOST_NOTES: usize = 50;

/// Imports a sheet: first says on standard error what each column was taken for, then takes it in. A dry run
/// prints what would change instead.
///
/// # Errors
/// It cannot be read, no column has the names, or the database fails: nothing was imported.
pub fn import(db: &Database, import: &Import) -> Result<Summary> {
    let (name, bytes) = input::bytes(&import.from)?;
    let mut sheet = Sheet::read(&name, &bytes, import.source.as_deref())?;
    for told in &import.column_map {
        sheet.tell(told)?;
    }
    columns(&sheet);
    let taken = match import.dry_run {
        true => preview(db, &sheet)?,
        false => take(db, &sheet)?,
    };
    if import.dry_run {
        changes(&taken.seen);
    }
    notes(&taken.seen);
    eprintln!(
        "rows that are not in the sheet any more change nothing: what they told of stays listed"
    );
    Ok(taken.summary)
}

/// The table of columns, with what each was taken for and why.
fn columns(sheet: &Sheet) {
    let named = |column: &&Column| !column.name.is_empty() || !column.sample.is_empty();
    let rows: Vec<[String; 4]> = sheet.columns.all.iter().filter(named).map(row).collect();
    let width = |at: usize| {
        rows.iter()
            .map(|row| row[at].chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths = [width(0), width(1), width(2)];
    eprintln!(
        "columns of {} (headings in row {}), known as \"{}\":",
        sheet.name,
        sheet.columns.first(),
        sheet.source
    );
    for [column, field, why, sample] in &rows {
        let [a, b, c] = widths;
        eprintln!("  {column:a$}  -> {field:b$}  {why:c$}  {sample}");
    }
}

fn row(column: &Column) -> [String; 4] {
    let field = match column.target {
        Some(Target::Person) => "- (names of people are not taken)".to_owned(),
        target => target.map_or("-", Target::key).to_owned(),
    };
    let sample = match (column.target, column.sample.is_empty()) {
        (Some(Target::Person), _) | (_, true) => String::new(),
        _ => format!("as in: {}", column.sample.replace('\n', " ")),
    };
    [
        column.name.clone(),
        field,
        column.why.words().to_owned(),
        sample,
    ]
}

fn changes(seen: &Seen) {
    for service in seen
        .services
        .iter()
        .filter(|service| service.is_new || !service.changes.is_empty())
    {
        let what = if service.is_new { "added" } else { "changed" };
        println!("{what} {} {}", service.id, service.name);
        for change in &service.changes {
            match change.before.is_empty() {
                true => println!("  {}: {}", change.field, change.after),
                false => println!(
                    "  {}: {} (was: {})",
                    change.field, change.after, change.before
                ),
            }
        }
    }
}

fn notes(seen: &Seen) {
    for service in seen
        .services
        .iter()
        .filter(|service| !service.kept.is_empty())
    {
        eprintln!(
            "kept {} {}: {} stays as it was edited here",
            service.id,
            service.name,
            service.kept.join(", ")
        );
    }
    for note in seen.notes.iter().take(MOST_NOTES) {
        eprintln!(
            "look at row {}, {}: {}",
            note.row, note.column, note.message
        );
    }
    let more = seen.notes.len().saturating_sub(MOST_NOTES);
    if more > 0 {
        eprintln!("… and {more} more to look at");
    }
}
