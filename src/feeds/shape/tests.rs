//! Whatever comes, what is taken can be kept.

use super::*;
use crate::directory::check;
use crate::directory::record;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn usable(record: Value) -> Map<String, Value> {
    let taken = take("a", record);
    taken.record.unwrap_or_else(|| panic!("{:?}", taken.faults))
}

#[test]
fn a_whole_record_is_taken_as_it_is() {
    let record = json!({ "id": "790bc225-3be8-54c3-9496-78fab3fe842a", "name": "Lunch", "status": "active",
        "x_odd": { "kept": [1, 2.5] } });
    let taken = take("a", record.clone());
    assert_eq!(taken.faults, []);
    assert_eq!(Value::Object(taken.record.unwrap()), record);
}

#[test]
fn what_is_wrong_is_mended_or_left_out_and_said() {
    let taken = take(
        "a",
        json!({ "id": 17, "name": "Lunch", "description": "", "status": "Closed", "minimum_age": "18",
        "url": 5, "phones": { "number": "1" }, "languages": ["English"], "email": null, "organization": "Quay",
        "service_at_locations": [{ "location": { "latitude": "north", "name": "Hall" } }] }),
    );
    let record = taken.record.unwrap();
    assert_eq!(taken.id.as_deref(), Some("17"));
    assert_eq!(record["id"], ids::derived("a", ids::Named::Service, "17"));
    assert_eq!(
        (&record["status"], &record["minimum_age"], &record["url"]),
        (&json!("inactive"), &json!(18), &json!("5"))
    );
    assert_eq!(record["phones"], json!([{ "number": "1" }]));
    for gone in ["description", "email", "languages", "organization"] {
        assert!(!record.contains_key(gone), "{gone}");
    }
    let fields: Vec<&str> = taken
        .faults
        .iter()
        .map(|fault| fault.field.as_str())
        .collect();
    assert_eq!(
        fields,
        [
            "status",
            "url",
            "minimum_age",
            "phones",
            "languages",
            "organization",
            "service_at_locations[0].location.latitude"
        ]
    );
}

#[test]
fn without_an_id_or_a_name_there_is_no_record() {
    assert_eq!(take("a", json!({ "name": "Lunch" })).record, None);
    let nameless = take("a", json!({ "id": "1", "name": " " }));
    assert_eq!((nameless.id.as_deref(), nameless.record), (Some("1"), None));
    assert_eq!(take("a", json!("Lunch")).record, None);
}

/// As feeds emit it, with what must never be kept.
fn old() -> Value {
    json!({
        "id": "1234", "name": "Tea", "status": "active", "fees": "", "assured_date": "2023-01-02",
        "organization": { "id": "9", "name": "Quay", "url": "https://quay.example" },
        "attending_type": "Home visit", "attending_access": "Self referral", "deliverable_type": "",
        "service_taxonomys": [{ "id": "7", "taxonomy": { "id": "esdNeed:69", "name": "Social inclusion", "vocabulary": "esdNeeds" } }],
        "eligibilitys": [{ "eligibility": "adult", "minimum_age": "18", "maximum_age": 99 }],
        "regular_schedules": [{ "weekday": "Tuesday", "opens_at": "10:00", "closes_at": "12:00" }],
        "holiday_schedules": [{ "closed": true, "start_date": "2026-12-25", "end_date": "2026-12-26" }],
        "cost_options": [{ "amount": "2.50" }], "languages": [{ "language": "English" }],
        "service_at_locations": [{ "id": "5", "regular_schedule": [{ "byday": "MO", "freq": "weekly" }], "location": { "id": "6",
            "physical_addresses": [{ "address_1": "1 Quay", "postal_code": "WY1 1AA" }],
            "accessibility_for_disabilities": [{ "accessibility": "Ramp" }] } }],
        "pc_metadata": { "date_modified": "2024-05-06T07:08:09Z", "assured_by": "jane@council.example" },
        "pc_targetAudience": ["Older people"], "assured_by": "jane@council.example",
    })
}

