//! What is refused, and what is odd but taken.

use super::*;
use serde_json::json;

const ID: &str = "ac148810-d857-441c-9679-408f346de14b";

/// The fields at fault in a service with these fields besides its id and name.
fn fields(others: Value) -> Vec<String> {
    let mut record = json!({ "id": ID, "name": "A" });
    let record = record.as_object_mut().unwrap();
    record.extend(others.as_object().unwrap().clone());
    faults(record)
        .into_iter()
        .map(|fault| fault.field)
        .collect()
}

#[test]
fn a_service_needs_an_id_and_a_name() {
    assert_eq!(fields(json!({})), [""; 0]);
    assert_eq!(fields(json!({ "id": null })), ["id"]);
    assert_eq!(fields(json!({ "id": "12" })), ["id"]);
    assert_eq!(fields(json!({ "id": 12 })), ["id"]);
    assert_eq!(fields(json!({ "name": " " })), ["name"]);
    assert_eq!(fields(json!({ "name": ["A"] })), ["name"]);
    assert_eq!(faults(&Document::new()).len(), 2);
}

#[test]
fn the_status_is_one_of_four_or_left_out() {
    for status in STATUSES {
        assert_eq!(fields(json!({ "status": status })), [""; 0]);
    }
    assert_eq!(fields(json!({ "status": null })), [""; 0]);
    assert_eq!(fields(json!({ "status": "" })), [""; 0]);
    assert_eq!(fields(json!({ "status": "open" })), ["status"]);
    assert_eq!(fields(json!({ "status": true })), ["status"]);
}

#[test]
fn each_field_must_be_of_its_kind() {
    let wrong =
        json!({ "description": 1, "minimum_age": "12", "schedules": {}, "phones": ["0161"] });
    assert_eq!(
        fields(wrong),
        ["description", "minimum_age", "phones", "schedules"]
    );
    let empty = json!({ "description": null, "minimum_age": null, "schedules": null, "url": "" });
    assert_eq!(fields(empty), [""; 0]);
    assert_eq!(fields(json!({ "unknown": { "any": [1, "two"] } })), [""; 0]);
}

#[test]
fn nested_objects_are_checked_with_their_path() {
    assert_eq!(fields(json!({ "organization": "Org" })), ["organization"]);
    let organization = json!({ "id": "x", "name": 1, "parent_organization_id": "y" });
    assert_eq!(
        fields(json!({ "organization": organization })),
        [
            "organization.id",
            "organization.parent_organization_id",
            "organization.name"
        ]
    );
    let location = json!({ "latitude": "53", "addresses": [{ "city": 1 }] });
    assert_eq!(
        fields(json!({ "service_at_locations": [{}, { "location": location }] })),
        [
            "service_at_locations[1].location.id",
            "service_at_locations[1].location.latitude",
            "service_at_locations[1].location.addresses[0].city",
        ]
    );
}

#[test]
fn an_id_beside_an_object_must_be_its_own() {
    let other = "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610";
    let both = |beside: &str| json!({ "organization_id": beside, "organization": { "id": other } });
    assert_eq!(fields(both(ID)), ["organization_id"]);
    assert_eq!(fields(both(&other.to_uppercase())), [""; 0]);
    assert_eq!(fields(both("")), [""; 0]);
}

#[test]
fn a_latitude_off_the_globe_is_taken_as_the_official_examples_have_one() {
    let location = json!({ "id": ID, "latitude": 100, "longitude": 101 });
    assert_eq!(
        fields(json!({ "service_at_locations": [{ "location": location }] })),
        [""; 0]
    );
}

#[test]
fn nul_characters_are_refused_wherever_they_are() {
    assert_eq!(fields(json!({ "x": [{ "y": "a\0" }] })), ["x[0].y"]);
    assert_eq!(fields(json!({ "x\0": 1 })), ["x\\0"]);
}

#[test]
fn a_record_over_a_megabyte_is_refused() {
    assert_eq!(
        fields(json!({ "description": "a".repeat(MAX_BYTES) })),
        ["(record)"]
    );
}

#[test]
fn organizations_and_locations_by_themselves_are_no_services() {
    assert_eq!(fields(json!({ "location_type": "physical" })), ["(record)"]);
    assert_eq!(fields(json!({ "legal_status": "Charity" })), ["(record)"]);
    assert_eq!(
        fields(json!({ "legal_status": "Charity", "status": "active" })),
        [""; 0]
    );
}
