//! Taking apart and putting together loses nothing, whatever else a record says.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;

const SERVICE: &str = "ac148810-d857-441c-9679-408f346de14b";

/// Any JSON value, not too deep.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[^\0]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec(("[^\0]{1,6}", inner), 0..4).prop_map(|fields| fields.into_iter().collect()),
        ]
    })
}

/// An object with these fields and others that nobody knows, in any order.
fn object(known: Vec<(&'static str, Value)>) -> impl Strategy<Value = Value> {
    let unknown = vec(("x_[a-z]{1,6}", any_json()), 0..5);
    let known: Vec<(String, Value)> = known.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
    unknown
        .prop_map(move |unknown| [known.clone(), unknown].concat())
        .prop_shuffle()
        .prop_map(|fields| fields.into_iter().collect())
}

fn uuid() -> impl Strategy<Value = String> {
    any::<u128>().prop_map(|bits| uuid::Uuid::from_u128(bits).to_string())
}

fn entry() -> impl Strategy<Value = Value> {
    let location = || {
        let known = |id: String| object(vec![("id", id.into()), ("latitude", json!(53.48))]);
        uuid().prop_flat_map(known)
    };
    let place = prop_oneof![
        location().prop_map(|location| vec![("location", location)]),
        uuid().prop_map(|id| vec![("location_id", id.into())]),
        location().prop_map(|location| vec![
            ("location_id", location["id"].clone()),
            ("location", location)
        ]),
        Just(vec![]),
    ];
    place.prop_flat_map(object)
}

fn service() -> impl Strategy<Value = Document> {
    let organization =
        uuid().prop_flat_map(|id| object(vec![("id", id.into()), ("name", json!("Org"))]));
    let organization = prop_oneof![
        organization.prop_map(|organization| vec![("organization", organization)]),
        uuid().prop_map(|id| vec![("organization_id", id.into())]),
        Just(vec![]),
    ];
    let parts = (organization, vec(entry(), 0..4));
    let nested = parts.prop_flat_map(|(mut fields, entries)| {
        fields.push(("id", json!(SERVICE)));
        fields.push(("name", json!("A service")));
        fields.push(("status", json!("inactive")));
        fields.push(("service_at_locations", entries.into()));
        object(fields)
    });
    nested.prop_map(|nested| nested.as_object().unwrap().clone())
}

/// The record with the ids beside the nested objects that HSDS lets it leave out.
fn with_ids(mut record: Document) -> Document {
    fill(&mut record, "organization");
    let entries = record.get_mut("service_at_locations");
    for entry in entries.unwrap().as_array_mut().unwrap() {
        fill(entry.as_object_mut().unwrap(), "location");
    }
    record
}

fn fill(holder: &mut Document, field: &str) {
    if let Some(id) = holder.get(field).map(|nested| nested["id"].clone()) {
        holder.insert(format!("{field}_id"), id);
    }
}

fn together(parts: Parts) -> Document {
    let known = |id: &str| parts.locations.iter().find(|l| l["id"] == id).cloned();
    assemble(parts.service, parts.organization, known)
}

fn bytes(document: &Document) -> String {
    serde_json::to_string(document).unwrap()
}

proptest! {
    #[test]
    fn nothing_is_lost(record in service()) {
        let back = together(split(record.clone()).unwrap());
        prop_assert_eq!(back, with_ids(record));
    }

    #[test]
    fn the_second_time_gives_the_same_bytes(record in service()) {
        let once = together(split(record).unwrap());
        let read: Document = serde_json::from_str(&bytes(&once)).unwrap();
        let twice = together(split(read).unwrap());
        prop_assert_eq!(bytes(&once), bytes(&twice));
    }

    #[test]
    fn the_service_keeps_only_ids_of_the_others(record in service()) {
        let parts = split(record).unwrap();
        prop_assert!(!parts.service.contains_key("organization"));
        let mut entries = objects(&parts.service, "service_at_locations");
        prop_assert!(!entries.any(|entry| entry.contains_key("location")));
    }

    #[test]
    fn no_value_makes_the_checks_panic(field in "[a-z_]{1,20}", value in any_json()) {
        let mut record = document(json!({ "id": SERVICE, "name": "A" }));
        record.insert(field, value);
        let _ = split(record);
    }
}

fn document(value: Value) -> Document {
    value.as_object().unwrap().clone()
}

#[test]
fn ids_are_normalised_and_stand_where_the_object_stood() {
    let parts = split(document(json!({
        "id": "AC148810D857441C9679408F346DE14B",
        "organization": { "id": "D9D5E0F5-D3CE-4F73-9A2F-4DD0ECC6C610", "name": "Org" },
        "name": "A",
    })));
    let service = parts.unwrap().service;
    assert_eq!(
        bytes(&service),
        r#"{"id":"ac148810-d857-441c-9679-408f346de14b","organization_id":"d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610","name":"A","status":"active"}"#
    );
}

#[test]
fn one_location_twice_is_one_with_the_fields_of_both() {
    let id = "3a19ff88-4620-4d17-9830-ac1d859eb5d5";
    let parts = split(document(
        json!({ "id": SERVICE, "name": "A", "service_at_locations": [
            { "location": { "id": id, "name": "Hall", "description": "by the church" } },
            { "location": { "id": id, "name": "Old hall" } },
        ]}),
    ));
    let expected = json!({ "id": id, "name": "Old hall", "description": "by the church" });
    assert_eq!(parts.unwrap().locations, [document(expected)]);
}

#[test]
fn a_null_organization_is_none() {
    let record = json!({ "id": SERVICE, "name": "A", "organization": null, "organization_id": "" });
    let parts = split(document(record)).unwrap();
    assert_eq!(parts.organization, None);
    assert!(!parts.service.contains_key("organization"));
}
