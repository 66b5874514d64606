//! Nothing that is marked is left, all of it comes back, and nobody who cannot see a part undoes it.

use super::*;
use crate::directory::record::Document;
use crate::directory::store::Shelf;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

/// What stands in whatever is marked.
const SECRET: &str = "quillonzz";

fn document(value: Value) -> Document {
    value.as_object().unwrap().clone()
}

fn all() -> Pass {
    Pass::up_to(Level::Steward)
}

fn first(shelf: Shelf, value: &Value) -> Settled {
    settle(shelf, document(value.clone()), &[], None, &Hidden::new())
}

/// What is open after a second write that says nothing of secrets.
fn later(shelf: Shelf, held: &Settled, value: Value, sees: Option<Level>) -> Settled {
    settle(shelf, document(value), held.parts(), sees, &Hidden::new())
}

fn whole(settled: &Settled) -> Value {
    Value::Object(restore(settled.open().clone(), settled.parts(), all()))
}

fn text(document: &Document) -> String {
    serde_json::to_string(document).unwrap()
}

fn mark() -> impl Strategy<Value = Option<&'static str>> {
    prop_oneof![
        3 => Just(None),
        1 => Just(Some("public")),
        2 => prop_oneof![Just("professional"), Just("provider"), Just("steward")].prop_map(Some),
    ]
}

/// Any value, of whose objects many are marked, with a secret in each that is.
fn any_marked() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<i32>().prop_map(Value::from),
        "[a-z]{0,5}".prop_map(Value::from)
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        let names = prop_oneof![
            Just("id"),
            Just("name"),
            Just("phones"),
            Just("addresses"),
            Just("accessibility"),
            Just("latitude"),
            Just("x_a"),
            Just("x_b")
        ];
        let fields = vec((names, inner.clone()), 0..5);
        prop_oneof![
            vec(inner, 0..4).prop_map(Value::from),
            (fields, mark()).prop_map(|(fields, mark)| {
                let mut object: Document =
                    fields.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
                if let Some(mark) = mark {
                    object.insert("visibility".into(), mark.into());
                    if mark != "public" {
                        object.insert("secret".into(), SECRET.into());
                    }
                }
                object.into()
            }),
        ]
    })
}

fn any_document() -> impl Strategy<Value = Value> {
    nameless_document().prop_map(|value| with_ids(value, &mut 0))
}

/// The same without anything that tells one thing from another.
fn nameless_document() -> impl Strategy<Value = Value> {
    let names = prop_oneof![
        Just("phones"),
        Just("addresses"),
        Just("accessibility"),
        Just("latitude"),
        Just("contacts"),
        Just("x_a")
    ];
    vec((names, any_marked()), 0..6).prop_map(|fields| {
        let mut object: Document = fields.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
        object.insert("id".into(), "l1".into());
        object.into()
    })
}

fn shelves() -> impl Strategy<Value = Shelf> {
    prop_oneof![
        Just(Shelf::Services),
        Just(Shelf::Organizations),
        Just(Shelf::Locations)
    ]
}

