//! Makes a record one that the official schemas take: what is empty goes, what has the wrong type or format
//! is put right where it is plain what was meant and goes otherwise, and what the standard requires is filled
//! in (see [`required`]). Fields that the standard does not know stay.

use super::format::{self, id_of, named};
use super::required;
use super::shape::{Form, Kind};
use crate::directory::record::{self, Document};
use serde_json::{Number, Value};
use uuid::Uuid;

/// What is not published, whatever it says: marks that say for whom something is, and the log of who changed
/// what, which has the names of those who keep records.
const OURS: [&str; 2] = ["visibility", "metadata"];

/// The record as it may be published; none where something is missing that nobody can fill in. `seed` tells
/// it from all others, for the ids of those of its parts that have none.
pub fn tidy(kind: Kind, record: Document, seed: &str) -> Option<Document> {
    let mut tidied = Document::new();
    for (field, value) in record {
        if OURS.contains(&field.as_str()) {
            continue;
        }
        let seed = format!("{seed}/{field}");
        let fitted = match kind.form(&field) {
            Some(form) => fitted(form, value, &seed),
            None => bare(value),
        };
        if let Some(value) = fitted {
            tidied.insert(field, value);
        }
    }
    if tidied.is_empty() {
        return None;
    }
    if !tidied.contains_key("id") {
        let id = own_id(kind, &tidied, seed).to_string();
        tidied.shift_insert(0, "id".into(), id.into());
    }
    required::fill(kind, &mut tidied).then_some(tidied)
}

/// An id for what has none: a term is told from others by its words, wherever it stands.
fn own_id(kind: Kind, object: &Document, seed: &str) -> Uuid {
    let word = |field| record::text(object, field).unwrap_or_default();
    match kind {
        Kind::TaxonomyTerm => named(
            "term",
            &format!("{}/{}/{}", word("taxonomy"), word("code"), word("name")),
        ),
        kind => named(kind.name(), seed),
    }
}

fn fitted(form: Form, value: Value, seed: &str) -> Option<Value> {
    match form {
        Form::Text => text(value).map(Value::String),
        Form::Number => number(value).map(Value::Number),
        Form::Id => Some(id_of(&text(value)?).to_string().into()),
        Form::Uri => Some(format::uri(&text(value)?)?.into()),
        Form::Email => Some(format::email(&text(value)?)?.into()),
        Form::Moment => Some(format::moment(&text(value)?)?.into()),
        Form::Word(words) => word(&text(value)?, words),
        Form::One(kind) => match value {
            Value::Object(object) => tidy(kind, object, seed).map(Value::Object),
            _ => None,
        },
        Form::Many(kind) => many(kind, value, seed),
    }
}

fn text(value: Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text,
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::Array(parts) => {
            let parts: Option<Vec<&str>> = parts.iter().map(Value::as_str).collect();
            parts?.join(",")
        }
        Value::Null | Value::Object(_) => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}

fn number(value: Value) -> Option<Number> {
    match value {
        Value::Number(number) => Some(number),
        Value::String(text) => {
            let text = text.trim();
            let whole = text.parse::<i64>().ok().map(Number::from);
            whole.or_else(|| Number::from_f64(text.parse().ok()?))
        }
        _ => None,
    }
}

fn word(text: &str, words: &[&str]) -> Option<Value> {
    let meant = |word: &&&str| word.eq_ignore_ascii_case(text.trim());
    words.iter().find(meant).map(|word| Value::from(*word))
}

fn many(kind: Kind, value: Value, seed: &str) -> Option<Value> {
    // One object stands for a list of one.
    let list = match value {
        Value::Array(list) => list,
        object @ Value::Object(_) => vec![object],
        _ => return None,
    };
    let objects = list
        .into_iter()
        .enumerate()
        .filter_map(|(at, value)| match value {
            Value::Object(object) => tidy(kind, object, &format!("{seed}/{at}")),
            _ => None,
        });
    let objects: Vec<Value> = objects.map(Value::Object).collect();
    (!objects.is_empty()).then_some(Value::Array(objects))
}

/// What the standard does not know, without what is empty.
fn bare(value: Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::String(text) => (!text.trim().is_empty()).then_some(Value::String(text)),
        Value::Array(list) => {
            let list: Vec<Value> = list.into_iter().filter_map(bare).collect();
            (!list.is_empty()).then_some(Value::Array(list))
        }
        Value::Object(object) => {
            let fields = object
                .into_iter()
                .filter(|(field, _)| !OURS.contains(&field.as_str()));
            let object: Document = fields
                .filter_map(|(field, value)| Some((field, bare(value)?)))
                .collect();
            (!object.is_empty()).then_some(Value::Object(object))
        }
        other => Some(other),
    }
}

#[cfg(test)]
mod tests;
