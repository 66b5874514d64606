//! Reports about room that are nearly right. Some of them turn out to be allowed, so they are sent
//! to a service that may change.

use reqwest::Method;
use serde_json::{Value, json};

use super::cases::Case;
use crate::support::chance::Chance;

const HOW_MANY: usize = 300;
const SEED: u64 = 20_260_301;

/// Reports with something changed by chance, always the same ones.
pub fn of_reports(address: &str) -> Vec<Case> {
    let mut chance = Chance::seeded(SEED);
    let cases = (0..HOW_MANY).map(|_| {
        let case = Case::new(&Method::PUT, address.to_owned());
        match chance.below(2) {
            0 => case.with_body(flipped(&mut chance)),
            _ => case.with_body(changed(&mut chance).to_string().into_bytes()),
        }
    });
    cases.collect()
}

fn report() -> Value {
    json!({ "state": "open", "places_free": 4, "places_total": 12, "unit": "seat", "waiting": 0,
        "wait_weeks": 2, "opens_on": "2030-01-02", "until": "2030-01-02T10:00:00Z", "note": "ring first" })
}

/// A few bytes changed, taken out or doubled.
fn flipped(chance: &mut Chance) -> Vec<u8> {
    let mut bytes = report().to_string().into_bytes();
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len());
        match chance.below(3) {
            0 => bytes[at] = chance.below(256) as u8,
            1 => drop(bytes.remove(at)),
            _ => bytes.insert(at, bytes[at]),
        }
    }
    bytes
}

/// One or two values changed to others.
fn changed(chance: &mut Chance) -> Value {
    let others = [
        json!(null),
        json!(true),
        json!(""),
        json!("full"),
        json!("x".repeat(1000)),
        json!(-1),
        json!(0),
        json!(2.5),
        json!(2_147_483_648_i64),
        json!(1e300),
        json!([]),
        json!({}),
        json!("2026-13-01"),
        json!("9999-12-31"),
        json!("-009999-01-01"),
        json!("9999-12-31T23:59:59.999999999Z"),
        json!("2026-03-29T01:30:00[Europe/London]"),
        json!("\u{0}"),
        json!("\u{202e}\u{1f4a9}"),
    ];
    let mut report = report();
    let fields: Vec<String> = report
        .as_object()
        .expect("an object")
        .keys()
        .cloned()
        .collect();
    for _ in 0..=chance.below(2) {
        let field = chance.of(&fields).clone();
        report[field] = chance.of(&others).clone();
    }
    report
}
