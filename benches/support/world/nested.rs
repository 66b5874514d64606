//! A service as HSDS has it, with its organisation and locations inside.

use super::organization::{Organization, Place, Service};
use super::postcodes::border;
use super::terms::{AUDIENCES, TERMS, Term};
use super::words::{Words, glue};
use crate::support::random::Random;
use serde_json::{Value, json};

const ACCESS: [&str; 8] = [
    "Step-free entrance",
    "Wheelchair-accessible toilet",
    "Hearing loop",
    "Quiet room",
    "Lift to all floors",
    "Parking for blue badge holders",
    "Changing Places toilet",
    "British Sign Language",
];
const LANGUAGES: [(&str, &str); 8] = [
    ("ur", "Urdu"),
    ("pl", "Polish"),
    ("pa", "Punjabi"),
    ("bn", "Bengali"),
    ("ar", "Arabic"),
    ("so", "Somali"),
    ("ro", "Romanian"),
    ("gu", "Gujarati"),
];
const ROUTES: [&str; 4] = ["self", "drop_in", "phone", "professional"];
const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
/// Services that only people of an area may use.
const WITH_AREA: f64 = 0.2;

/// The whole record.
pub fn document(organization: &Organization, service: &Service, words: &Words) -> Value {
    let mut chance = Random::new(service.seed);
    let (id, name) = (&service.id, &service.name);
    let mut record = json!({
        "id": id, "organization_id": organization.id, "name": name, "status": "active",
        "description": description(service, words, &mut chance),
        "url": format!("https://example.org/{id}"),
        "organization": {"id": organization.id, "name": organization.name,
            "description": sentence(words, 20, &mut Random::new(organization.seed))},
        "service_at_locations": service.places.iter()
            .map(|place| at_location(service, place, &mut chance)).collect::<Vec<_>>(),
        "attributes": attributes(service, &mut chance),
        "cost_options": costs(id, &mut chance),
        "languages": languages(id, &mut chance),
        "service_areas": areas(service, &mut chance),
        "phones": [{"id": chance.id(), "number": format!("01632 960{:03}", chance.below(1000))}],
        "last_modified": "2025-06-01T09:00:00.000Z",
    });
    if chance.happens(0.5) {
        record["minimum_age"] = (*chance.pick(&[5, 11, 16, 18, 18, 18, 50, 65])).into();
    }
    if service.places.is_empty() {
        record["schedules"] = json!([schedule(&mut chance)]);
    }
    record
}

/// Thirty to eighty words, some of them on the matter.
fn description(service: &Service, words: &Words, chance: &mut Random) -> String {
    let audience = chance.word(&AUDIENCES);
    let mut text = format!("{} for {audience}.", service.term.0);
    let mut left = chance.between(30, 80);
    while left > 0 {
        let length = chance.between(8, 18).min(left);
        left -= length;
        text.push(' ');
        text.push_str(&sentence(words, length, chance));
        if chance.happens(0.5) {
            text.push_str(&format!(" Ask about {}.", chance.word(&service.term.1)));
        }
    }
    text
}

fn sentence(words: &Words, length: usize, chance: &mut Random) -> String {
    let next = |_| match chance.happens(0.4) {
        true => glue(chance).to_owned(),
        false => words.any(chance).to_owned(),
    };
    let said: Vec<String> = (0..length).map(next).collect();
    super::organization::capital(&said.join(" ")) + "."
}

fn at_location(service: &Service, place: &Place, chance: &mut Random) -> Value {
    json!({"id": chance.id(), "service_id": service.id, "location_id": place.id,
        "location": location(place), "schedules": [schedule(chance)]})
}

