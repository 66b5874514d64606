//! What a listing says, field by field.

use super::field::{Field, Part};
use super::{Values, one_line, tidy, times};
use crate::directory::record::{Document, objects, text};
use serde_json::Value;

/// The ways in that a form offers, in its order.
pub const ROUTES: [&str; 4] = ["self", "drop_in", "phone", "professional"];
/// The arrangements for access that a form offers, in its order.
pub const ACCESS: [&str; 8] = [
    "Step-free entrance",
    "Wheelchair-accessible toilet",
    "Parking for blue badge holders",
    "Hearing loop",
    "Quiet room",
    "Lift to all floors",
    "Firm, level path",
    "Changing place with hoist and bench",
];

/// Every field of a nested service.
pub fn read(service: &Document) -> Values {
    let own = Field::OF_SERVICE.into_iter().map(|field| {
        let value = of_service(service, &field);
        (field, value)
    });
    let mut values: Values = own.collect();
    for entry in objects(service, "service_at_locations") {
        if let Some(location) = text(entry, "location_id") {
            let parts = Part::ALL.map(|part| (part, of_place(entry, part)));
            for (part, value) in parts {
                let field = Field::At(location.to_owned(), part);
                // A place that is named twice is what its first entry says.
                values.entry(field).or_insert(value);
            }
        }
    }
    values
}

fn of_service(service: &Document, field: &Field) -> String {
    let line = |name| one_line(text(service, name).unwrap_or_default());
    let lines = |name| tidy(text(service, name).unwrap_or_default());
    match field {
        Field::Name => line("name"),
        Field::Description => lines("description"),
        Field::Alert => lines("alert"),
        Field::Running => one_line(text(service, "status").unwrap_or("active")),
        Field::Eligibility => lines("eligibility_description"),
        Field::MinimumAge => age(service, "minimum_age"),
        Field::MaximumAge => age(service, "maximum_age"),
        Field::Routes => routes(service),
        Field::Process => lines("application_process"),
        Field::Free => free(service),
        Field::Fees => lines("fees_description"),
        Field::Phone => phone(service),
        Field::Email => line("email"),
        Field::Website => line("url"),
        Field::Languages => languages(service),
        Field::Times => times::lines(service),
        Field::At(..) => String::new(),
    }
}

fn of_place(entry: &Document, part: Part) -> String {
    let location = entry.get("location").and_then(Value::as_object);
    let address = location.and_then(|location| objects(location, "addresses").next());
    let line = |holder: Option<&Document>, name| {
        one_line(
            holder
                .and_then(|holder| text(holder, name))
                .unwrap_or_default(),
        )
    };
    match part {
        Part::Name => line(location, "name"),
        Part::Street => line(address, "address_1"),
        Part::Second => line(address, "address_2"),
        Part::Town => line(address, "city"),
        Part::Postcode => line(address, "postal_code"),
        Part::Access => location.map_or_else(String::new, access),
        Part::Times => times::lines(entry),
    }
}

fn age(service: &Document, field: &str) -> String {
    let age = service.get(field).and_then(Value::as_f64);
    age.map(|age| age.to_string()).unwrap_or_default()
}

fn routes(service: &Document) -> String {
    let said: Vec<&str> = objects(service, "attributes")
        .filter(|attribute| text(attribute, "link_type") == Some("referral_route"))
        .filter_map(|attribute| text(attribute, "value"))
        .collect();
    let known = ROUTES.into_iter().filter(|route| said.contains(route));
    known.collect::<Vec<_>>().join(",")
}

fn free(service: &Document) -> String {
    let free = objects(service, "cost_options")
        .any(|option| option.get("amount").and_then(Value::as_f64) == Some(0.0));
    if free { "yes".into() } else { String::new() }
}

fn phone(service: &Document) -> String {
    let number = objects(service, "phones").find_map(|phone| text(phone, "number"));
    one_line(number.unwrap_or_default())
}

/// What a language is called in a listing.
pub fn language(entry: &Document) -> Option<String> {
    let name = text(entry, "name").or_else(|| text(entry, "code"))?;
    // A comma stands between two languages.
    Some(one_line(&name.replace(',', " ")))
}

fn languages(service: &Document) -> String {
    let mut once: Vec<String> = Vec::new();
    for name in objects(service, "languages").filter_map(language) {
        if !name.is_empty()
            && !once
                .iter()
                .any(|known| known.to_lowercase() == name.to_lowercase())
        {
            once.push(name);
        }
    }
    once.join(", ")
}

fn access(location: &Document) -> String {
    let mut said: Vec<String> = Vec::new();
    for name in objects(location, "accessibility").filter_map(|entry| text(entry, "description")) {
        let name = one_line(name);
        if !said.contains(&name) {
            said.push(name);
        }
    }
    said.sort_by_key(|name| order(name));
    said.join("\n")
}

/// Where an arrangement stands in the form: those that it offers first.
pub fn order(name: &str) -> (usize, String) {
    let at = ACCESS.iter().position(|known| *known == name);
    (at.unwrap_or(ACCESS.len()), name.to_owned())
}
