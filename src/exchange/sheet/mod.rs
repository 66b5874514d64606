//! Sheets as small groups send them: a table with a row for each service, or for each of its sessions or
//! places, in CSV or a workbook. What each column is about is guessed and shown ([`columns`]), rows become
//! services (`rows`, `documents`), and these are compared with what is held and written ([`bring`]).

pub mod bring;
pub mod columns;
pub mod desk;
mod documents;
pub mod encoding;
mod figures;
pub mod grid;
mod reports;
mod rows;
mod seen;
pub mod staged;
pub mod target;
pub mod when;

pub use bring::{Taken, preview, take};
pub use documents::Entry;
pub use seen::{Change, Seen, Service};

use crate::directory::record;
use crate::error::{Error, Result};
use crate::exchange::summary::Rejection;
use columns::Columns;
use grid::Grid;
use std::collections::HashMap;
use target::Target;

/// A sheet whose columns are known.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// What it is called, for a person who wants to look.
    pub name: String,
    /// By what its rows are known again: sheets with the same source correct each other.
    pub source: String,
    /// What its columns are about.
    pub columns: Columns,
    grid: Grid,
}

/// Something to look at that keeps no row out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The row of the sheet.
    pub row: usize,
    /// The heading of the column.
    pub column: String,
    /// What was made of it.
    pub message: String,
}

/// What a sheet's rows come to.
#[derive(Debug, Clone, Default)]
pub struct Read {
    /// The services.
    pub entries: Vec<Entry>,
    /// Rows that cannot be used, each with the first thing that is wrong.
    pub rejections: Vec<Rejection>,
    /// Things to look at.
    pub notes: Vec<Note>,
}

impl Read {
    /// The services by their ids.
    fn by_id(&self) -> HashMap<&str, &Entry> {
        let all = self.entries.iter();
        all.filter_map(|entry| Some((record::text(&entry.document, "id")?, entry)))
            .collect()
    }
}

impl Sheet {
    /// Reads a sheet and guesses what its columns are about; `name` is that of the file, of which the source
    /// is made unless one is given.
    ///
    /// # Errors
    /// It is no sheet.
    pub fn read(name: &str, bytes: &[u8], source: Option<&str>) -> Result<Self> {
        let grid = grid::read(bytes)
            .map_err(|reason| Error::Usage(format!("{name} {reason}. Nothing was imported")))?;
        let source = source.map(words).filter(|source| !source.is_empty());
        Ok(Self {
            name: name.to_owned(),
            source: source.unwrap_or_else(|| source_of(name)),
            columns: Columns::guess(&grid),
            grid,
        })
    }

    /// Corrects what a column is about, as `Heading=field`, or `Heading=-` to leave it out.
    ///
    /// # Errors
    /// There is no such column or field.
    pub fn tell(&mut self, told: &str) -> Result<()> {
        let parts = told.rsplit_once('=');
        let (column, target) = parts.ok_or_else(|| {
            Error::Usage(format!(
                "\"{told}\" says nothing of a column: write it as --map \"Heading=field\""
            ))
        })?;
        self.columns
            .tell(column, target)
            .map_err(|reason| Error::Usage(format!("--map \"{told}\": {reason}")))
    }

    /// Turns the rows into services.
    ///
    /// # Errors
    /// No column has the names.
    pub fn entries(&self) -> Result<Read> {
        self.columns.suffice().map_err(|reason| {
            Error::Usage(format!(
                "{}: {reason}, as with --map \"Heading=name\". Nothing was imported",
                self.name
            ))
        })?;
        Ok(rows::read(self))
    }

    /// The rows below the header that say anything, each with its number in the sheet.
    fn rows(&self) -> impl Iterator<Item = (usize, &[String])> {
        let below = self.grid.iter().enumerate().skip(self.columns.first());
        let said = below.filter(|(_, row)| row.iter().any(|cell| !cell.is_empty()));
        said.map(|(at, row)| (at + 1, row.as_slice()))
    }

    /// The cells of a row, by its number.
    fn row(&self, number: usize) -> &[String] {
        let at = number.checked_sub(1);
        at.and_then(|at| self.grid.get(at))
            .map_or(&[], Vec::as_slice)
    }

    /// The heading of the column about this.
    fn heading(&self, target: Target) -> String {
        let column = self
            .columns
            .of(target)
            .map(|at| self.columns.all[at].name.clone());
        column
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| target.label().to_owned())
    }
}

/// A text in small letters, without signs and with one space between two words.
pub fn words(text: &str) -> String {
    let text = text.to_lowercase();
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The source that a file's name stands for: the words of it, without what changes from one sending to the
/// next, as dates, numbers of versions and the like.
fn source_of(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let passing = [
        "v",
        "final",
        "copy",
        "of",
        "new",
        "updated",
        "version",
        "draft",
        "latest",
        "jan",
        "feb",
        "mar",
        "apr",
        "may",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let text = words(stem);
    let stays = |word: &&str| {
        !passing.contains(word)
            && !word
                .trim_start_matches('v')
                .chars()
                .all(|c| c.is_ascii_digit())
    };
    let kept: Vec<&str> = text.split(' ').filter(stays).collect();
    match kept.is_empty() {
        true => "sheet".to_owned(),
        false => kept.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_from_one_sending_to_the_next_is_no_part_of_the_source() {
        for name in [
            "Wythmere Groups.csv",
            "wythmere-groups v2.xlsx",
            "Copy of Wythmere groups (1) FINAL Nov 2026.csv",
            "wythmere_groups_2026-11-22.ods",
        ] {
            assert_eq!(source_of(name), "wythmere groups", "{name}");
        }
        assert_eq!(source_of("2026.csv"), "sheet");
    }
}