proptest! {
    #[test]
    fn nothing_that_is_marked_is_left_and_all_of_it_comes_back(shelf in shelves(), value in any_document()) {
        let settled = first(shelf, &value);
        prop_assert!(!text(settled.open()).contains(SECRET), "{:?}", settled.open());
        let back = restore(settled.open().clone(), settled.parts(), all());
        prop_assert_eq!(text(&back), text(&document(value)));
    }

    #[test]
    fn what_has_no_names_is_not_told_either(shelf in shelves(), value in nameless_document()) {
        let settled = first(shelf, &value);
        prop_assert!(!tells(&settled), "{:?}", settled.open());
        prop_assert_eq!(mark::unmarked(&whole(&settled)), mark::unmarked(&value));
    }

    #[test]
    fn nobody_is_shown_more_than_their_level(shelf in shelves(), value in any_document(), level in 0..3usize) {
        let level = Level::ALL[level];
        let settled = first(shelf, &value);
        let seen = Value::Object(restore(settled.open().clone(), settled.parts(), Pass::up_to(level)));
        let again = first(shelf, &seen);
        prop_assert!(again.parts().iter().all(|part| part.level() <= level));
    }

    #[test]
    fn the_same_again_changes_nothing(shelf in shelves(), value in any_document()) {
        let settled = first(shelf, &value);
        for sees in [None, Some(Level::Professional), Some(Level::Steward)] {
            let again = later(shelf, &settled, value.clone(), sees);
            prop_assert!(!again.changes_parts(), "{sees:?}");
            prop_assert_eq!(again.open(), settled.open());
        }
        let blind = later(shelf, &settled, Value::Object(settled.open().clone()), None);
        prop_assert!(!blind.changes_parts());
        prop_assert_eq!(blind.open(), settled.open());
    }

    #[test]
    fn whoever_cannot_see_a_part_neither_loses_it_nor_tells_it(shelf in shelves(), value in any_document()) {
        let settled = first(shelf, &value);
        let plain = mark::unmarked(&value);
        let blind = later(shelf, &settled, plain, None);
        prop_assert!(blind.parts().len() >= settled.parts().len());
        for part in settled.parts() {
            prop_assert!(blind.parts().iter().any(|now| now.is_same_as(part) && now.level() >= part.level()));
        }
        prop_assert!(!tells(&blind), "{:?}", blind.open());
    }

    #[test]
    fn whoever_sees_all_says_what_holds(shelf in shelves(), before in any_document(), after in any_document()) {
        let settled = later(shelf, &first(shelf, &before), after.clone(), Some(Level::Steward));
        prop_assert_eq!(whole(&settled), after);
    }
}

/// The same value with an id in each object, as the standard has it.
fn with_ids(value: Value, number: &mut u32) -> Value {
    match value {
        Value::Array(list) => list
            .into_iter()
            .map(|value| with_ids(value, number))
            .collect(),
        Value::Object(object) => {
            *number += 1;
            let id = format!("thing {number}");
            let fields = object
                .into_iter()
                .map(|(name, value)| (name, with_ids(value, number)));
            let mut object: Document = fields.collect();
            object.insert("id".into(), id.into());
            Value::Object(object)
        }
        other => other,
    }
}

/// Whether a secret is open.
fn tells(settled: &Settled) -> bool {
    text(settled.open()).contains(SECRET)
}

#[test]
fn a_location_whose_address_is_withheld_is_nowhere() {
    let location = json!({
        "id": "L", "name": "Larch House", "latitude": 53.1, "longitude": -3.1, "x_uprn": 12,
        "location_type": "physical", "transportation": "Bus 7 to Larch Street",
        "addresses": [
            { "address_1": "1 Larch Street", "postal_code": "QH1 1AA", "visibility": "provider" },
            { "address_1": "PO Box 3", "postal_code": "QH1" },
            { "city": "Wythmere", "postal_code": "QH1", "visibility": "public" },
        ],
        "accessibility": [{ "description": "Step-free", "details": "by Larch Street" }],
        "languages": [{ "code": "cy" }],
    });
    let settled = first(Shelf::Locations, &location);
    let expected = json!({
        "id": "L", "location_type": "physical",
        "addresses": [{ "city": "Wythmere", "postal_code": "QH1", "visibility": "public" }],
        "accessibility": [{ "description": "Step-free" }],
        "languages": [{ "code": "cy" }],
    });
    assert_eq!(Value::Object(settled.open().clone()), expected);
    assert_eq!(settled.hides_place(), Some(Level::Provider));
    assert!(
        settled
            .parts()
            .iter()
            .all(|part| part.level() == Level::Provider)
    );
    // Somebody who knows nothing of this brings another address and coordinates.
    let blind = json!({ "id": "L", "name": "Larch House", "latitude": 53.2, "addresses": [{ "address_1": "2 Larch Street" }] });
    let blind = later(Shelf::Locations, &settled, blind, None);
    assert_eq!(
        Value::Object(blind.open().clone()),
        json!({ "id": "L", "addresses": [] })
    );
    assert_eq!(whole(&blind)["latitude"], 53.2);
    assert_eq!(whole(&blind)["longitude"], -3.1);
}

