//! NUL characters: PostgreSQL cannot keep one in a text, and nobody can mean one.

use crate::directory::record::Document;
use crate::error::FieldError;
use serde_json::Value;

/// A fault for each text and each field name with a NUL in it.
pub fn faults(record: &Document) -> Vec<FieldError> {
    let mut found = Vec::new();
    // Nearly always there is none, and then no path is needed.
    if object_holds(record) {
        in_object("", record, &mut found);
    }
    found
}

fn object_holds(object: &Document) -> bool {
    let mut fields = object.iter();
    fields.any(|(field, value)| field.contains('\0') || value_holds(value))
}

fn value_holds(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(list) => list.iter().any(value_holds),
        Value::Object(object) => object_holds(object),
        _ => false,
    }
}

fn in_object(path: &str, object: &Document, found: &mut Vec<FieldError>) {
    for (field, value) in object {
        if field.contains('\0') {
            let message = "is the name of a field with a NUL character: take it out";
            found.push(FieldError::new(shown(path, field), message));
        }
        in_value(&shown(path, field), value, found);
    }
}

fn in_value(path: &str, value: &Value, found: &mut Vec<FieldError>) {
    match value {
        Value::String(text) if text.contains('\0') => {
            found.push(FieldError::new(path, "holds a NUL character: take it out"));
        }
        Value::Array(list) => {
            for (at, value) in list.iter().enumerate() {
                in_value(&format!("{path}[{at}]"), value, found);
            }
        }
        Value::Object(object) => in_object(&format!("{path}."), object, found),
        _ => {}
    }
}

fn shown(path: &str, field: &str) -> String {
    format!("{path}{}", field.replace('\0', "\\0"))
}