/// The same whichever service names it.
fn location(place: &Place) -> Value {
    let (lat, lon) = place.at;
    let mut chance = Random::new(lat.to_bits() ^ lon.to_bits());
    let mut location = json!({
        "id": place.id, "location_type": "physical", "name": place.name,
        "addresses": [{"id": chance.id(), "location_id": place.id, "address_1": place.name,
            "city": place.postcode.town, "postal_code": place.postcode.text, "country": "GB",
            "address_type": "physical"}],
        "accessibility": access(&mut chance),
    });
    if chance.happens(0.95) {
        location["latitude"] = lat.into();
        location["longitude"] = lon.into();
    }
    location
}

fn access(chance: &mut Random) -> Value {
    let start = chance.below(ACCESS.len());
    let some = ACCESS.iter().cycle().skip(start).take(chance.below(5));
    some.map(|text| json!({"id": chance.id(), "description": text}))
        .collect()
}

fn schedule(chance: &mut Random) -> Value {
    let start = chance.below(DAYS.len());
    let count = *chance.pick(&[1, 1, 1, 2, 3, 5]);
    let days: Vec<&str> = DAYS
        .iter()
        .cycle()
        .skip(start)
        .take(count)
        .copied()
        .collect();
    let opens = chance.between(8, 18);
    json!({"id": chance.id(), "freq": "WEEKLY", "interval": 1, "byday": days.join(","),
        "valid_from": "2024-09-01", "dtstart": "2024-09-02",
        "opens_at": format!("{opens:02}:00"), "closes_at": format!("{:02}:30", opens + chance.between(1, 3))})
}

fn attributes(service: &Service, chance: &mut Random) -> Vec<Value> {
    let mut all = vec![need(service, service.term, chance)];
    if chance.happens(0.4) {
        let other = &TERMS[chance.below(TERMS.len())];
        all.push(need(service, other, chance));
    }
    if chance.happens(0.7) {
        all.push(attribute(
            service,
            "referral_route",
            chance.word(&ROUTES),
            chance,
        ));
    }
    if service.places.is_empty() {
        all.push(attribute(service, "delivery", "phone", chance));
    }
    all
}

fn need(service: &Service, term: &Term, chance: &mut Random) -> Value {
    let place = TERMS
        .iter()
        .position(|known| known.0 == term.0)
        .unwrap_or_default();
    let id = Random::of(4, place as u64).id();
    json!({"id": chance.id(), "link_id": service.id, "link_entity": "service", "link_type": "need",
        "taxonomy_term_id": id,
        "taxonomy_term": {"id": id, "name": term.0, "taxonomy": "Bench needs"}})
}

fn attribute(service: &Service, kind: &str, value: &str, chance: &mut Random) -> Value {
    json!({"id": chance.id(), "link_id": service.id, "link_entity": "service", "link_type": kind,
        "value": value})
}

fn costs(id: &str, chance: &mut Random) -> Vec<Value> {
    let amount = match chance.part() {
        part if part < 0.6 => 0,
        part if part < 0.8 => chance.between(1, 20),
        _ => return Vec::new(),
    };
    vec![json!({"id": chance.id(), "service_id": id, "currency": "GBP", "amount": amount})]
}

fn languages(id: &str, chance: &mut Random) -> Vec<Value> {
    let count = if chance.happens(0.15) {
        chance.between(1, 2)
    } else {
        0
    };
    let some = LANGUAGES
        .iter()
        .cycle()
        .skip(chance.below(LANGUAGES.len()))
        .take(count);
    some.map(
        |(code, name)| json!({"id": chance.id(), "service_id": id, "name": name, "code": code}),
    )
    .collect()
}

fn areas(service: &Service, chance: &mut Random) -> Vec<Value> {
    let Some(place) = service.places.first().filter(|_| chance.happens(WITH_AREA)) else {
        return Vec::new();
    };
    let km = 2.0 + 5.0 * chance.part();
    let corners = chance.between(12, 24);
    let ring = border(place.at, km, corners, chance);
    let extent = json!({"type": "Polygon", "coordinates": [ring]}).to_string();
    vec![
        json!({"id": chance.id(), "service_id": service.id, "name": place.postcode.ward(),
        "extent": extent, "extent_type": "geojson"}),
    ]
}
