//! Nested objects taken apart into rows. Each object becomes a row of its table, in the order in which they
//! stand; what several share (a taxonomy term, a unit) is written once. Whatever the tables have no place
//! for is handed on by itself, so that joining the rows gives the same objects again.

use super::cells;
use super::tables::{self, One, TABLES, Table};
use crate::directory::record::{self, Document};
use crate::domain::id;
use crate::edits::made_id;
use crate::error::Result;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// Takes the rows.
pub trait Sink {
    /// One row of the table with this number.
    ///
    /// # Errors
    /// It cannot be written.
    fn row(&mut self, table: usize, cells: &[String]) -> Result<()>;

    /// What a field of that row's object says that its cell does not; none if the object has no such field.
    ///
    /// # Errors
    /// It cannot be written.
    fn rest(&mut self, table: usize, id: &str, field: &str, value: Option<&Value>) -> Result<()>;
}

/// What an object stands in.
#[derive(Debug, Clone, Copy)]
pub struct Inside<'a> {
    /// The column that names the object that it stands in.
    by: &'a str,
    /// The id of that object's row.
    id: &'a str,
    /// The id that the object itself says.
    said: Option<&'a Value>,
    /// The name of that object's table, and the column for it, where rows of any table may be meant.
    entity: Option<(&'a str, &'a str)>,
}

/// Takes objects apart.
#[derive(Debug)]
pub struct Flat<S> {
    /// Where the rows go.
    pub to: S,
    /// The ids of the rows of each table so far; sixteen bytes a row.
    taken: Vec<HashSet<u128>>,
    /// Those of documents that are kept by themselves.
    kept: HashSet<(usize, u128)>,
    /// The rows that several objects share, by what they say.
    shared: HashMap<(usize, String), String>,
}

/// A row that is being made.
struct Making<'a> {
    about: &'static Table,
    cells: Vec<String>,
    rest: Vec<(&'a str, Option<&'a Value>)>,
}

impl<S: Sink> Flat<S> {
    /// Takes objects apart into a sink.
    pub fn new(to: S) -> Self {
        Self {
            to,
            taken: vec![HashSet::new(); TABLES.len()],
            kept: HashSet::new(),
            shared: HashMap::new(),
        }
    }

    /// Notes that a table will have a row for the document with this id: nothing else gets the id, and others
    /// may point to it.
    pub fn reserve(&mut self, table: usize, id: &str) {
        self.taken[table].extend(bits(id));
        self.kept.extend(bits(id).map(|id| (table, id)));
    }

    /// Takes apart a document that is kept by itself, under its own id.
    ///
    /// # Errors
    /// A row cannot be written.
    pub fn document(&mut self, table: usize, object: &Document) -> Result<()> {
        let id = record::text(object, "id").unwrap_or_default().to_owned();
        self.object(table, object, id, None)
    }

    fn object(
        &mut self,
        table: usize,
        object: &Document,
        id: String,
        inside: Option<Inside>,
    ) -> Result<()> {
        let about = &TABLES[table];
        let mut making = Making::new(about, object, &id);
        let mut done = vec!["id"];
        if let Some(inside) = inside {
            done.extend(making.place(object, inside));
        }
        for one in about.ones {
            done.extend(self.one(&mut making, object, one)?);
        }
        for (field, value) in object {
            if !done.contains(&field.as_str()) && !about.holds(field, value) {
                self.field(&mut making, field, value);
            }
        }
        self.to.row(table, &making.cells)?;
        for (field, value) in making.rest {
            self.to.rest(table, &id, field, value)?;
        }
        self.lists(about, object, &id)
    }

