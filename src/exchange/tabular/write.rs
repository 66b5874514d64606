//! The files of a package, written side by side as rows come: they are spread over the directory's documents,
//! so each table is a file of its own until the end.

use super::cells::{harmless, has_form};
use super::flat::Sink;
use super::tables::TABLES;
use super::{REST, REST_COLUMNS, cells, package};
use crate::error::{Error, Result};
use csv::Writer;
use serde_json::Value;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

/// How full one column is, and whether all of it has the form that the standard wants.
#[derive(Debug, Clone, Copy, Default)]
pub struct Column {
    /// Rows that say nothing in it.
    pub empty: u64,
    /// Cells of another form.
    pub misshapen: u64,
}

/// The tables of a package in a folder.
pub struct Files {
    tables: Vec<Writer<BufWriter<File>>>,
    rest: Writer<BufWriter<File>>,
    columns: Vec<Vec<Column>>,
}

impl Files {
    /// Begins the files in this folder.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn begin(folder: &Path) -> Result<Self> {
        let tables = TABLES.iter().map(|table| {
            let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
            begun(&folder.join(table.file), &names)
        });
        Ok(Self {
            tables: tables.collect::<Result<_>>()?,
            rest: begun(&folder.join(format!("{REST}.csv")), &REST_COLUMNS)?,
            columns: TABLES
                .iter()
                .map(|table| vec![Column::default(); table.columns.len()])
                .collect(),
        })
    }

    /// Ends the files and describes them.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn end(self, folder: &Path) -> Result<()> {
        for writer in self.tables.into_iter().chain([self.rest]) {
            let file = writer.into_inner().map_err(|e| broken(e.into_error()))?;
            file.into_inner().map_err(|e| broken(e.into_error()))?;
        }
        let about = package::describe(&self.columns);
        let text = serde_json::to_string_pretty(&about).map_err(Error::internal)?;
        std::fs::write(folder.join(super::DESCRIPTION), text + "\n").map_err(broken)
    }
}

impl Sink for Files {
    fn row(&mut self, table: usize, row: &[String]) -> Result<()> {
        let columns = TABLES[table].columns.iter().zip(&mut self.columns[table]);
        for (cell, (column, seen)) in row.iter().zip(columns) {
            seen.empty += u64::from(cell.is_empty());
            seen.misshapen += u64::from(!cell.is_empty() && !has_form(column.kind, cell));
        }
        let cells = row.iter().zip(TABLES[table].columns);
        let cells = cells.map(|(cell, column)| match cells::is_text(column.kind) {
            true => harmless(cell),
            false => cell.clone(),
        });
        self.tables[table].write_record(cells).map_err(unwritten)
    }

    fn rest(&mut self, table: usize, id: &str, field: &str, value: Option<&Value>) -> Result<()> {
        let value = value.map(ToString::to_string).unwrap_or_default();
        let row = [TABLES[table].name, id, &harmless(field), &harmless(&value)];
        self.rest.write_record(row).map_err(unwritten)
    }
}

fn begun(path: &Path, names: &[&str]) -> Result<Writer<BufWriter<File>>> {
    let file = File::create(path).map_err(broken)?;
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(BufWriter::new(file));
    writer.write_record(names).map_err(unwritten)?;
    Ok(writer)
}

fn unwritten(error: csv::Error) -> Error {
    broken(std::io::Error::other(error))
}

fn broken(error: std::io::Error) -> Error {
    Error::io("cannot write the package")(error)
}
