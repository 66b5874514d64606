//! What always holds of changes to a listing.

use super::check::checked;
use super::three_way::{Weighed, weigh};
use super::tier::{Standing, tier};
use super::*;
use crate::directory::record::Document;
use proptest::prelude::*;
use serde_json::{Value, json};

const PLACE: &str = "00000010-0000-4000-8000-000000000001";

fn listing() -> Document {
    let service = json!({
        "id": "0000005e-0000-4000-8000-000000000001", "name": "Lunch club", "status": "active",
        "description": "Soup and\ncompany.", "minimum_age": 18, "odd": { "kept": true },
        "phones": [{ "number": "01234 567 890", "description": "Mornings", "x": 1 }, { "number": "2222" }],
        "languages": [{ "code": "ur", "name": "Urdu", "note": "Tuesdays" }, { "name": "Polish" }],
        "attributes": [
            { "link_type": "referral_route", "value": "self" },
            { "link_type": "referral_route", "value": "carrier_pigeon" },
            { "taxonomy_term": { "id": "food", "name": "Food" } },
        ],
        "cost_options": [{ "amount": 0, "option": "Free" }, { "amount": 2.5, "option": "Pudding" }],
        "service_at_locations": [{
            "location_id": PLACE, "description": "Side door",
            "schedules": [
                { "freq": "WEEKLY", "byday": "MO,WE", "opens_at": "9:30", "closes_at": "12:00:00", "dtstart": "2024-05-01" },
                { "freq": "MONTHLY", "byday": "2SA", "opens_at": "10:00" },
            ],
            "location": {
                "id": PLACE, "name": "Hall", "latitude": 53.9, "longitude": -3.7,
                "addresses": [{ "address_1": "1 High Street", "city": "Wythmere", "postal_code": "QH1 1AA", "country": "GB" }],
                "accessibility": [{ "description": "Ramp", "details": "Steep" }, { "description": "Hearing loop" }],
            },
        }],
    });
    service.as_object().cloned().unwrap()
}

fn at(part: Part) -> Field {
    Field::At(PLACE.into(), part)
}

fn every_field() -> Vec<Field> {
    let places = Part::ALL.map(at);
    Field::OF_SERVICE.into_iter().chain(places).collect()
}

#[test]
fn every_field_is_read_by_its_name() {
    for field in every_field() {
        assert_eq!(Field::parse(&field.key()), Some(field));
    }
    for odd in ["", "at/x/name", "names", &format!("at/{PLACE}/roof")] {
        assert_eq!(Field::parse(odd), None, "{odd}");
    }
}

#[test]
fn a_listing_is_read_field_by_field() {
    let values = read(&listing());
    let of = |field: Field| values[&field].as_str();
    assert_eq!(of(Field::MinimumAge), "18");
    assert_eq!(of(Field::Routes), "self");
    assert_eq!(of(Field::Free), "yes");
    assert_eq!(of(Field::Phone), "01234 567 890");
    assert_eq!(of(Field::Languages), "Urdu, Polish");
    assert_eq!(of(at(Part::Times)), "MO,WE 09:30-12:00");
    assert_eq!(of(at(Part::Access)), "Hearing loop\nRamp");
    assert_eq!(values.len(), every_field().len());
}

#[test]
fn what_a_form_does_not_know_stays() {
    let mut service = listing();
    apply(&mut service, &Field::Phone, "0999 999 999");
    apply(&mut service, &Field::Languages, "Arabic, Urdu");
    apply(&mut service, &Field::Routes, "phone");
    apply(&mut service, &Field::Free, "");
    apply(
        &mut service,
        &at(Part::Access),
        "Hearing loop\nRamp\nQuiet room",
    );
    apply(
        &mut service,
        &at(Part::Times),
        "MO,FR 09:30-12:00\nSU 14:00-",
    );
    assert_eq!(service["odd"], json!({ "kept": true }));
    assert_eq!(service["phones"][0]["description"], "Mornings");
    assert_eq!(service["phones"][1]["number"], "2222");
    assert_eq!(service["languages"][0]["code"], "ar");
    assert_eq!(service["languages"][1]["note"], "Tuesdays");
    let routes = service["attributes"].as_array().unwrap();
    assert!(routes.iter().any(|one| one["value"] == "carrier_pigeon"));
    assert!(
        routes
            .iter()
            .any(|one| one["taxonomy_term"]["id"] == "food")
    );
    assert_eq!(service["cost_options"].as_array().unwrap().len(), 1);
    let entry = &service["service_at_locations"][0];
    assert_eq!(entry["location"]["accessibility"][1]["details"], "Steep");
    assert_eq!(entry["schedules"][0]["dtstart"], "2024-05-01");
    assert_eq!(entry["schedules"][0]["byday"], "MO,FR");
    assert_eq!(entry["schedules"][2]["byday"], "2SA");
    assert_eq!(
        read(&service)[&at(Part::Times)],
        "MO,FR 09:30-12:00\nSU 14:00-"
    );
}