    /// One value that is neither a list of other rows nor says where the row belongs.
    fn field<'a>(&self, making: &mut Making<'a>, field: &'a str, value: &'a Value) {
        let Some(at) = making.about.column(field) else {
            return making.rest.push((field, Some(value)));
        };
        let kind = making.about.columns[at].kind;
        let mut cell = cells::cell(kind, value);
        if let Some(to) = tables::pointed_to(field) {
            let held = tables::is_kept(making.about.name, field) && self.keeps(to, &cell);
            cell = if held { cell } else { String::new() };
        }
        if cells::value(kind, &cell).ok().flatten().as_ref() != Some(value) {
            making.rest.push((field, Some(value)));
        }
        making.cells[at] = cell;
    }

    /// An object that stands in this one, and may stand in others; the fields that are done with it.
    fn one<'a>(
        &mut self,
        making: &mut Making<'a>,
        object: &'a Document,
        one: &One,
    ) -> Result<Vec<&'static str>> {
        // A test of the tables makes sure that there is such a column.
        let at = making.about.column(one.by).unwrap_or_default();
        let said = object.get(one.by);
        let Some(Value::Object(inner)) = object.get(one.field) else {
            let held = said
                .and_then(Value::as_str)
                .filter(|id| self.has_row(one.table, id));
            if let Some(id) = held.filter(|_| !object.contains_key(one.field)) {
                making.cells[at] = id.to_owned();
                making.rest.push((one.field, None));
                making.rest.push((one.by, said));
                return Ok(vec![one.by, one.field]);
            }
            return Ok(Vec::new());
        };
        making.cells[at] = self.share(one.table, inner)?;
        let usual = inner.get("id").filter(|_| one.beside);
        if said != usual {
            making.rest.push((one.by, said));
        }
        Ok(vec![one.by, one.field])
    }

    /// The id of the row that says what this object says.
    fn share(&mut self, name: &str, object: &Document) -> Result<String> {
        // A test of the tables makes sure that every name is that of one.
        let table = tables::number(name).unwrap_or_default();
        let said = Value::Object(object.clone()).to_string();
        if let Some(id) = self.shared.get(&(table, said.clone())) {
            return Ok(id.clone());
        }
        let id = self.claim(table, object, &[&said]);
        self.shared.insert((table, said), id.clone());
        self.object(table, object, id.clone(), None)?;
        Ok(id)
    }

    fn lists(&mut self, about: &'static Table, object: &Document, id: &str) -> Result<()> {
        for list in about.lists {
            let inside = Inside {
                by: list.by,
                id,
                said: None,
                entity: None,
            };
            self.list(list.table, object, list.field, inside)?;
        }
        let said = object.get("id");
        for (field, table, by, entity) in LINKS {
            let inside = Inside {
                by,
                id,
                said: said.filter(|_| field == "attributes"),
                entity: Some((about.name, entity)),
            };
            if about.may_have(field) {
                self.list(table, object, field, inside)?;
            }
        }
        Ok(())
    }

    fn list(&mut self, name: &str, object: &Document, field: &str, inside: Inside) -> Result<()> {
        let table = tables::number(name).unwrap_or_default();
        if !object.get(field).is_some_and(is_list_of_objects) {
            return Ok(());
        }
        for (place, item) in record::objects(object, field).enumerate() {
            let id = self.claim(table, item, &[inside.id, field, &place.to_string()]);
            self.object(table, item, id, Some(inside))?;
        }
        Ok(())
    }

    /// The id of a row: the object's own if it is a UUID that no other row has, else one that is made.
    fn claim(&mut self, table: usize, object: &Document, made_of: &[&str]) -> String {
        let own = record::text(object, "id").unwrap_or_default();
        if let Ok(id) = id::parse(own)
            && self.taken[table].insert(id.as_u128())
        {
            return id.to_string();
        }
        let parts: Vec<&str> = ["table", TABLES[table].name, own]
            .iter()
            .chain(made_of)
            .copied()
            .collect();
        let id = made_id(&parts);
        self.taken[table].extend(bits(&id));
        id
    }

    fn keeps(&self, name: &str, id: &str) -> bool {
        let row = tables::number(name).zip(bits(id));
        row.is_some_and(|row| self.kept.contains(&row))
    }

    fn has_row(&self, name: &str, id: &str) -> bool {
        let table = tables::number(name).map(|table| &self.taken[table]);
        table
            .zip(bits(id))
            .is_some_and(|(ids, id)| ids.contains(&id))
    }
}

/// The lists that any object may have: the field, the table, the column that names the object and the one that
/// names its table.
pub const LINKS: [(&str, &str, &str, &str); 2] = [
    ("attributes", "attribute", "link_id", "link_entity"),
    ("metadata", "metadata", "resource_id", "resource_type"),
];

impl<'a> Making<'a> {
    fn new(about: &'static Table, object: &'a Document, id: &str) -> Self {
        let mut cells = vec![String::new(); about.columns.len()];
        id.clone_into(&mut cells[0]);
        let said = object.get("id");
        let differs = said.and_then(Value::as_str) != Some(id);
        let rest = differs.then_some(("id", said)).into_iter().collect();
        Self { about, cells, rest }
    }

    /// Says what the row stands in; the fields that are done with it.
    fn place(&mut self, object: &'a Document, inside: Inside<'_>) -> Vec<&'static str> {
        let mut done = Vec::new();
        let entity = inside
            .entity
            .map(|(table, column)| (column, table, Some(Value::from(table))));
        let by = (inside.by, inside.id, inside.said.cloned());
        for (column, cell, usual) in entity.into_iter().chain([by]) {
            let Some(at) = self.about.column(column) else {
                continue;
            };
            cell.clone_into(&mut self.cells[at]);
            let name = self.about.columns[at].name;
            if object.get(name) != usual.as_ref() {
                self.rest.push((name, object.get(name)));
            }
            done.push(name);
        }
        done
    }
}

impl Table {
    /// Whether a field is a list whose items are rows of other tables.
    fn holds(&self, field: &str, value: &Value) -> bool {
        let named = self.lists.iter().any(|list| list.field == field) || self.may_have(field);
        named && is_list_of_objects(value)
    }

    /// Whether a field is a list that rows of any table may have, and objects of this one do.
    pub fn may_have(&self, field: &str) -> bool {
        (field == "attributes" && self.attributes) || (field == "metadata" && self.metadata)
    }
}

/// An empty list is none: no row would tell it.
fn is_list_of_objects(value: &Value) -> bool {
    let list = value.as_array();
    list.is_some_and(|list| !list.is_empty() && list.iter().all(Value::is_object))
}

fn bits(id: &str) -> Option<u128> {
    id::parse(id).ok().map(|id| id.as_u128())
}
