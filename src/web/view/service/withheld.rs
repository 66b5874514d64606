//! What of a service is not for the public, for whoever may see it.

use super::contact::Phone;
use super::place::address_lines;
use crate::directory::record::{Document, objects};
use crate::directory::store::Shelf;
use crate::directory::withheld::{Part, Pass, Seen};
use crate::domain::visibility::Level;
use crate::web::view::words::capitalised;
use serde_json::Value;

/// What is for the same people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circle {
    /// For whom it is.
    pub level: Level,
    /// What there is.
    pub facts: Vec<Known>,
}

/// One part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// What it is.
    pub name: String,
    /// What it says.
    pub lines: Vec<String>,
    /// Numbers to ring.
    pub phones: Vec<Phone>,
}

/// The fields that say nothing to a reader.
const UNSAID: [&str; 8] = [
    "id",
    "visibility",
    "service_id",
    "location_id",
    "organization_id",
    "phones",
    "metadata",
    "address_type",
];

/// All that a pass opens, the widest circle first.
pub fn circles(parts: &[(Shelf, String, Part)], pass: Pass) -> Vec<Circle> {
    let seen: Vec<Seen> = parts
        .iter()
        .filter_map(|(_, _, part)| part.seen(pass))
        .collect();
    let circles = Level::ALL.into_iter().map(|level| {
        let mine = seen.iter().filter(|seen| seen.level == level);
        let mut facts: Vec<Known> = mine.filter_map(Known::view).collect();
        facts.sort_by_key(Known::rank);
        // Whoever reads an address has no use for two numbers.
        if facts.iter().any(|fact| fact.name == "Address") {
            facts.retain(|fact| fact.name != "Latitude" && fact.name != "Longitude");
        }
        Circle { level, facts }
    });
    circles.filter(|circle| !circle.facts.is_empty()).collect()
}

impl Known {
    /// What one needs first comes first.
    fn rank(&self) -> usize {
        let first = ["Telephone", "Contact", "Name", "Address"];
        let found = first.iter().position(|name| *name == self.name);
        found.unwrap_or(first.len())
    }

    /// None for what says nothing to a reader.
    fn view(seen: &Seen) -> Option<Self> {
        let mut lines = Vec::new();
        let mut phones = Vec::new();
        match (seen.field, seen.value) {
            (field, _) if UNSAID.contains(&field) && field != "phones" => {}
            ("phones", Value::Object(phone)) => phones.extend(Phone::view(phone)),
            ("addresses", Value::Object(address)) => lines.push(address_lines(address).join(", ")),
            (_, Value::Object(object)) => {
                phones.extend(objects(object, "phones").filter_map(Phone::view));
                said(object, &mut lines);
            }
            (_, value) => words(value, &mut lines),
        }
        lines.retain(|line| !line.is_empty());
        (!lines.is_empty() || !phones.is_empty()).then(|| Self {
            name: name(seen.field),
            lines,
            phones,
        })
    }
}

/// The name of a field as people read it.
fn name(field: &str) -> String {
    match field {
        "addresses" => "Address".into(),
        "phones" => "Telephone".into(),
        "contacts" => "Contact".into(),
        "schedules" => "Times".into(),
        "attributes" => "Detail".into(),
        "accessibility" => "Access".into(),
        "transportation" => "Getting there".into(),
        "additional_urls" | "url" => "Web".into(),
        other => capitalised(&other.trim_start_matches("x_").replace('_', " ")),
    }
}

/// What an object says, a line for each field.
fn said(object: &Document, lines: &mut Vec<String>) {
    for (field, value) in object {
        if UNSAID.contains(&field.as_str()) {
            continue;
        }
        let mut own = Vec::new();
        words(value, &mut own);
        match field.as_str() {
            "name" | "description" | "value" | "text" | "note" | "body" | "label" | "url"
            | "email" => lines.extend(own),
            _ => lines.extend(own.iter().map(|line| format!("{}: {line}", name(field)))),
        }
    }
}

fn words(value: &Value, lines: &mut Vec<String>) {
    match value {
        Value::Null => {}
        Value::Bool(said) => lines.push(if *said { "yes" } else { "no" }.into()),
        Value::Number(number) => lines.push(number.to_string()),
        Value::String(text) => lines.extend(super::paragraphs(Some(text))),
        Value::Array(list) => list.iter().for_each(|value| words(value, lines)),
        Value::Object(object) => said(object, lines),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::withheld::{Hidden, settle};
    use serde_json::json;

    #[test]
    fn each_circle_has_what_is_for_it_in_words() {
        let location = json!({
            "id": "L", "latitude": 53.1, "name": "Larch House",
            "addresses": [{ "address_1": "1 Larch Street", "postal_code": "QH1 1AA", "visibility": "professional" }],
            "contacts": [{ "name": "Ada", "title": "night shift", "phones": [{ "number": "0555 1" }], "visibility": "steward" }],
        });
        let location = location.as_object().unwrap().clone();
        let settled = settle(Shelf::Locations, location, &[], None, &Hidden::new());
        let parts: Vec<_> = settled
            .parts()
            .iter()
            .map(|part| (Shelf::Locations, "L".into(), part.clone()))
            .collect();
        let seen = circles(&parts, Pass::up_to(Level::Professional));
        let names: Vec<&str> = seen[0]
            .facts
            .iter()
            .map(|fact| fact.name.as_str())
            .collect();
        assert_eq!((seen.len(), names), (1, vec!["Name", "Address"]));
        assert_eq!(seen[0].facts[1].lines, ["1 Larch Street, QH1 1AA"]);
        let seen = circles(&parts, Pass::up_to(Level::Steward));
        let contact = &seen[1].facts[0];
        assert_eq!(contact.lines, ["Ada", "Title: night shift"]);
        assert_eq!(contact.phones[0].number, "0555 1");
    }
}
