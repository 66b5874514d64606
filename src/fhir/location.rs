//! A published location as a `Location`.

use super::common::{address, put, telecom};
use crate::directory::record::{Document, objects, text};
use serde_json::{Map, Value, json};

/// The location; `at` is when it last changed.
pub fn resource(location: &Document, at: &str) -> Value {
    let mut about = Map::new();
    about.insert("resourceType".into(), "Location".into());
    put(&mut about, "id", location.get("id").cloned());
    about.insert("meta".into(), json!({ "lastUpdated": at }));
    about.insert("status".into(), "active".into());
    put(&mut about, "name", location.get("name").cloned());
    put(
        &mut about,
        "alias",
        location.get("alternate_name").map(|name| json!([name])),
    );
    put(
        &mut about,
        "description",
        location.get("description").cloned(),
    );
    about.insert("mode".into(), "instance".into());
    put(&mut about, "telecom", telecom(location, "url"));
    put(
        &mut about,
        "address",
        objects(location, "addresses").next().map(address),
    );
    let degrees = |field| location.get(field).cloned();
    if let (Some(longitude), Some(latitude)) = (degrees("longitude"), degrees("latitude")) {
        about.insert(
            "position".into(),
            json!({ "longitude": longitude, "latitude": latitude }),
        );
    }
    let run_by = text(location, "organization_id");
    put(
        &mut about,
        "managingOrganization",
        run_by.map(|id| json!({ "reference": format!("Organization/{id}") })),
    );
    Value::Object(about)
}