#[test]
fn of_a_whole_location_the_id_is_left() {
    let settled = first(
        Shelf::Locations,
        &json!({ "visibility": "steward", "id": "L", "name": "Larch House", "languages": [] }),
    );
    assert_eq!(Value::Object(settled.open().clone()), json!({ "id": "L" }));
    let blind = later(
        Shelf::Locations,
        &settled,
        json!({ "id": "L", "description": "Larch" }),
        Some(Level::Provider),
    );
    assert_eq!(Value::Object(blind.open().clone()), json!({ "id": "L" }));
    let told = later(
        Shelf::Locations,
        &settled,
        json!({ "id": "L", "name": "Larch House" }),
        Some(Level::Steward),
    );
    assert_eq!(told.open()["name"], "Larch House");
    assert!(told.parts().is_empty());
}

#[test]
fn what_is_withheld_in_one_place_is_so_in_all() {
    let hidden = Hidden::from([("l".to_owned(), Level::Provider)]);
    let organization = json!({ "id": "O", "name": "Org", "locations": [{ "id": "L", "latitude": 53.1 }, { "id": "M" }] });
    let settled = settle(
        Shelf::Organizations,
        document(organization),
        &[],
        None,
        &hidden,
    );
    assert_eq!(settled.open()["locations"], json!([{ "id": "M" }]));
    let service = json!({
        "id": "S", "phones": [{ "id": "P", "number": "1", "visibility": "steward" }],
        "metadata": [{ "id": "m", "resource_id": "P", "previous_value": "1" }, { "id": "n", "resource_id": "S" }],
        "service_at_locations": [{ "id": "a", "location_id": "L", "description": "Ring at Larch Street" }],
    });
    let settled = settle(Shelf::Services, document(service), &[], None, &hidden);
    let expected = json!({
        "id": "S", "phones": [], "metadata": [{ "id": "n", "resource_id": "S" }],
        "service_at_locations": [{ "id": "a", "location_id": "L" }],
    });
    assert_eq!(Value::Object(settled.open().clone()), expected);
}

#[test]
fn what_two_records_say_of_one_thing_is_withheld_if_one_of_them_says_so() {
    let marked = json!({ "id": "L", "name": "House", "addresses": [{ "address_1": "1 Larch Street", "visibility": "provider" }] });
    let plain = json!({ "id": "L", "name": "Larch House", "addresses": [{ "address_1": "1 Larch Street" }] });
    for (one, other) in [(&marked, &plain), (&plain, &marked)] {
        let merged = merge(
            Shelf::Locations,
            document(one.clone()),
            document(other.clone()),
        );
        let settled = first(Shelf::Locations, &Value::Object(merged));
        assert!(
            !text(settled.open()).contains("Larch"),
            "{:?}",
            settled.open()
        );
    }
}

#[test]
fn a_mark_that_says_nothing_known_is_refused_with_its_path() {
    let faults = |value: Value| -> Vec<String> {
        mark::faults(&document(value))
            .iter()
            .map(ToString::to_string)
            .collect()
    };
    let known = json!({ "phones": [{ "visibility": "steward" }, { "visibility": "public" }, { "visibility": null }] });
    assert_eq!(faults(known), [""; 0]);
    let said = faults(json!({ "contacts": [{ "phones": [{ "visibility": "private" }] }] }));
    assert_eq!(
        said,
        [
            "contacts[0].phones[0].visibility: must be \"public\", \"professional\", \"provider\" or \"steward\", not \"private\""
        ]
    );
    for refused in [
        json!({ "visibility": "provider" }),
        json!({ "organization": { "visibility": "provider" } }),
        json!({ "service_at_locations": [{ "location_id": "L", "visibility": "provider" }] }),
        json!({ "x": { "visibility": true } }),
    ] {
        assert_eq!(faults(refused.clone()).len(), 1, "{refused}");
    }
}
