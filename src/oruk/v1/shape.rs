//! Records of version 3 in the shape that lists of version 1 have.

use crate::directory::record::{Document, objects, text};
use serde_json::{Value, json};

/// Takes over fields under the names that they had.
pub fn renamed(from: &Document, fields: &[(&str, &str)]) -> Document {
    let fields = fields
        .iter()
        .filter_map(|(new, old)| Some(((*old).to_owned(), from.get(*new)?.clone())));
    fields.collect()
}

/// The same names on both sides.
pub fn same(from: &Document, fields: &[&str]) -> Document {
    let fields = fields
        .iter()
        .filter_map(|field| Some(((*field).to_owned(), from.get(*field)?.clone())));
    fields.collect()
}

/// A service as lists have it.
pub fn service(record: &Document) -> Document {
    let mut service = same(record, &["id"]);
    service.insert("organization".into(), run_by(record));
    let fields = [
        "name",
        "description",
        "url",
        "email",
        "status",
        "fees",
        "accreditations",
        "assured_date",
    ];
    service.extend(same(record, &fields));
    web_only(&mut service, "url");
    if !service.contains_key("fees")
        && let Some(fees) = record.get("fees_description")
    {
        service.insert("fees".into(), fees.clone());
    }
    if let Some(way) = attending_type(record) {
        service.insert("attending_type".into(), way.into());
    }
    if let Some(access) = attending_access(record) {
        service.insert("attending_access".into(), access.into());
    }
    service
}

/// Who runs it. Version 1 requires somebody: where nobody is named, the service stands for itself.
fn run_by(record: &Document) -> Value {
    match record.get("organization").and_then(Value::as_object) {
        Some(known) => Value::Object(organization(known)),
        None => {
            json!({ "id": record.get("id"), "name": record.get("name"), "description": record.get("name") })
        }
    }
}

/// An organisation.
pub fn organization(record: &Document) -> Document {
    let fields = [
        ("id", "id"),
        ("name", "name"),
        ("description", "description"),
        ("email", "email"),
        ("website", "url"),
        ("logo", "logo"),
        ("uri", "uri"),
    ];
    let mut organization = renamed(record, &fields);
    web_only(&mut organization, "url");
    web_only(&mut organization, "uri");
    organization
}

/// Version 1 takes addresses of the web alone.
fn web_only(record: &mut Document, field: &str) {
    let known = text(record, field).is_some_and(|address| {
        ["http://", "https://", "ftp://"]
            .iter()
            .any(|start| address.starts_with(start))
    });
    if !known {
        record.shift_remove(field);
    }
}

fn marked<'a>(record: &'a Document, link: &str) -> impl Iterator<Item = &'a str> {
    let attributes =
        objects(record, "attributes").filter(move |one| text(one, "link_type") == Some(link));
    attributes.filter_map(|one| text(one, "value"))
}

fn attending_type(record: &Document) -> Option<&'static str> {
    let known = marked(record, "delivery").find_map(|value| match value {
        "phone" => Some("phone"),
        "online" => Some("online"),
        "home_visit" => Some("home visit"),
        _ => None,
    });
    known.or_else(|| {
        objects(record, "service_at_locations")
            .next()
            .map(|_| "venue")
    })
}

fn attending_access(record: &Document) -> Option<&'static str> {
    marked(record, "referral_route").find_map(|value| match value {
        "drop_in" => Some("drop-in"),
        "professional" => Some("referral"),
        _ => None,
    })
}

/// A term.
pub fn taxonomy(term: &Document) -> Document {
    let fields = [
        ("id", "id"),
        ("name", "name"),
        ("taxonomy", "vocabulary"),
        ("parent_id", "parent_id"),
    ];
    renamed(term, &fields)
}
