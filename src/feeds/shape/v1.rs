//! Open Referral UK 1.x as HSDS 3 has it. Both spellings of 1.x are read, the one of its schema and the one
//! that feeds use. What says who checked a record, by a private address, is never kept.

mod classes;
mod lists;
mod places;
mod terms;
mod times;

use super::mend::each;
use crate::directory::record::Document;
use serde_json::Value;

/// Fields that only a 1.x service has.
const SIGNS: [&str; 13] = [
    "service_taxonomys",
    "service_taxonomies",
    "eligibilitys",
    "eligibilities",
    "regular_schedules",
    "holiday_schedules",
    "holidayScheduleCollection",
    "fundings",
    "deliverable_type",
    "attending_type",
    "attending_access",
    "pc_metadata",
    "pc_targetAudience",
];
/// What a vendor says of a record, which begins with this.
const VENDOR: &str = "pc_";
/// Fields with the addresses of those who keep a record, wherever they stand.
const PRIVATE: [&str; 5] = [
    "assured_by",
    "created_by",
    "modified_by",
    "updated_by",
    "last_modified_by",
];

/// Whether a record is one of 1.x.
pub fn is_v1(record: &Document) -> bool {
    let organization = record.get("organization").and_then(Value::as_object);
    let of_place = |entry: &Value| {
        let location = entry.get("location");
        entry.get("regular_schedule").is_some()
            || location.is_some_and(|place| place.get("physical_addresses").is_some())
    };
    let places = record.get("service_at_locations").and_then(Value::as_array);
    SIGNS.iter().any(|sign| record.contains_key(*sign))
        || organization.is_some_and(|organization| organization.contains_key("url"))
        || places.is_some_and(|places| places.iter().any(of_place))
}

/// Makes a record of 1.x one of HSDS 3; any other stays as it is.
pub fn convert(record: &mut Document) {
    if !is_v1(record) {
        return;
    }
    vendor(record);
    without_keepers(record);
    organization(record);
    terms::convert(record);
    classes::convert(record);
    times::convert(record);
    lists::convert(record);
    each(record, "service_at_locations", |_, entry| {
        places::convert(entry)
    });
}

/// Takes what a vendor's fields say that the standard has a place for, and nothing else of them.
fn vendor(record: &mut Document) {
    let about = record.shift_remove("pc_metadata");
    let said = |field: &str| about.as_ref().and_then(|about| about.get(field)).cloned();
    for (field, from) in [
        ("last_modified", "date_modified"),
        ("assured_date", "date_assured"),
    ] {
        if let (false, Some(value)) = (record.contains_key(field), said(from)) {
            record.insert(field.to_owned(), value);
        }
    }
    let more = record.shift_remove("pc_attendingAccess_additionalInfo");
    if let (false, Some(more)) = (record.contains_key("application_process"), more) {
        record.insert("application_process".into(), more);
    }
    classes::audience(record);
    record.retain(|field, _| !field.starts_with(VENDOR));
}

fn without_keepers(object: &mut Document) {
    object.retain(|field, _| !PRIVATE.contains(&field.as_str()));
    for value in object.values_mut() {
        in_value(value);
    }
}

fn in_value(value: &mut Value) {
    match value {
        Value::Object(object) => without_keepers(object),
        Value::Array(list) => list.iter_mut().for_each(in_value),
        _ => {}
    }
}

fn organization(record: &mut Document) {
    if let Some(Value::Object(organization)) = record.get_mut("organization") {
        rename(organization, "url", "website");
    }
}

/// Moves a field to its new name, unless that one says something already.
fn rename(holder: &mut Document, from: &str, to: &str) {
    if let Some(value) = holder.shift_remove(from)
        && !holder.contains_key(to)
    {
        holder.insert(to.to_owned(), value);
    }
}

/// The entries of a list that has one of several names; it is gone afterwards.
fn entries(holder: &mut Document, names: &[&str]) -> Vec<Document> {
    let mut found = Vec::new();
    for name in names {
        match holder.shift_remove(*name) {
            Some(Value::Array(list)) => found.extend(list.into_iter().filter_map(object)),
            Some(Value::Object(one)) => found.push(one),
            _ => {}
        }
    }
    found
}

fn object(value: Value) -> Option<Document> {
    match value {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

/// Adds entries to a list of a holder.
fn add(holder: &mut Document, list: &str, new: impl IntoIterator<Item = Document>) {
    let mut new = new.into_iter().map(Value::Object).peekable();
    if new.peek().is_none() {
        return;
    }
    match holder.get_mut(list) {
        Some(Value::Array(held)) => held.extend(new),
        _ => drop(holder.insert(list.to_owned(), new.collect())),
    }
}