#[test]
fn a_record_of_1_x_becomes_one_of_3() {
    let record = usable(old());
    assert_eq!(record["last_modified"], "2024-05-06T07:08:09Z");
    assert_eq!(record["organization"]["website"], "https://quay.example");
    assert_eq!(
        (&record["minimum_age"], &record["maximum_age"]),
        (&json!(18), &json!(99))
    );
    assert_eq!(record["schedules"][0]["byday"], "TU");
    assert_eq!(record["schedules"][1]["description"], "Closed");
    assert_eq!(record["cost_options"][0]["amount"], 2.5);
    assert_eq!(record["languages"][0]["name"], "English");
    let at = &record["service_at_locations"][0];
    assert_eq!(at["schedules"][0]["freq"], "WEEKLY");
    assert_eq!(at["location"]["addresses"][0]["address_type"], "physical");
    assert_eq!(at["location"]["accessibility"][0]["description"], "Ramp");
    let said = |kind: &str| {
        let attributes = record["attributes"].as_array().unwrap();
        let of_kind = attributes.iter().filter(|one| one["link_type"] == kind);
        of_kind.map(|one| one["value"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        (said("delivery"), said("referral_route")),
        (vec![json!("home_visit")], vec![json!("self")])
    );
    assert_eq!(said("eligibility"), [json!("Older people"), json!("adult")]);
    let terms = record["attributes"].as_array().unwrap();
    let term = terms
        .iter()
        .find_map(|one| one.get("taxonomy_term"))
        .unwrap();
    assert_eq!(
        (&term["code"], &term["term_uri"]),
        (&json!("esdNeed:69"), &json!("http://id.esd.org.uk/need/69"))
    );
}

#[test]
fn nobodys_address_is_kept_of_1_x() {
    let record = Value::Object(usable(old())).to_string();
    assert!(
        !record.contains("jane") && !record.contains("pc_"),
        "{record}"
    );
}

#[test]
fn what_was_converted_is_not_converted_again() {
    let once = usable(old());
    assert!(!v1::is_v1(&once));
    assert_eq!(usable(Value::Object(once.clone())), once);
}

/// Any JSON, with the names of fields that mean something.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[a-zA-Z0-9 \0-]{0,12}".prop_map(Value::from),
        Just(json!("active")),
        Just(json!("790bc225-3be8-54c3-9496-78fab3fe842a")),
    ];
    leaf.prop_recursive(5, 48, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((field(), inner), 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn field() -> impl Strategy<Value = String> {
    let known = [
        "id",
        "name",
        "status",
        "organization",
        "organization_id",
        "service_at_locations",
        "location",
        "location_id",
        "latitude",
        "addresses",
        "schedules",
        "attributes",
        "minimum_age",
        "email",
        "visibility",
        "pc_metadata",
        "eligibilitys",
        "regular_schedules",
        "service_taxonomys",
        "taxonomy",
        "contacts",
        "phones",
    ];
    prop_oneof![
        5 => prop::sample::select(known.to_vec()).prop_map(str::to_owned),
        1 => "[a-z\0]{1,5}",
    ]
}

fn record() -> impl Strategy<Value = Value> {
    prop::collection::vec((field(), anything()), 0..8).prop_map(|fields| {
        let mut record: Map<String, Value> = fields.into_iter().collect();
        record.entry("id").or_insert_with(|| json!("7"));
        record.entry("name").or_insert_with(|| json!("Lunch"));
        Value::Object(record)
    })
}

#[test]
fn what_says_nothing_once_it_is_mended_goes_too() {
    let record =
        json!({ "id": "7", "name": "Lunch", "service_at_locations": { "location": false } });
    let taken = take("a", record).record.unwrap();
    assert!(!taken.contains_key("service_at_locations"), "{taken:?}");
}

proptest! {
    #[test]
    fn whatever_is_taken_passes_our_own_checks(record in record()) {
        if let Some(taken) = take("a", record).record {
            prop_assert_eq!(check::faults(&taken), []);
            prop_assert!(record::split(taken).is_ok());
        }
    }

    #[test]
    fn nothing_that_says_nothing_is_left(record in record()) {
        if let Some(taken) = take("a", record).record {
            let again = take("a", Value::Object(taken.clone()));
            prop_assert_eq!(again.record, Some(taken));
        }
    }
}
