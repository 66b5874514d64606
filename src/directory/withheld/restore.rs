//! Puts parts back in their places.

use super::super::record::Document;
use super::part::Part;
use super::pass::Pass;
use super::path::{Step, follow};
use serde_json::Value;

/// The document with all parts that a pass opens back in their places; with all of them it is what it
/// was before they were taken out. A part whose holder is gone stays where it is kept.
pub fn restore(document: Document, parts: &[Part], pass: Pass) -> Document {
    with(document, parts.iter().filter(|part| pass.opens(part)))
}

/// The same with these parts, for whoever writes and shows nobody what comes out.
pub(super) fn with<'a>(
    document: Document,
    parts: impl DoubleEndedIterator<Item = &'a Part>,
) -> Document {
    let mut whole = Value::Object(document);
    let mut left: Vec<&Part> = parts.rev().collect();
    // A part may belong into another that comes after it.
    loop {
        let before = left.len();
        left.retain(|part| !put_back(&mut whole, part));
        if left.is_empty() || left.len() == before {
            break;
        }
    }
    match whole {
        Value::Object(document) => document,
        _ => Document::new(),
    }
}

fn put_back(whole: &mut Value, part: &Part) -> bool {
    let Some((last, way)) = part.path.split_last() else {
        return false;
    };
    match (follow(whole, way), last) {
        (Some(Value::Object(holder)), Step::Field(name, at)) => {
            if !holder.contains_key(name) {
                let at = (*at).min(holder.len());
                holder.shift_insert(at, name.clone(), part.value.clone());
            }
            true
        }
        (Some(Value::Array(holder)), Step::Item(at, _)) => {
            holder.insert((*at).min(holder.len()), part.value.clone());
            true
        }
        _ => false,
    }
}
