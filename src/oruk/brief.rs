//! Records as lists have them: their own fields and the one thing that each belongs to, without lists inside.

use crate::directory::record::Document;
use serde_json::Value;

/// The record without lists, at any depth.
pub fn brief(record: Document) -> Document {
    let fields = record.into_iter().filter_map(|(field, value)| match value {
        Value::Array(_) => None,
        Value::Object(object) => {
            let object = brief(object);
            (!object.is_empty()).then_some((field, Value::Object(object)))
        }
        other => Some((field, other)),
    });
    fields.collect()
}
