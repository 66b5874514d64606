//! The mark `visibility`: what it may say, and what it says.

use super::super::record::{Document, text};
use crate::domain::visibility::{Level, PUBLIC};
use crate::error::FieldError;
use serde_json::Value;

/// The field of any object that says for whom it is.
pub const FIELD: &str = "visibility";

/// For whom an object is by its own mark; none for everybody.
pub fn level(object: &Document) -> Option<Level> {
    Level::parse(object.get(FIELD)?.as_str()?)
}

/// The same for any value; what is no object has no mark.
pub fn level_of(value: &Value) -> Option<Level> {
    level(value.as_object()?)
}

/// Whether an object says that it is for everybody.
pub fn is_public(value: &Value) -> bool {
    value.get(FIELD).and_then(Value::as_str) == Some(PUBLIC)
}

/// The id of a thing, as all ids are compared.
pub fn id_of(value: &Value) -> Option<String> {
    text(value.as_object()?, "id").map(str::to_lowercase)
}

/// A thing without any marks in it.
pub fn unmarked(value: &Value) -> Value {
    match value {
        Value::Array(list) => list.iter().map(unmarked).collect(),
        Value::Object(object) => {
            let fields = object.iter().filter(|(name, _)| *name != FIELD);
            let fields = fields.map(|(name, value)| (name.clone(), unmarked(value)));
            Value::Object(fields.collect())
        }
        other => other.clone(),
    }
}

/// Every mark of a record that says nothing known, or stands where it cannot be kept, with its path.
pub fn faults(record: &Document) -> Vec<FieldError> {
    let mut found = Vec::new();
    in_object("", record, &mut found);
    for (object, path, what) in whole(record) {
        if level(object).is_some() {
            let message = format!("cannot withhold {what}: mark what in it is not for everybody");
            found.push(FieldError::new(format!("{path}{FIELD}"), message));
        }
    }
    let entries = super::super::record::objects(record, "service_at_locations");
    for (at, entry) in entries.enumerate() {
        if level(entry).is_some() && !entry.get("location").is_some_and(Value::is_object) {
            let message = "needs its location beside it: bring the location along";
            let path = format!("service_at_locations[{at}].{FIELD}");
            found.push(FieldError::new(path, message));
        }
    }
    found
}

/// What everybody must be able to find: that there is the service, and who runs it.
fn whole(record: &Document) -> Vec<(&Document, &'static str, &'static str)> {
    let organization = record.get("organization").and_then(Value::as_object);
    let organization = organization.map(|object| (object, "organization.", "a whole organisation"));
    let service = [(record, "", "a whole service")];
    service.into_iter().chain(organization).collect()
}

fn in_object(path: &str, object: &Document, found: &mut Vec<FieldError>) {
    for (field, value) in object {
        let path = match path.is_empty() {
            true => field.clone(),
            false => format!("{path}.{field}"),
        };
        if field == FIELD && !is_known(value) {
            let shown: String = value.to_string().chars().take(60).collect();
            let known = "\"public\", \"professional\", \"provider\" or \"steward\"";
            found.push(FieldError::new(
                &path,
                format!("must be {known}, not {shown}"),
            ));
        }
        in_value(&path, value, found);
    }
}

fn in_value(path: &str, value: &Value, found: &mut Vec<FieldError>) {
    match value {
        Value::Array(list) => {
            for (at, value) in list.iter().enumerate() {
                in_value(&format!("{path}[{at}]"), value, found);
            }
        }
        Value::Object(object) => in_object(path, object, found),
        _ => {}
    }
}

/// Null and the empty text say nothing, as in other fields.
fn is_known(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(word) => word.is_empty() || word == PUBLIC || Level::parse(word).is_some(),
        _ => false,
    }
}

/// Marks the location of each entry that is marked: where a service is cannot be withheld for the one
/// and told by the other.
pub fn spread(service: &mut Document) {
    let entries = service.get_mut("service_at_locations");
    for entry in entries.and_then(Value::as_array_mut).into_iter().flatten() {
        let own = level_of(entry);
        let location = entry.get_mut("location").and_then(Value::as_object_mut);
        if let Some((own, location)) = own.zip(location)
            && level(location) < Some(own)
        {
            location.insert(FIELD.to_owned(), own.as_str().into());
        }
    }
}
