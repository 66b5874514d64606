//! One sheet: what its columns are taken for, what it would change, and what came of it.

use crate::error::Result;
use crate::exchange::sheet::columns::Columns;
use crate::exchange::sheet::desk::{self, Looked, Report, Wrong};
use crate::exchange::sheet::staged::Staged;
use crate::exchange::sheet::target::Target;
use crate::exchange::sheet::{Note, Service};
use crate::web::tongue::filters;
use askama::Template;

/// Services whose changes are shown; the rest is counted.
const MOST_SERVICES: usize = 200;
/// Rows at fault that are shown; the table to send back has all.
const MOST_WRONG: usize = 200;

/// A column with what it can be taken for.
#[derive(Debug)]
pub struct Column {
    /// Its place, from 1.
    pub number: usize,
    /// What stands over it.
    pub name: String,
    /// Something that stands in it.
    pub sample: String,
    /// What it is taken for; empty for nothing.
    pub target: &'static str,
    /// Why.
    pub why: &'static str,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "import_sheet.html")]
pub struct SheetPage {
    /// The id of the sheet.
    pub id: String,
    /// What the file was called.
    pub name: String,
    /// By what its rows are known again.
    pub source: String,
    /// The row of the header; 0 for none.
    pub header: usize,
    /// The columns that say anything.
    pub columns: Vec<Column>,
    /// All that a column can be about.
    pub targets: Vec<(&'static str, &'static str)>,
    /// Whether it was taken in.
    pub is_taken: bool,
    /// Whether it can be: a column has the names.
    pub is_whole: bool,
    /// What tells this look from any other.
    pub mark: String,
    /// What became, or would become, of its services and rows.
    pub report: Report,
    /// The services that change, as many as are shown.
    pub services: Vec<Service>,
    /// How many more there are.
    pub more_services: usize,
    /// The rows at fault, as many as are shown.
    pub wrong: Vec<Wrong>,
    /// Things to look at.
    pub notes: Vec<Note>,
}

impl SheetPage {
    /// What is shown of a sheet that was looked at.
    ///
    /// # Errors
    /// What was kept of it cannot be read.
    pub fn view(staged: &Staged, looked: Looked) -> Result<Self> {
        let came = desk::report(staged)?;
        let (is_taken, is_whole) = (staged.taken_at.is_some(), looked.taken.is_ok());
        let planned = looked.taken.as_ref().map(Report::of).unwrap_or_default();
        let seen = looked.taken.map(|taken| taken.seen).unwrap_or_default();
        let report = came.unwrap_or(planned);
        let mut services = if is_taken { Vec::new() } else { seen.services };
        let more_services = services.len().saturating_sub(MOST_SERVICES);
        services.truncate(MOST_SERVICES);
        Ok(Self {
            id: staged.id.clone(),
            name: staged.name.clone(),
            source: looked.sheet.source.clone(),
            header: looked.sheet.columns.first(),
            columns: columns(&looked.sheet.columns),
            targets: Target::all()
                .map(|target| (target.key(), target.label()))
                .collect(),
            is_taken,
            is_whole,
            mark: looked.mark,
            services,
            more_services,
            wrong: report.wrong.iter().take(MOST_WRONG).cloned().collect(),
            notes: if is_taken { Vec::new() } else { seen.notes },
            report,
        })
    }

    /// How many rows could not be used.
    pub fn wrong_count(&self) -> usize {
        self.report.wrong.len()
    }
}

fn columns(columns: &Columns) -> Vec<Column> {
    let all = (1..).zip(&columns.all);
    let said = all.filter(|(_, column)| !column.name.is_empty() || !column.sample.is_empty());
    said.map(|(number, column)| Column {
        number,
        name: column.name.clone(),
        // Names of people are not taken, and not shown either.
        sample: match column.target {
            Some(Target::Person) => String::new(),
            _ => column.sample.clone(),
        },
        target: column.target.map_or("", Target::key),
        why: column.why.words(),
    })
    .collect()
}

/// A field as people read it.
fn field(name: &str) -> String {
    name.replace(['_', '.'], " ")
}
