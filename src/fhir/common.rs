//! What the resources share.

use crate::directory::record::{Document, objects, text};
use serde_json::{Map, Value, json};

/// Adds an element, if there is one.
pub fn put(about: &mut Map<String, Value>, name: &str, value: Option<Value>) {
    about.extend(value.map(|value| (name.to_owned(), value)));
}

/// A list, unless nothing is in it.
pub fn list(values: impl Iterator<Item = Value>) -> Option<Value> {
    let values: Vec<Value> = values.collect();
    (!values.is_empty()).then_some(Value::Array(values))
}

/// How something is reached: its telephones, its e-mail, and the page that this field names.
pub fn telecom(record: &Document, page: &str) -> Option<Value> {
    let phones = objects(record, "phones").filter_map(|phone| {
        let system = match text(phone, "type") {
            None | Some("voice" | "cell") => "phone",
            Some("fax") => "fax",
            Some("pager") => "pager",
            Some("text" | "sms" | "textphone") => "sms",
            Some(_) => "other",
        };
        Some(contact(system, text(phone, "number")?))
    });
    let email = text(record, "email").map(|email| contact("email", email));
    let page = text(record, page).map(|page| contact("url", page));
    list(phones.chain(email).chain(page))
}

fn contact(system: &str, value: &str) -> Value {
    json!({ "system": system, "value": value, "use": "work" })
}

/// An address of a place.
pub fn address(address: &Document) -> Value {
    let mut about = Map::new();
    about.insert("use".into(), "work".into());
    let kind = match text(address, "address_type") {
        Some("postal") => "postal",
        _ => "physical",
    };
    about.insert("type".into(), kind.into());
    let lines = ["attention", "address_1", "address_2"].map(|field| address.get(field).cloned());
    put(&mut about, "line", list(lines.into_iter().flatten()));
    for (field, name) in [
        ("city", "city"),
        ("region", "district"),
        ("state_province", "state"),
        ("postal_code", "postalCode"),
        ("country", "country"),
    ] {
        put(&mut about, name, address.get(field).cloned());
    }
    Value::Object(about)
}
