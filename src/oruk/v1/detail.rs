//! A service of version 3 in the shape that version 1 has for one: the spelling of lists is that which feeds
//! use and finders read (`service_taxonomys`), and not that of the schema.

use super::shape::{renamed, same, service, taxonomy};
use crate::directory::record::{Document, objects, text};
use serde_json::{Value, json};

/// A list of version 3 under its old name, and how each entry was written.
type Listed = (&'static str, &'static str, fn(&Document) -> Document);

/// The lists that have only other names, inside and out.
const LISTS: [Listed; 5] = [
    ("service_areas", "service_areas", area),
    ("cost_options", "cost_options", cost),
    ("languages", "languages", language),
    ("funding", "fundings", funding),
    ("schedules", "regular_schedules", schedule),
];

/// A service with everything that version 1 has room for.
pub fn detail(record: &Document) -> Document {
    let mut whole = service(record);
    put(&mut whole, "service_taxonomys", terms(record));
    put(
        &mut whole,
        "eligibilitys",
        eligibility(record).into_iter().collect(),
    );
    for (new, old, written) in LISTS {
        put(&mut whole, old, objects(record, new).map(written).collect());
    }
    put(&mut whole, "contacts", contacts(record));
    put(
        &mut whole,
        "service_at_locations",
        objects(record, "service_at_locations").map(site).collect(),
    );
    whole
}

/// Puts a list in its place, if anything is in it.
fn put(record: &mut Document, field: &str, list: Vec<Document>) {
    if !list.is_empty() {
        let list: Vec<Value> = list.into_iter().map(Value::Object).collect();
        record.insert(field.into(), list.into());
    }
}

fn terms(record: &Document) -> Vec<Document> {
    let terms = objects(record, "attributes").filter_map(|attribute| {
        let term = attribute.get("taxonomy_term")?.as_object()?;
        let mut entry = same(attribute, &["id"]);
        entry.insert("taxonomy".into(), Value::Object(taxonomy(term)));
        Some(entry)
    });
    terms.collect()
}

fn eligibility(record: &Document) -> Option<Document> {
    let mut ages = same(record, &["minimum_age", "maximum_age"]);
    if ages.is_empty() {
        return None;
    }
    ages.insert("id".into(), record.get("id")?.clone());
    Some(ages)
}

fn area(area: &Document) -> Document {
    renamed(
        area,
        &[
            ("id", "id"),
            ("name", "service_area"),
            ("extent", "extent"),
            ("uri", "uri"),
        ],
    )
}

fn cost(cost: &Document) -> Document {
    same(
        cost,
        &[
            "id",
            "valid_from",
            "valid_to",
            "option",
            "amount",
            "amount_description",
        ],
    )
}

fn language(language: &Document) -> Document {
    renamed(language, &[("id", "id"), ("name", "language")])
}

fn funding(funding: &Document) -> Document {
    same(funding, &["id", "source"])
}

fn schedule(schedule: &Document) -> Document {
    same(
        schedule,
        &[
            "id",
            "opens_at",
            "closes_at",
            "valid_from",
            "valid_to",
            "dtstart",
            "freq",
            "interval",
            "byday",
            "bymonthday",
            "description",
        ],
    )
}

/// Telephones stand with contacts there, so those of the service itself have one of their own.
fn contacts(record: &Document) -> Vec<Document> {
    let mut contacts: Vec<Document> = objects(record, "contacts").map(contact).collect();
    if objects(record, "phones").next().is_some() {
        let mut own = same(record, &["id"]);
        put(
            &mut own,
            "phones",
            objects(record, "phones").map(phone).collect(),
        );
        contacts.push(own);
    }
    contacts
}

fn contact(contact: &Document) -> Document {
    let mut old = same(contact, &["id", "name", "title"]);
    put(
        &mut old,
        "phones",
        objects(contact, "phones").map(phone).collect(),
    );
    old
}

fn phone(phone: &Document) -> Document {
    same(phone, &["id", "number"])
}

fn site(site: &Document) -> Document {
    let mut old = same(site, &["id"]);
    if let Some(place) = site.get("location").and_then(Value::as_object) {
        old.insert("location".into(), Value::Object(location(place)));
    }
    put(
        &mut old,
        "regular_schedule",
        objects(site, "schedules").map(schedule).collect(),
    );
    old
}

fn location(place: &Document) -> Document {
    let mut old = same(
        place,
        &["id", "name", "description", "latitude", "longitude"],
    );
    let fields = [
        "id",
        "address_1",
        "city",
        "state_province",
        "postal_code",
        "country",
    ];
    put(
        &mut old,
        "physical_addresses",
        objects(place, "addresses")
            .map(|one| same(one, &fields))
            .collect(),
    );
    let access = objects(place, "accessibility").filter_map(|one| {
        let words = text(one, "description")?;
        let entry = json!({ "id": one.get("id"), "accessibility": words });
        entry.as_object().cloned()
    });
    put(&mut old, "accessibility_for_disabilities", access.collect());
    old
}
