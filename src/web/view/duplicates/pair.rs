//! Two listings side by side, field by field.

use super::{Short, place};
use crate::directory::record::{Document, location_ids, objects, text};
use crate::edits::field::Field;
use crate::edits::read;
use crate::web::tongue::filters;
use crate::web::view::edit::words::{label, of};
use askama::Template;
use serde_json::Value;

/// The page.
#[derive(Debug, Template)]
#[template(path = "duplicates_pair.html")]
pub struct PairPage {
    /// The one that stays.
    pub kept: Short,
    /// The other.
    pub other: Short,
    /// The fields of which they say different things.
    pub rows: Vec<Row>,
    /// How many fields are the same.
    pub same: usize,
    /// Places of the other that the one that stays does not have: id and words.
    pub places: Vec<(String, String)>,
}

/// A field of which two listings say different things.
#[derive(Debug)]
pub struct Row {
    /// Its name in the form.
    pub key: String,
    /// What it is called.
    pub label: &'static str,
    /// What the one that stays says.
    pub kept: String,
    /// What the other says.
    pub other: String,
    /// Whether the one that stays says nothing.
    pub lacks: bool,
    /// Whether there is anything to take.
    pub can_take: bool,
}

impl PairPage {
    /// Both, of which the first stays.
    pub fn view(kept: &Document, other: &Document) -> Self {
        let (ours, theirs) = (read(kept), read(other));
        let fields = Field::OF_SERVICE.into_iter();
        let (same, rows): (Vec<Field>, Vec<Field>) =
            fields.partition(|field| ours.get(field) == theirs.get(field));
        let rows = rows.into_iter().map(|field| {
            let value = |values: &crate::edits::Values| {
                of(&field, values.get(&field).map_or("", String::as_str))
            };
            let (held, given) = (value(&ours), value(&theirs));
            Row {
                key: field.key(),
                label: label(&field),
                lacks: held.is_empty() && !given.is_empty(),
                can_take: !given.is_empty(),
                kept: held,
                other: given,
            }
        });
        Self {
            kept: Short::view(kept),
            other: Short::view(other),
            rows: rows.collect(),
            same: same.len(),
            places: places(kept, other),
        }
    }
}

fn places(kept: &Document, other: &Document) -> Vec<(String, String)> {
    let ours = location_ids(kept);
    let entries = objects(other, "service_at_locations").filter_map(|entry| {
        let id = text(entry, "location_id")?;
        let location = entry.get("location").and_then(Value::as_object);
        let words = location.map(place).filter(|words| !words.is_empty());
        Some((
            id.to_owned(),
            words.unwrap_or_else(|| "A place without an address".into()),
        ))
    });
    let mut places: Vec<(String, String)> = entries.filter(|(id, _)| !ours.contains(id)).collect();
    places.dedup();
    places
}
