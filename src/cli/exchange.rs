//! `headroom import` and `headroom export`.

use super::{Export, ExportKind, Import, ImportKind, sheets};
use crate::config::Config;
use crate::db::Database;
use crate::error::{Error, Result};
use crate::exchange::progress::Progress;
use crate::exchange::summary::Summary;
use crate::exchange::{
    areas, charities, export, hsds, oruk1, population, postcodes, tabular, threesixty,
};
use crate::gate::pass;
use crate::matching::{self, Swept};
use std::path::Path;

/// Rejections that are written out; the rest is counted.
const MOST_REJECTIONS: usize = 50;

/// Imports, and ends with a line of what became of the records.
///
/// # Errors
/// The input cannot be read to its end, or the database fails: nothing was imported.
pub fn import(config: &Config, import: &Import) -> Result<()> {
    let area_kind = import.area_kind.as_deref();
    if area_kind.is_some() && !matches!(import.kind, ImportKind::Areas) {
        let advice = "--kind says what areas are: use it with \"import areas\" only";
        return Err(Error::Usage(advice.into()));
    }
    if import.year.is_some() && !matches!(import.kind, ImportKind::Population) {
        let advice = "--year says of which year people are: use it with \"import population\" only";
        return Err(Error::Usage(advice.into()));
    }
    if import.with_withheld && !matches!(import.kind, ImportKind::Hsds) {
        let advice = "--with-withheld is for services: use it with \"import hsds\" only";
        return Err(Error::Usage(advice.into()));
    }
    let for_sheets = !import.column_map.is_empty() || import.source.is_some();
    if for_sheets && !matches!(import.kind, ImportKind::Csv) {
        let advice = "--map and --source are for sheets: use them with \"import csv\" only";
        return Err(Error::Usage(advice.into()));
    }
    let pass = import.with_withheld.then(pass::of_operator);
    let db = Database::open(&config.database)?;
    let progress = Progress::new();
    let summary = match import.kind {
        ImportKind::Hsds => {
            hsds::import_seeing(&db, &import.from, import.dry_run, pass, &progress)?
        }
        ImportKind::Oruk1 => oruk1::import(&db, &import.from, import.dry_run, &progress)?,
        ImportKind::Postcodes => {
            let from = Path::new(&import.from);
            postcodes::import_telling(&db, from, import.dry_run, &progress)?
        }
        ImportKind::Areas => {
            areas::import(&db, &import.from, area_kind, import.dry_run, &progress)?
        }
        ImportKind::Population => {
            let from = Path::new(&import.from);
            population::import(&db, from, import.year, import.dry_run, &progress)?
        }
        ImportKind::Charities => {
            let report = charities::import(&db, &import.from, import.dry_run, &progress)?;
            eprintln!("{report}");
            report.summary
        }
        ImportKind::Threesixty => {
            let report = threesixty::import(&db, &import.from, import.dry_run, &progress)?;
            eprintln!("{report}");
            report.summary
        }
        ImportKind::Csv => sheets::import(&db, import)?,
    };
    tell(&summary);
    let has_new = summary.added > 0 && !import.dry_run;
    if has_new
        && matches!(
            import.kind,
            ImportKind::Hsds | ImportKind::Oruk1 | ImportKind::Csv
        )
    {
        tell_of_duplicates(matching::sweep(&db)?);
    }
    Ok(())
}

fn tell_of_duplicates(swept: Swept) {
    if swept.merged > 0 {
        let merged = swept.merged;
        println!(
            "{merged} were listed before by somebody else, and became one with those; undo it on /duplicates"
        );
    }
    if swept.offered > 0 {
        let offered = swept.offered;
        println!("{offered} pairs may be one service: look at them on /duplicates");
    }
}

fn tell(summary: &Summary) {
    for rejection in summary.rejections.iter().take(MOST_REJECTIONS) {
        eprintln!("{rejection}");
    }
    let more = summary.rejections.len().saturating_sub(MOST_REJECTIONS);
    if more > 0 {
        eprintln!("… and {more} more rejected");
    }
    println!("{summary}");
}

/// Exports everything that is for everybody, and the rest if that is asked for.
///
/// # Errors
/// The file cannot be written, or the database fails.
pub fn export(config: &Config, export: &Export) -> Result<()> {
    let (file, pass) = (&export.file, export.with_withheld.then(pass::of_operator));
    let db = Database::open(&config.database)?;
    let progress = Progress::new();
    let count = match export.kind {
        ExportKind::Hsds => export::export_seeing(&db, file, pass, &progress)?,
        ExportKind::Csv => tabular::export::export(&db, file, pass, &progress)?,
    };
    println!("exported {count} services to {}", file.display());
    Ok(())
}
