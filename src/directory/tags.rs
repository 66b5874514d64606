//! The classifications of a service, as filters and facets take them.

use super::record::{Document, objects, text};
use crate::search::entry::{Tag, TagKind};
use serde_json::Value;

/// Every classification of a nested service, each once.
pub fn tags(service: &Document) -> Vec<Tag> {
    let mut tags = Vec::new();
    for attribute in objects(service, "attributes") {
        tags.extend(by_attribute(attribute));
    }
    for at in objects(service, "service_at_locations") {
        if let Some(location) = at.get("location").and_then(Value::as_object) {
            tags.extend(objects(location, "accessibility").filter_map(access));
            tags.extend(objects(location, "languages").filter_map(language));
            tags.extend(by_location_type(location));
        }
    }
    tags.extend(objects(service, "languages").filter_map(language));
    let mut once: Vec<Tag> = Vec::new();
    for tag in tags {
        if !once
            .iter()
            .any(|known| known.kind == tag.kind && known.id == tag.id)
        {
            once.push(tag);
        }
    }
    once
}

/// Whether, by its classifications, people are served by telephone or online.
pub fn is_remote(tags: &[Tag]) -> bool {
    let mut delivery = tags.iter().filter(|tag| tag.kind == TagKind::Delivery);
    delivery.any(|tag| tag.id == "phone" || tag.id == "online")
}

/// An attribute is a referral route or a delivery when its `link_type` says so, and otherwise
/// what the service is for, when it has a taxonomy term.
fn by_attribute(attribute: &Document) -> Option<Tag> {
    let kind = match text(attribute, "link_type") {
        Some("referral_route") => TagKind::Route,
        Some("delivery") => TagKind::Delivery,
        _ => return need(attribute.get("taxonomy_term")?.as_object()?),
    };
    let value = text(attribute, "value")?;
    let label = text(attribute, "label").unwrap_or_else(|| word(value));
    Some(tag(kind, &slug(value), label))
}

fn need(term: &Document) -> Option<Tag> {
    Some(tag(TagKind::Need, text(term, "id")?, text(term, "name")?))
}

fn access(entry: &Document) -> Option<Tag> {
    let label = text(entry, "description")?;
    Some(tag(TagKind::Access, &slug(label), label))
}

fn language(entry: &Document) -> Option<Tag> {
    let name = text(entry, "name").or_else(|| text(entry, "code"))?;
    let id = text(entry, "code").unwrap_or(name);
    Some(tag(TagKind::Language, &slug(id), name))
}

fn by_location_type(location: &Document) -> Option<Tag> {
    match text(location, "location_type")? {
        "physical" => Some(tag(TagKind::Delivery, "in_person", word("in_person"))),
        "virtual" => Some(tag(TagKind::Delivery, "online", word("online"))),
        _ => None,
    }
}

fn tag(kind: TagKind, id: &str, label: &str) -> Tag {
    Tag {
        kind,
        id: id.to_owned(),
        label: label.trim().to_owned(),
    }
}

/// Words for the values that are used everywhere.
fn word(value: &str) -> &str {
    match value {
        "self" => "Refer yourself",
        "drop_in" => "Just turn up",
        "phone" => "By telephone",
        "professional" => "Through a professional",
        "in_person" => "In person",
        "online" => "Online",
        "home_visit" => "At home",
        other => other,
    }
}

/// A text as an id: lower case, words joined by `_`.
fn slug(text: &str) -> String {
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    words.join("_")
}
