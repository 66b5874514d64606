//! What a package says of itself: `datapackage.json`. It promises no more than holds: a column that the
//! standard wants in every row is not said to be there in every row if one lacks it, nor an address to be
//! one if a record says something else.

use super::tables::{self, Column as About, Kind, TABLES, Table};
use super::write::Column;
use super::{REST, REST_COLUMNS};
use serde_json::{Map, Value, json};

/// The description of tables with such columns.
pub fn describe(columns: &[Vec<Column>]) -> Value {
    let tables = TABLES.iter().zip(columns);
    let mut resources: Vec<Value> = tables.map(|(table, seen)| resource(table, seen)).collect();
    resources.push(rest());
    json!({
        "name": "human_services_data",
        "title": "Human Services Data Specification",
        "description": format!("Services, and who runs them where, in the tables of HSDS 3.2. What these have no place for is in {REST}.csv: a program that knows only the standard needs none of it."),
        "profile": "tabular-data-package",
        "version": "3.2",
        "homepage": "https://docs.openreferral.org",
        "resources": resources,
    })
}

fn resource(table: &Table, seen: &[Column]) -> Value {
    let fields = table.columns.iter().zip(seen);
    let fields: Vec<Value> = fields.map(|(column, seen)| field(column, *seen)).collect();
    let mut schema = json!({ "primaryKey": "id", "fields": fields });
    let keys = foreign_keys(table);
    if !keys.is_empty() {
        schema["foreignKeys"] = Value::Array(keys);
    }
    described(table.name, table.file, schema)
}

fn described(name: &str, file: &str, schema: Value) -> Value {
    json!({
        "name": name,
        "path": file,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "profile": "tabular-data-resource",
        "schema": schema,
    })
}

fn field(about: &About, seen: Column) -> Value {
    let (kind, format) = match about.kind {
        Kind::Number => ("number", None),
        Kind::Date => ("date", None),
        Kind::Time => ("time", None),
        Kind::Moment => ("datetime", Some("any")),
        Kind::Id => ("string", Some("uuid")),
        Kind::Email => ("string", Some("email")),
        Kind::Uri => ("string", Some("uri")),
        Kind::Text | Kind::Word(_) => ("string", None),
    };
    let mut field = Map::new();
    field.insert("name".into(), about.name.into());
    field.insert("type".into(), kind.into());
    if let Some(format) = format.filter(|_| seen.misshapen == 0) {
        field.insert("format".into(), format.into());
    }
    let mut constraints = Map::new();
    if about.required && seen.empty == 0 {
        constraints.insert("required".into(), true.into());
    }
    if about.name == "id" {
        constraints.insert("unique".into(), true.into());
    }
    if let Kind::Word(words) = about.kind {
        constraints.insert("enum".into(), words.into());
    }
    if !constraints.is_empty() {
        field.insert("constraints".into(), Value::Object(constraints));
    }
    Value::Object(field)
}

/// The columns that point to other tables.
fn foreign_keys(table: &Table) -> Vec<Value> {
    let pointers = table.columns.iter().filter_map(|column| {
        let to = tables::pointed_to(column.name)?;
        let there = json!({ "resource": to, "fields": "id" });
        Some(json!({ "fields": column.name, "reference": there }))
    });
    pointers.collect()
}

fn rest() -> Value {
    let abouts = [
        "The name of the table that it belongs to",
        "The id of the row there",
        "The field of that row's object",
        "What the field says, as JSON; the object has no such field if this is empty. It stands for what the cell of the row says",
    ];
    let fields = REST_COLUMNS.iter().zip(abouts);
    let fields: Vec<Value> = fields
        .map(|(name, about)| json!({ "name": name, "type": "string", "description": about }))
        .collect();
    described(REST, &format!("{REST}.csv"), json!({ "fields": fields }))
}
