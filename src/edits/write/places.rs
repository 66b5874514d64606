//! Writing what is said of one place.

use super::{in_list, made_id, say, schedules};
use crate::directory::record::{Document, text};
use crate::edits::field::Part;
use crate::edits::one_line;
use serde_json::{Value, json};

/// Writes one thing about a place; a place that the listing does not have yet is added to it.
pub fn apply(service: &mut Document, location: &str, part: Part, value: &str) {
    let is_there = entry(service, location).is_some();
    if !is_there && value.is_empty() {
        return;
    }
    if !is_there {
        add(service, location);
    }
    let Some(entry) = entry(service, location) else {
        return;
    };
    match part {
        Part::Times => schedules(entry, "service_at_location_id", value),
        part => {
            if let Some(place) = place(entry, location) {
                of_location(place, location, part, value);
            }
        }
    }
}

fn of_location(place: &mut Document, location: &str, part: Part, value: &str) {
    match part {
        Part::Name => say(place, "name", value),
        Part::Access => access(place, location, value),
        Part::Street => address(place, location, "address_1", value),
        Part::Second => address(place, location, "address_2", value),
        Part::Town => address(place, location, "city", value),
        Part::Postcode => {
            address(place, location, "postal_code", value);
            // Where it was is not where it is: the postcode says where from now on.
            place.shift_remove("latitude");
            place.shift_remove("longitude");
        }
        Part::Times => {}
    }
}

fn entry<'a>(service: &'a mut Document, location: &str) -> Option<&'a mut Document> {
    let entries = service.get_mut("service_at_locations")?.as_array_mut()?;
    let mut entries = entries.iter_mut().filter_map(Value::as_object_mut);
    entries.find(|entry| text(entry, "location_id") == Some(location))
}

fn add(service: &mut Document, location: &str) {
    let id = text(service, "id").unwrap_or_default().to_owned();
    let entry = json!({
        "id": made_id(&[&id, "at", location]), "service_id": id, "location_id": location,
        "location": { "id": location, "location_type": "physical" },
    });
    in_list(service, "service_at_locations", |entries| {
        entries.push(entry)
    });
}

fn place<'a>(entry: &'a mut Document, location: &str) -> Option<&'a mut Document> {
    let held = entry.entry("location").or_insert(Value::Null);
    if !held.is_object() {
        *held = json!({ "id": location, "location_type": "physical" });
    }
    held.as_object_mut()
}

fn address(place: &mut Document, location: &str, field: &str, value: &str) {
    in_list(place, "addresses", |addresses| {
        let is_there = addresses.iter().any(Value::is_object);
        if !is_there && !value.is_empty() {
            addresses.push(json!({
                "id": made_id(&[location, "address"]), "location_id": location,
                "country": "GB", "address_type": "physical",
            }));
        }
        let mut objects = addresses.iter_mut().filter_map(Value::as_object_mut);
        if let Some(address) = objects.next() {
            say(address, field, value);
        }
    });
}

fn access(place: &mut Document, location: &str, value: &str) {
    let name = |one: &Value| one.get("description").and_then(Value::as_str).map(one_line);
    in_list(place, "accessibility", |list| {
        let mut held = std::mem::take(list);
        for wanted in value.lines() {
            let same = held
                .iter()
                .position(|one| name(one).as_deref() == Some(wanted));
            list.push(match same {
                Some(at) => held.remove(at),
                None => json!({
                    "id": made_id(&[location, "access", wanted]), "location_id": location,
                    "description": wanted,
                }),
            });
        }
        let is_nameless = |one: &Value| name(one).is_none_or(|name| name.is_empty());
        list.extend(held.into_iter().filter(is_nameless));
    });
}
