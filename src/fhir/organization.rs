//! A published organisation as an `Organization`.

use super::common::{list, put, telecom};
use crate::directory::record::{Document, objects, text};
use serde_json::{Map, Value, json};

/// The organisation; `at` is when it last changed.
pub fn resource(organization: &Document, at: &str) -> Value {
    let mut about = Map::new();
    about.insert("resourceType".into(), "Organization".into());
    put(&mut about, "id", organization.get("id").cloned());
    about.insert("meta".into(), json!({ "lastUpdated": at }));
    put(
        &mut about,
        "identifier",
        list(objects(organization, "organization_identifiers").filter_map(identifier)),
    );
    about.insert("active".into(), true.into());
    put(&mut about, "name", organization.get("name").cloned());
    put(
        &mut about,
        "alias",
        organization.get("alternate_name").map(|name| json!([name])),
    );
    put(&mut about, "telecom", telecom(organization, "website"));
    let parent = text(organization, "parent_organization_id");
    put(
        &mut about,
        "partOf",
        parent.map(|id| json!({ "reference": format!("Organization/{id}") })),
    );
    Value::Object(about)
}

/// An identifier with the list that it is from, as org-id.guide has it.
fn identifier(identifier: &Document) -> Option<Value> {
    let mut about = Map::new();
    let scheme = text(identifier, "identifier_scheme");
    put(
        &mut about,
        "system",
        scheme.map(|list| format!("http://org-id.guide/list/{list}").into()),
    );
    put(
        &mut about,
        "type",
        identifier
            .get("identifier_type")
            .map(|words| json!({ "text": words })),
    );
    about.insert("value".into(), text(identifier, "identifier")?.into());
    Some(Value::Object(about))
}
