//! Small things that feeds get wrong, and that can be put right without guessing.

use super::ids::Named;
use super::salvage::Fault;
use crate::directory::check::fields::{
    ADDRESS_TEXTS, ENTRY_LISTS, LOCATION_LISTS, LOCATION_TEXTS, ORGANIZATION_LISTS,
    ORGANIZATION_TEXTS, SERVICE_LISTS, SERVICE_TEXTS, STATUSES,
};
use crate::directory::record::Document;
use serde_json::{Number, Value};

/// Words for a service that is not running, beside those of the standard.
const OVER: [&str; 7] = [
    "closed",
    "archived",
    "deleted",
    "draft",
    "expired",
    "suspended",
    "unpublished",
];

/// Puts right what can be; what was changed is told.
pub fn mend(service: &mut Document) -> Vec<Fault> {
    let mut faults = Vec::new();
    status(service, &mut faults);
    texts("", service, &SERVICE_TEXTS, &mut faults);
    texts("", service, &["name"], &mut faults);
    numbers("", service, &["minimum_age", "maximum_age"], &mut faults);
    lists("", service, &SERVICE_LISTS, &mut faults);
    only_object("", service, "organization", &mut faults);
    if let Some(Value::Object(organization)) = service.get_mut("organization") {
        let path = "organization.";
        texts(path, organization, &ORGANIZATION_TEXTS, &mut faults);
        lists(path, organization, &ORGANIZATION_LISTS, &mut faults);
    }
    each(service, "service_at_locations", |at, entry| {
        let path = format!("service_at_locations[{at}].");
        place(&path, entry, &mut faults);
    });
    faults
}

fn place(path: &str, entry: &mut Document, faults: &mut Vec<Fault>) {
    texts(path, entry, &["description"], faults);
    lists(path, entry, &ENTRY_LISTS, faults);
    only_object(path, entry, "location", faults);
    if let Some(Value::Object(location)) = entry.get_mut("location") {
        let path = format!("{path}location.");
        texts(&path, location, &LOCATION_TEXTS, faults);
        numbers(&path, location, &["latitude", "longitude"], faults);
        lists(&path, location, &LOCATION_LISTS, faults);
        each(location, "addresses", |at, address| {
            texts(
                &format!("{path}addresses[{at}]."),
                address,
                &ADDRESS_TEXTS,
                faults,
            );
        });
    }
}

/// Does something with each object of a list.
pub fn each(holder: &mut Document, field: &str, mut work: impl FnMut(usize, &mut Document)) {
    let list = holder.get_mut(field).and_then(Value::as_array_mut);
    for (at, value) in list.into_iter().flatten().enumerate() {
        if let Some(object) = value.as_object_mut() {
            work(at, object);
        }
    }
}

fn status(service: &mut Document, faults: &mut Vec<Fault>) {
    let Some(value) = service.get("status") else {
        return;
    };
    let word = value.as_str().unwrap_or_default().trim().to_lowercase();
    if value.as_str().is_some_and(|said| STATUSES.contains(&said)) {
        return;
    }
    let shown: String = value.to_string().chars().take(60).collect();
    let meant = match OVER.contains(&word.as_str()) {
        true => Some("inactive"),
        false => STATUSES
            .into_iter()
            .find(|known| *known == word.replace('_', " ")),
    };
    match meant {
        Some(meant) => drop(service.insert("status".into(), meant.into())),
        None => drop(service.shift_remove("status")),
    }
    let done = match meant {
        Some(meant) => format!("is {shown}, which was read as \"{meant}\""),
        None => format!("is {shown}, which is no status: it was left out"),
    };
    faults.push(Fault::new("status", done));
}

fn texts(path: &str, holder: &mut Document, fields: &[&str], faults: &mut Vec<Fault>) {
    for field in fields {
        let text = match holder.get(*field) {
            None | Some(Value::String(_)) => continue,
            Some(Value::Number(number)) => Some(number.to_string()),
            Some(Value::Bool(said)) => Some(said.to_string()),
            Some(_) => None,
        };
        put(
            path,
            holder,
            field,
            text.map(Value::String),
            "a text",
            faults,
        );
    }
}

