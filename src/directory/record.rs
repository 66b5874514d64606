//! One nested HSDS service taken apart into the documents that are kept (service, organisation,
//! locations) and put together again. Whatever a record says, known to HSDS or not, stays.

use super::check;
use super::store::Shelf;
use super::withheld;
use crate::domain::id;
use crate::error::FieldError;
use serde_json::{Map, Value};

/// A JSON object with its fields in the order they came in.
pub type Document = Map<String, Value>;

/// What one nested service is kept as.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// The service, which names its organisation and locations by id.
    pub service: Document,
    /// The organisation, if the record brought it along.
    pub organization: Option<Document>,
    /// The locations that the record brought along, each once.
    pub locations: Vec<Document>,
}

/// Takes a nested service apart. Ids of the three kinds become lower-case hyphenated UUIDs,
/// `organization_id` and `location_id` are filled in, and a missing `status` becomes `active`, for
/// the standard requires one; all else stays as it came. What is not for everybody is still inside,
/// with its marks: it is taken out as a document is written.
///
/// # Errors
/// What [`check::faults`] finds wrong with the record.
pub fn split(record: Document) -> Result<Parts, Vec<FieldError>> {
    let faults = check::faults(&record);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut service = record;
    withheld::mark::spread(&mut service);
    normalise(&mut service, "id");
    if text(&service, "status").is_none() {
        service.insert("status".into(), "active".into());
    }
    let organization =
        take_out(&mut service, "organization", "organization_id").map(|mut taken| {
            normalise(&mut taken, "parent_organization_id");
            taken
        });
    let locations = take_locations(&mut service);
    Ok(Parts {
        service,
        organization,
        locations,
    })
}

fn take_locations(service: &mut Document) -> Vec<Document> {
    let mut locations: Vec<Document> = Vec::new();
    let entries = service.get_mut("service_at_locations");
    for entry in entries.and_then(Value::as_array_mut).into_iter().flatten() {
        let Some(entry) = entry.as_object_mut() else {
            continue;
        };
        if let Some(location) = take_out(entry, "location", "location_id") {
            match locations
                .iter_mut()
                .find(|l| l.get("id") == location.get("id"))
            {
                Some(known) => {
                    let held = std::mem::take(known);
                    *known = withheld::merge(Shelf::Locations, held, location);
                }
                None => locations.push(location),
            }
        }
    }
    locations
}

/// Takes the object `field` out of its holder and leaves its id behind, in its place.
fn take_out(holder: &mut Document, field: &str, id_field: &str) -> Option<Document> {
    normalise(holder, id_field);
    let place = holder.keys().position(|key| key == field)?;
    let Some(Value::Object(mut taken)) = holder.shift_remove(field) else {
        return None; // An explicit null says nothing.
    };
    normalise(&mut taken, "id");
    let id = taken.get("id").cloned().unwrap_or_default();
    match holder.get_mut(id_field) {
        Some(known) => *known = id,
        None => drop(holder.shift_insert(place, id_field.to_owned(), id)),
    }
    Some(taken)
}

/// Writes the id in `field` the way all ids are kept; what is not an id is left alone.
fn normalise(holder: &mut Document, field: &str) {
    if let Some(value) = holder.get_mut(field)
        && let Some(Ok(known)) = value.as_str().map(id::parse)
    {
        *value = Value::String(known.to_string());
    }
}

/// Puts a nested service together again: the reverse of [`split`]. The organisation and each
/// location come right after the id that names them; one that is not known is left out.
pub fn assemble(
    mut service: Document,
    organization: Option<Document>,
    mut location: impl FnMut(&str) -> Option<Document>,
) -> Document {
    if let Some(organization) = organization {
        put_back(
            &mut service,
            "organization",
            "organization_id",
            organization,
        );
    }
    let entries = service.get_mut("service_at_locations");
    for entry in entries.and_then(Value::as_array_mut).into_iter().flatten() {
        let Some(entry) = entry.as_object_mut() else {
            continue;
        };
        let known = text(entry, "location_id").and_then(&mut location);
        if let Some(known) = known {
            put_back(entry, "location", "location_id", known);
        }
    }
    service
}

fn put_back(holder: &mut Document, field: &str, id_field: &str, document: Document) {
    holder.shift_remove(field);
    let after = holder.keys().position(|key| key == id_field);
    let place = after.map_or(holder.len(), |place| place + 1);
    holder.shift_insert(place, field.to_owned(), Value::Object(document));
}

/// Adds the fields of a later document on the same thing; where both have one, the later wins.
pub fn merge(known: &mut Document, later: Document) {
    for (field, value) in later {
        known.insert(field, value);
    }
}

/// The names of the fields in which two documents differ, in the order of the new one; the order of
/// the fields says nothing.
pub fn differing(held: &Document, new: &Document) -> Vec<String> {
    let other = new
        .iter()
        .filter(|(field, value)| held.get(*field) != Some(value));
    let lost = held.keys().filter(|field| !new.contains_key(*field));
    other.map(|(field, _)| field).chain(lost).cloned().collect()
}

/// A text field; none where it is absent, null, empty or no text at all.
pub fn text<'a>(document: &'a Document, field: &str) -> Option<&'a str> {
    let text = document.get(field)?.as_str()?;
    (!text.trim().is_empty()).then_some(text)
}

/// The objects in a list field; none where it is absent or no list.
pub fn objects<'a>(document: &'a Document, field: &str) -> impl Iterator<Item = &'a Document> {
    let list = document.get(field).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_object)
}

/// The ids of the locations that a service document names, each once, in order.
pub fn location_ids(service: &Document) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for entry in objects(service, "service_at_locations") {
        if let Some(id) = text(entry, "location_id")
            && !ids.iter().any(|known| known == id)
        {
            ids.push(id.to_owned());
        }
    }
    ids
}

/// The ids of all locations that a document names or has inside, as they are compared: those where a
/// service is, and those of an organisation.
pub fn named_locations(document: &Document) -> Vec<String> {
    let inside = objects(document, "locations").filter_map(|location| text(location, "id"));
    let mut ids = location_ids(document);
    ids.extend(inside.map(str::to_lowercase));
    ids
}

#[cfg(test)]
mod tests;
