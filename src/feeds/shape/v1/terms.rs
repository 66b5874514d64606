//! What 1.x calls taxonomies: the terms that a service is classified by.

use super::super::ids::proper;
use super::{add, entries};
use crate::directory::record::{Document, text};
use crate::edits::made_id;
use serde_json::{Value, json};

/// What the beginnings of terms stand for.
const LISTS: [(&str, &str); 4] = [
    ("esdServiceType:", "http://id.esd.org.uk/service/"),
    ("esdNeed:", "http://id.esd.org.uk/need/"),
    ("esdCircumstance:", "http://id.esd.org.uk/circumstance/"),
    (
        "esdCircumstanceCollection:",
        "http://id.esd.org.uk/circumstanceCollection/",
    ),
];

/// Makes an attribute of each term.
pub fn convert(record: &mut Document) {
    let links = entries(record, &["service_taxonomys", "service_taxonomies"]);
    let attributes: Vec<Document> = links.iter().filter_map(attribute).collect();
    add(record, "attributes", attributes);
}

fn attribute(link: &Document) -> Option<Document> {
    let term = term(link.get("taxonomy")?.as_object()?)?;
    let id = text(link, "id").and_then(proper);
    let id = id.unwrap_or_else(|| {
        let own = text(link, "id").or_else(|| text(&term, "id"));
        made_id(&["attribute", own.unwrap_or_default()])
    });
    let attribute = json!({ "id": id, "link_type": "service_type", "taxonomy_term": term });
    super::object(attribute)
}

fn term(said: &Document) -> Option<Document> {
    let name = text(said, "name").or_else(|| text(said, "id"))?;
    let key = text(said, "id").unwrap_or(name);
    let mut term = Document::new();
    term.insert("id".into(), id_of(key).into());
    if proper(key).is_none() {
        term.insert("code".into(), key.into());
    }
    term.insert("name".into(), name.into());
    term.insert(
        "description".into(),
        text(said, "description").unwrap_or(name).into(),
    );
    let parent = text(said, "parent_id").map(id_of);
    let uri = LISTS
        .iter()
        .find_map(|(start, list)| Some(format!("{list}{}", key.strip_prefix(start)?)));
    let vocabulary = text(said, "vocabulary").map(str::to_owned);
    for (field, value) in [
        ("parent_id", parent),
        ("taxonomy", vocabulary),
        ("term_uri", uri),
    ] {
        if let Some(value) = value {
            term.insert(field.into(), Value::String(value));
        }
    }
    Some(term)
}

/// The same term has the same id in every feed.
fn id_of(key: &str) -> String {
    proper(key).unwrap_or_else(|| made_id(&["taxonomy_term", key]))
}