fn numbers(path: &str, holder: &mut Document, fields: &[&str], faults: &mut Vec<Fault>) {
    for field in fields {
        let number = match holder.get(*field) {
            None | Some(Value::Number(_)) => continue,
            Some(Value::String(text)) => number(text),
            Some(_) => None,
        };
        put(path, holder, field, number, "a number", faults);
    }
}

fn number(text: &str) -> Option<Value> {
    let text = text.trim();
    let whole = text.parse::<i64>().ok().map(Value::from);
    whole.or_else(|| Number::from_f64(text.parse().ok()?).map(Value::Number))
}

/// One object in the place of a list is a list of one; what is no object is no entry.
fn lists(path: &str, holder: &mut Document, fields: &[&str], faults: &mut Vec<Fault>) {
    for field in fields {
        let list = match holder.get_mut(*field) {
            None => continue,
            Some(Value::Array(list)) if list.iter().all(Value::is_object) => continue,
            Some(Value::Array(list)) => list.drain(..).filter(Value::is_object).collect(),
            Some(object @ Value::Object(_)) => vec![object.take()],
            Some(_) => Vec::new(),
        };
        let list = (!list.is_empty()).then_some(Value::Array(list));
        put(path, holder, field, list, "a list of objects", faults);
    }
}

fn only_object(path: &str, holder: &mut Document, field: &str, faults: &mut Vec<Fault>) {
    if holder.get(field).is_some_and(|value| !value.is_object()) {
        put(path, holder, field, None, "an object", faults);
    }
}

fn put(
    path: &str,
    holder: &mut Document,
    field: &str,
    value: Option<Value>,
    what: &str,
    faults: &mut Vec<Fault>,
) {
    let done = match &value {
        Some(_) => format!("is not {what}: it was made one"),
        None => format!("is not {what}: it was left out"),
    };
    match value {
        Some(value) => drop(holder.insert(field.to_owned(), value)),
        None => drop(holder.shift_remove(field)),
    }
    faults.push(Fault::new(format!("{path}{field}"), done));
}

/// An id as a text, whatever it was; none where there is none.
pub fn id_text(holder: &Document, field: &str) -> Option<String> {
    match holder.get(field)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Gives the service, its organisation and its locations the ids that `ours` says. What has none gets one
/// that is made of what is around it.
pub fn ids(service: &mut Document, ours: impl Fn(Named, &str) -> String) {
    let own = id_text(service, "id").unwrap_or_default();
    service.insert("id".into(), ours(Named::Service, &own).into());
    let beside = id_text(service, "organization_id");
    let mut organization = beside.clone();
    if let Some(Value::Object(inside)) = service.get_mut("organization") {
        // What has no id is told apart by its name.
        let name = inside.get("name").and_then(Value::as_str);
        let name = name.map(|name| format!("name {name}"));
        let theirs = id_text(inside, "id")
            .or(beside)
            .or(name)
            .unwrap_or_else(|| own.clone());
        inside.insert("id".into(), ours(Named::Organization, &theirs).into());
        if let Some(parent) = id_text(inside, "parent_organization_id") {
            let parent = ours(Named::Organization, &parent);
            inside.insert("parent_organization_id".into(), parent.into());
        }
        organization = Some(theirs);
    }
    if let Some(theirs) = organization {
        let id = ours(Named::Organization, &theirs);
        service.insert("organization_id".into(), id.into());
    }
    each(service, "service_at_locations", |at, entry| {
        let beside = id_text(entry, "location_id");
        let mut theirs = beside.clone();
        if let Some(Value::Object(inside)) = entry.get_mut("location") {
            let own = id_text(inside, "id")
                .or(beside)
                .unwrap_or_else(|| format!("{own} place {at}"));
            inside.insert("id".into(), ours(Named::Location, &own).into());
            theirs = Some(own);
        }
        if let Some(theirs) = theirs {
            let id = ours(Named::Location, &theirs);
            entry.insert("location_id".into(), id.into());
        }
    });
}