#[test]
fn a_place_that_moves_is_where_its_postcode_is() {
    let mut service = listing();
    apply(&mut service, &at(Part::Town), "Quay");
    assert!(service["service_at_locations"][0]["location"]["latitude"].is_number());
    apply(&mut service, &at(Part::Postcode), "QH2 2BB");
    let place = &service["service_at_locations"][0]["location"];
    assert_eq!(
        (&place["latitude"], &place["longitude"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(place["addresses"][0]["country"], "GB");
}

#[test]
fn what_is_typed_is_put_in_one_form_or_refused() {
    let good = [
        (Field::Website, "example.org/a", "https://example.org/a"),
        (Field::MinimumAge, "18.0", "18"),
        (Field::Languages, " Urdu ,urdu,, Polish", "Urdu, Polish"),
        (at(Part::Postcode), "qh11aa", "QH1 1AA"),
        (Field::Times, "FR,MO 9:00-\n\n", "MO,FR 09:00-"),
        (Field::Routes, "professional,self,x", "self,professional"),
        (Field::Name, " Lunch \n club ", "Lunch club"),
    ];
    for (field, typed, kept) in good {
        assert_eq!(checked(&field, typed).as_deref(), Ok(kept));
    }
    let bad = [
        (Field::Name, " "),
        (Field::Website, "javascript:alert(1)"),
        (Field::Email, "nobody"),
        (Field::Phone, "ring us"),
        (Field::MaximumAge, "old"),
        (Field::MaximumAge, "NaN"),
        (at(Part::Postcode), "QH1"),
        (Field::Times, " 09:00-10:00"),
        (Field::Times, "MO 25:00-26:00"),
        (Field::Running, "perhaps"),
        (Field::Description, "a\0b"),
    ];
    for (field, typed) in bad {
        assert!(checked(&field, typed).is_err(), "{field}: {typed}");
    }
}

#[test]
fn what_decides_who_is_sent_where_waits_and_the_rest_does_not() {
    let waiting = [
        Field::Name,
        Field::Description,
        Field::Eligibility,
        Field::MinimumAge,
        Field::MaximumAge,
        at(Part::Name),
        at(Part::Street),
        at(Part::Second),
        at(Part::Town),
        at(Part::Postcode),
    ];
    for field in every_field() {
        let tier = tier(&field, Standing::Own);
        assert_eq!(tier.waits(), waiting.contains(&field), "{field}");
        assert!(!tier.reason().is_empty());
    }
}

fn some_field() -> impl Strategy<Value = Field> {
    proptest::sample::select(every_field())
}

/// Something that may be typed: letters, or what some field takes.
fn some_text() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,40}",
        "[a-z ,\n]{0,30}",
        "(MO|TU|SA)(,(WE|FR|SU))? [01][0-9]:[0-5][0-9]-[12][0-9]:00(\n(MO|TH) 9:00-)?",
        "[0-9 ]{0,12}",
        "(self|phone|yes|active|defunct|QH1 1AA|a@b.example|www.example.org|Arabic, Urdu)",
    ]
}

proptest! {
    #[test]
    fn what_is_written_is_what_is_read(field in some_field(), typed in some_text()) {
        if let Ok(value) = checked(&field, &typed) {
            let mut service = listing();
            let before = read(&service);
            apply(&mut service, &field, &value);
            let after = read(&service);
            let kept = match field {
                // The number after it comes first then.
                Field::Phone if value.is_empty() => "2222",
                _ => &value,
            };
            prop_assert_eq!(&after[&field], kept);
            for other in every_field().iter().filter(|other| **other != field) {
                prop_assert_eq!(&after[other], &before[other], "{}", other);
            }
            prop_assert_eq!(checked(&field, &value), Ok(value.clone()));
        }
    }

    #[test]
    fn a_place_that_is_new_or_shared_never_waits_less(field in some_field()) {
        let waits = |standing| tier(&field, standing).waits();
        prop_assert!(waits(Standing::Shared) || !waits(Standing::Own));
        prop_assert!(waits(Standing::New) || !waits(Standing::Shared));
        prop_assert_eq!(waits(Standing::New), waits(Standing::Own) || field.location().is_some());
    }

    #[test]
    fn nothing_is_overwritten_unseen(base in "[ab]?", now in "[abc]?", wanted in "[abcd]?") {
        match weigh(&base, &now, &wanted) {
            Weighed::Take => prop_assert_eq!(&now, &base),
            Weighed::Clash => prop_assert!(now != base && wanted != now && wanted != base),
            Weighed::Keep => prop_assert!(wanted == base || wanted == now),
        }
    }

    #[test]
    fn whatever_a_listing_holds_nothing_panics(key in "(phones|schedules|languages|service_at_locations|attributes|minimum_age)", field in some_field(), typed in some_text()) {
        for odd in [json!(typed), json!([typed]), json!([{ "number": 1, "location_id": PLACE, "location": [] }]), json!({})] {
            let mut service = listing();
            service.insert(key.clone(), odd);
            read(&service);
            if let Ok(value) = checked(&field, &typed) {
                apply(&mut service, &field, &value);
            }
        }
    }
}
