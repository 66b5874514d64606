//! The table of fields is that of the official schemas.

use std::path::Path;

use headroom::oruk::{Form, Kind};
use serde_json::{Map, Value};

use crate::support::shared_folder;

fn schema(file: &Path) -> Map<String, Value> {
    let text = std::fs::read(file).expect("a schema");
    let schema: Value = serde_json::from_slice(&text).expect("JSON");
    schema["properties"]
        .as_object()
        .expect("properties")
        .clone()
}

/// Whether a field of the table is what a schema says of it.
fn is_as_said(form: Form, said: &Value) -> bool {
    let leads_to = |said: &Value, kind: Kind| {
        said["$ref"]
            .as_str()
            .is_some_and(|file| file.ends_with(&format!("{}.json", kind.name())))
    };
    let plain = said["type"] == "string" && said.get("enum").is_none();
    match form {
        Form::Text => plain && said.get("format").is_none(),
        Form::Number => said["type"] == "number",
        Form::Id => plain && said["format"] == "uuid",
        Form::Uri => plain && said["format"] == "uri",
        Form::Email => plain && said["format"] == "email",
        Form::Moment => plain && said["format"] == "date-time",
        Form::Word(words) => {
            let allowed = said["enum"]
                .as_array()
                .map(Vec::as_slice)
                .unwrap_or_default();
            words
                .iter()
                .all(|word| allowed.contains(&Value::from(*word)))
        }
        Form::One(kind) => leads_to(said, kind),
        Form::Many(kind) => said["type"] == "array" && leads_to(&said["items"], kind),
    }
}

#[test]
fn each_field_of_the_official_schemas_is_in_the_table() {
    for folder in ["standards/hsds/3.2.3/schema", "standards/oruk/3.0/schema"] {
        let Some(folder) = shared_folder(folder) else {
            return;
        };
        for kind in Kind::ALL {
            let file = folder.join(format!("{}.json", kind.name()));
            if !file.is_file() {
                continue;
            }
            // The log of changes is not published.
            for (field, said) in schema(&file)
                .iter()
                .filter(|(field, _)| *field != "metadata")
            {
                let form = kind
                    .form(field)
                    .unwrap_or_else(|| panic!("{field} of {}", kind.name()));
                assert!(
                    is_as_said(form, said),
                    "{field} of {}: {form:?}, {said}",
                    kind.name()
                );
            }
        }
    }
}
