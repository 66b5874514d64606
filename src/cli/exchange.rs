//! `headroom import` and `headroom export`.

use super::{ExportKind, Import, ImportKind};
use crate::config::Config;
use crate::db::Database;
use crate::error::Result;
use crate::exchange::progress::Progress;
use crate::exchange::summary::Summary;
use crate::exchange::{export, hsds, postcodes};
use std::path::Path;

/// Rejections that are written out; the rest is counted.
const MOST_REJECTIONS: usize = 50;

/// Imports, and ends with a line of what became of the records.
///
/// # Errors
/// The input cannot be read to its end, or the database fails: nothing was imported.
pub fn import(config: &Config, import: &Import) -> Result<()> {
    let db = Database::open(&config.database)?;
    let progress = Progress::new();
    let summary = match import.kind {
        ImportKind::Hsds => hsds::import(&db, &import.from, import.dry_run, &progress)?,
        ImportKind::Postcodes => postcodes::import(&db, Path::new(&import.from), import.dry_run)?,
    };
    tell(&summary);
    Ok(())
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

/// Exports everything.
///
/// # Errors
/// The file cannot be written, or the database fails.
pub fn export(config: &Config, kind: ExportKind, file: &Path) -> Result<()> {
    let db = Database::open(&config.database)?;
    let progress = Progress::new();
    let count = match kind {
        ExportKind::Hsds => export::export_hsds(&db, file, &progress)?,
    };
    println!("exported {count} services to {}", file.display());
    Ok(())
}
