//! Rows read cell by cell. Whatever is wrong with a row is said of that row and costs no other; rows that tell
//! of one service become one.

mod beside;
mod fields;
mod place;

use super::documents::{self, Entry};
use super::target::Target;
use super::{Note, Read, Sheet, words};
use crate::domain::id;
use crate::edits::{Field, made_id};
use crate::exchange::summary::Rejection;
use std::collections::HashMap;

/// What is wrong with one cell.
pub struct Fault {
    column: String,
    message: String,
}

/// One row, by what its columns are about.
struct Row<'a> {
    sheet: &'a Sheet,
    number: usize,
    cells: &'a [String],
    notes: Vec<Note>,
}

/// What a row says.
struct Said {
    key: String,
    fields: Vec<(Field, String)>,
    beside: documents::Beside,
    place: Option<documents::Place>,
    sessions: documents::Sessions,
    room: Option<documents::Room>,
    updated: Option<jiff::Timestamp>,
    award: Option<crate::funding::Award>,
}

/// Turns the rows of a sheet into services.
pub fn read(sheet: &Sheet) -> Read {
    let (mut read, mut places) = (Read::default(), HashMap::new());
    for (number, cells) in sheet.rows() {
        let mut row = Row {
            sheet,
            number,
            cells,
            notes: Vec::new(),
        };
        match row.said() {
            Ok(said) => {
                read.notes.append(&mut row.notes);
                put(&mut read, &mut places, number, said);
            }
            Err(fault) => read.rejections.push(Rejection {
                place: format!("{} row {number}", sheet.name),
                id: None,
                field: fault.column,
                reason: fault.message,
            }),
        }
    }
    read
}

fn put(read: &mut Read, places: &mut HashMap<String, usize>, number: usize, said: Said) {
    let at = *places.entry(said.key.clone()).or_insert_with(|| {
        read.entries.push(Entry {
            rows: Vec::new(),
            document: documents::service(&said.key, &said.fields, &said.beside),
            room: said.room,
            updated: said.updated,
            award: said.award.clone(),
        });
        read.entries.len() - 1
    });
    let entry = &mut read.entries[at];
    entry.rows.push(number);
    entry.updated = entry.updated.max(said.updated);
    entry.room = entry.room.or(said.room);
    entry.award = entry.award.take().or_else(|| said.award.clone());
    documents::add(&mut entry.document, said.place.as_ref(), &said.sessions);
    if entry.rows.len() > 1 {
        fill(&mut entry.document, &said);
    }
}

/// What an earlier row of the service left out, and this one says.
fn fill(document: &mut crate::directory::record::Document, said: &Said) {
    let held = crate::edits::read(document);
    for (field, value) in &said.fields {
        if held.get(field).is_none_or(String::is_empty) {
            crate::edits::apply(document, field, value);
        }
    }
}

impl Row<'_> {
    fn get(&self, target: Target) -> &str {
        let at = self.sheet.columns.of(target);
        at.and_then(|at| self.cells.get(at))
            .map_or("", String::as_str)
    }

    fn fault(&self, target: Target, message: impl Into<String>) -> Fault {
        Fault {
            column: self.sheet.heading(target),
            message: message.into(),
        }
    }

    fn note(&mut self, target: Target, message: impl Into<String>) {
        let (row, column) = (self.number, self.sheet.heading(target));
        self.notes.push(Note {
            row,
            column,
            message: message.into(),
        });
    }

    fn said(&mut self) -> Result<Said, Fault> {
        let (name, organization) = self.names()?;
        let fields = self.fields(&name)?;
        let place = self.place()?;
        let key = self.key(&name, &organization, place.as_ref())?;
        let sessions = self.sessions()?;
        let beside = self.beside(organization)?;
        let says_more = self.cells.iter().filter(|cell| !cell.is_empty()).count() > 1;
        if !says_more {
            return Err(self.fault(Target::Name, format!("\"{name}\" stands alone in its row: if it is a service, say more of it; if it is a heading, take it out")));
        }
        Ok(Said {
            key,
            fields,
            beside,
            place,
            sessions,
            room: self.room()?,
            updated: self.updated()?,
            award: self.award()?,
        })
    }

    /// The name of the service and of who runs it; a group that is both has one name.
    fn names(&self) -> Result<(String, String), Fault> {
        let (name, organization) = (self.get(Target::Name), self.get(Target::Organization));
        match (name.is_empty(), organization.is_empty()) {
            (true, true) => Err(self.fault(Target::Name, "is empty: give each row the name of its service, also where it is that of the row above")),
            (true, false) => Ok((organization.to_owned(), organization.to_owned())),
            (false, true) => Ok((name.to_owned(), name.to_owned())),
            (false, false) => Ok((name.to_owned(), organization.to_owned())),
        }
    }

    /// By what the service is known again: a UUID is its id; another id counts within the source; else who
    /// runs it and its name, and where it is if it is run by nobody in particular.
    fn key(
        &self,
        name: &str,
        organization: &str,
        place: Option<&documents::Place>,
    ) -> Result<String, Fault> {
        let own = self.get(Target::Id);
        if own.chars().count() > 100 {
            return Err(self.fault(
                Target::Id,
                "is too long for an id: use a number, or leave it empty",
            ));
        }
        if let Ok(id) = id::parse(own) {
            return Ok(id.to_string());
        }
        if !own.is_empty() {
            return Ok(made_id(&["sheet", "row", &self.sheet.source, &words(own)]));
        }
        let place = place
            .map(|place| words(&place.postcode))
            .filter(|_| organization == name);
        Ok(made_id(&[
            "sheet",
            "service",
            &words(organization),
            &words(name),
            &place.unwrap_or_default(),
        ]))
    }
}
