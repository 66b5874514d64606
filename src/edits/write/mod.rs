//! Writing one field into a listing, and leaving alone whatever else it says.

mod lists;
mod places;

use super::field::Field;
use super::times;
use crate::directory::record::{Document, text};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Writes a value, as [`super::check::checked`] gives it, into a nested service.
pub fn apply(service: &mut Document, field: &Field, value: &str) {
    match field {
        Field::Name => say(service, "name", value),
        Field::Description => say(service, "description", value),
        Field::Alert => say(service, "alert", value),
        Field::Running => say(service, "status", value),
        Field::Eligibility => say(service, "eligibility_description", value),
        Field::MinimumAge => age(service, "minimum_age", value),
        Field::MaximumAge => age(service, "maximum_age", value),
        Field::Routes => lists::routes(service, value),
        Field::Process => say(service, "application_process", value),
        Field::Free => lists::free(service, value),
        Field::Fees => say(service, "fees_description", value),
        Field::Phone => lists::phone(service, value),
        Field::Email => say(service, "email", value),
        Field::Website => say(service, "url", value),
        Field::Languages => lists::languages(service, value),
        Field::Times => schedules(service, "service_id", value),
        Field::At(location, part) => places::apply(service, location, *part, value),
    }
}

/// A text of a holder; where it is empty, the field goes.
fn say(holder: &mut Document, field: &str, value: &str) {
    match value.is_empty() {
        true => drop(holder.shift_remove(field)),
        false => drop(holder.insert(field.to_owned(), value.into())),
    }
}

fn age(service: &mut Document, field: &str, value: &str) {
    let number = match (value.parse::<i64>(), value.parse::<f64>()) {
        (Ok(whole), _) => json!(whole),
        (_, Ok(number)) => json!(number),
        _ => return drop(service.shift_remove(field)),
    };
    service.insert(field.to_owned(), number);
}

/// Weekly times of a service, or of a service at a place: what belongs to it is named in the field `owner`.
fn schedules(holder: &mut Document, owner: &str, value: &str) {
    let Ok(rows) = times::parse(value) else {
        return;
    };
    let id = text(holder, "id").unwrap_or_default().to_owned();
    times::write(holder, &rows, |at| {
        let line = rows.get(at).map(times::Row::line).unwrap_or_default();
        let mut new = Map::new();
        new.insert("id".into(), made_id(&[&id, "schedule", &line]).into());
        new.insert(owner.to_owned(), id.as_str().into());
        new.insert("interval".into(), json!(1));
        new
    });
}

/// An id for something new inside a listing: the same for the same thing, so that a preview and what is
/// kept are alike.
pub fn made_id(parts: &[&str]) -> String {
    let digest = Sha256::digest(parts.join("\n").as_bytes());
    let mut bytes = [0; 16];
    bytes
        .iter_mut()
        .zip(digest.iter())
        .for_each(|(to, from)| *to = *from);
    uuid_of(bytes).to_string()
}

fn uuid_of(bytes: [u8; 16]) -> Uuid {
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// Works on a list of a holder. One with nothing in it says nothing, and goes.
fn in_list<T>(holder: &mut Document, field: &str, work: impl FnOnce(&mut Vec<Value>) -> T) -> T {
    let mut list = match holder.get_mut(field).map(Value::take) {
        Some(Value::Array(list)) => list,
        _ => Vec::new(),
    };
    let done = work(&mut list);
    match list.is_empty() {
        true => drop(holder.shift_remove(field)),
        false => drop(holder.insert(field.to_owned(), list.into())),
    }
    done
}
