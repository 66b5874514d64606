//! The rows of a package's tables as they were read, with what finds them again.

use super::cells::plain;
use super::tables::{TABLES, Table};
use crate::domain::id;
use serde_json::Value;
use std::collections::HashMap;

/// What is said beside the cells of a row: fields and what they say, none for a field that is not there.
pub type Rest = Vec<(String, Option<Value>)>;

/// One row: the cells in the order of the standard, and those of columns that it does not know.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// The cells of the standard's columns; empty where a table lacks the column.
    pub cells: Vec<String>,
    /// Columns that the standard does not have, which say something.
    pub others: Vec<(String, String)>,
    /// The row in the file, as a spreadsheet counts it.
    pub number: usize,
}

/// The rows of one table.
#[derive(Debug, Default)]
pub struct Rows(pub Vec<Row>);

/// All tables, in the order of the standard.
#[derive(Debug, Default)]
pub struct Tables {
    rows: Vec<Rows>,
    rest: HashMap<(String, String), Rest>,
}

impl Rows {
    /// Reads a table.
    ///
    /// # Errors
    /// It is not a table.
    pub fn read(table: &Table, text: &str, delimiter: u8) -> Result<Self, csv::Error> {
        let mut reader = reader(text, delimiter);
        let header = reader.headers()?.clone();
        let places: Vec<Option<usize>> = header
            .iter()
            .map(|name| table.column(name.trim()))
            .collect();
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record?;
            let mut row = Row {
                cells: vec![String::new(); table.columns.len()],
                others: Vec::new(),
                number: rows.len() + 2,
            };
            for ((cell, place), name) in record.iter().zip(&places).zip(&header) {
                match place {
                    Some(at) => plain(cell).clone_into(&mut row.cells[*at]),
                    None if cell.is_empty() || name.trim().is_empty() => {}
                    None => row
                        .others
                        .push((name.trim().to_owned(), plain(cell).to_owned())),
                }
            }
            rows.push(row);
        }
        Ok(Self(rows))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl Tables {
    /// Adds the next table.
    pub fn add(&mut self, rows: Rows) {
        self.rows.push(rows);
    }

    /// Reads what is said beside the cells.
    ///
    /// # Errors
    /// It is not a table, or a value is not JSON.
    pub fn rest(&mut self, text: &str) -> Result<(), String> {
        for record in reader(text, b',').records() {
            let record = record.map_err(|e| e.to_string())?;
            let cell = |at: usize| plain(record.get(at).unwrap_or_default());
            let value = match cell(3) {
                "" => None,
                json => Some(
                    serde_json::from_str(json)
                        .map_err(|e| format!("\"{json}\" is not JSON: {e}"))?,
                ),
            };
            let of = (cell(0).to_owned(), key(cell(1)));
            self.rest
                .entry(of)
                .or_default()
                .push((cell(2).to_owned(), value));
        }
        Ok(())
    }

    /// Whether there is no service.
    pub fn is_empty(&self) -> bool {
        let services = super::tables::number("service").and_then(|table| self.rows.get(table));
        services.is_none_or(|rows| rows.0.is_empty())
    }

    /// The rows of a table.
    pub fn of(&self, table: usize) -> &[Row] {
        self.rows.get(table).map_or(&[], |rows| &rows.0)
    }

    /// What is said beside the cells of a row.
    pub fn beside(&self, table: usize, id: &str) -> &[(String, Option<Value>)] {
        let of = (TABLES[table].name.to_owned(), id.to_owned());
        self.rest.get(&of).map_or(&[], Vec::as_slice)
    }
}

/// An id as ids are compared.
pub fn key(id: &str) -> String {
    id::parse(id).map_or_else(|_| id.trim().to_owned(), |id| id.to_string())
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes())
}
