//! Taking away what says nothing: nulls, empty texts, empty lists and objects; and characters that cannot be
//! kept.

use serde_json::{Map, Value};

/// A value without what says nothing in it; none if nothing is left.
pub fn clean(value: Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::String(text) => text_of(text).map(Value::String),
        Value::Array(list) => {
            let list: Vec<Value> = list.into_iter().filter_map(clean).collect();
            (!list.is_empty()).then_some(Value::Array(list))
        }
        Value::Object(object) => {
            let object = fields(object);
            (!object.is_empty()).then_some(Value::Object(object))
        }
        other => Some(other),
    }
}

/// The same for an object.
pub fn fields(object: Map<String, Value>) -> Map<String, Value> {
    let kept = object
        .into_iter()
        .filter_map(|(name, value)| Some((without_nul(name), clean(value)?)));
    kept.collect()
}

fn text_of(text: String) -> Option<String> {
    let text = without_nul(text);
    (!text.trim().is_empty()).then_some(text)
}

fn without_nul(text: String) -> String {
    match text.contains('\0') {
        true => text.replace('\0', ""),
        false => text,
    }
}
