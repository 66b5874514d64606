//! What is empty goes, what is meant is put right, and a second time changes nothing.

use super::*;
use proptest::prelude::*;
use serde_json::json;

fn tidied(kind: Kind, record: Value) -> Option<Value> {
    let Value::Object(record) = record else {
        panic!("a record is an object")
    };
    tidy(kind, record, "here").map(Value::Object)
}

const ID: &str = "790bc225-3be8-54c3-9496-78fab3fe842a";

#[test]
fn what_is_empty_goes_and_what_is_plainly_meant_is_put_right() {
    let record = json!({
        "id": ID.to_uppercase(), "name": "Lunch", "description": "", "email": "none", "url": "www.example.org",
        "minimum_age": "16", "status": "Active", "phones": [{}, { "number": "" }, { "id": ID, "number": 1611234567 }],
        "schedules": { "id": ID, "byday": ["MO", "TU"], "freq": "DAILY" },
        "metadata": [{ "updated_by": "Jo" }], "own_field": { "a": null, "b": ["", 1] },
    });
    let expected = json!({
        "id": ID, "name": "Lunch", "url": "https://www.example.org/", "minimum_age": 16, "status": "active",
        "phones": [{ "id": ID, "number": "1611234567" }],
        "schedules": [{ "id": ID, "byday": "MO,TU" }],
        "own_field": { "b": [1] },
    });
    assert_eq!(tidied(Kind::Service, record), Some(expected));
}

#[test]
fn what_is_required_is_filled_in_or_its_holder_goes() {
    let organization = tidied(Kind::Organization, json!({ "id": ID, "name": "Together" }));
    assert_eq!(
        organization,
        Some(json!({ "id": ID, "name": "Together", "description": "Together" }))
    );
    assert_eq!(tidied(Kind::Organization, json!({ "id": ID })), None);
    let address = json!({ "id": ID, "address_1": "1 Mill Lane", "city": "Wythmere", "postal_code": "QH1 1AA" });
    let whole = json!({
        "id": ID, "address_1": "1 Mill Lane", "city": "Wythmere", "postal_code": "QH1 1AA",
        "state_province": "Wythmere", "country": "GB", "address_type": "physical",
    });
    assert_eq!(tidied(Kind::Address, address), Some(whole));
    assert_eq!(
        tidied(
            Kind::Address,
            json!({ "id": ID, "address_1": "1 Mill Lane" })
        ),
        None
    );
}

#[test]
fn what_is_no_uuid_becomes_the_same_uuid_wherever_it_stands() {
    let term = |record| tidied(Kind::TaxonomyTerm, record).unwrap();
    let child = term(json!({ "id": "LE106", "name": "Sport", "parent_id": "LE" }));
    let parent = term(json!({ "id": "LE", "name": "Leisure" }));
    assert_eq!(child["parent_id"], parent["id"]);
    assert_ne!(child["id"], parent["id"]);
    assert_eq!(
        (&child["term"], &child["description"]),
        (&json!("Sport"), &json!("Sport"))
    );
}

/// Any JSON, with the names of fields that the standard knows.
fn anything() -> impl Strategy<Value = Value> {
    let names = "(id|name|description|url|email|status|phones|number|location|service_at_locations|addresses|organization|attributes|taxonomy_term|capacities|last_modified|minimum_age|visibility|other)";
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "(| |active|a@b.org|www\\.a\\.org|790bc225-3be8-54c3-9496-78fab3fe842a|2026-03-01|\\PC{0,6})".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 48, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((names, inner), 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn is_full(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(list) => !list.is_empty() && list.iter().all(is_full),
        Value::Object(object) => !object.is_empty() && object.values().all(is_full),
        _ => true,
    }
}

proptest! {
    #[test]
    fn nothing_empty_comes_out_and_a_second_time_changes_nothing(record in anything(), number in 0..Kind::ALL.len()) {
        let kind = Kind::ALL[number];
        let Value::Object(record) = record else { return Ok(()) };
        if let Some(once) = tidy(kind, record, "here") {
            prop_assert!(is_full(&Value::Object(once.clone())), "{once:?}");
            prop_assert_eq!(tidy(kind, once.clone(), "elsewhere"), Some(once));
        }
    }
}
