//! Writing into the lists of a service: ways in, cost, telephone, languages.

use super::{in_list, made_id, say};
use crate::directory::record::{Document, text};
use crate::edits::languages::code_of;
use crate::edits::read::{ROUTES, language};
use serde_json::{Value, json};

fn id_of(service: &Document) -> String {
    text(service, "id").unwrap_or_default().to_owned()
}

fn has(value: &Value, field: &str, wanted: &str) -> bool {
    value.get(field).and_then(Value::as_str) == Some(wanted)
}

/// The ways in, of those that a form offers.
pub fn routes(service: &mut Document, value: &str) {
    let id = id_of(service);
    let wanted: Vec<&str> = value.split(',').collect();
    let is_route = |one: &Value, route: &str| {
        has(one, "link_type", "referral_route") && has(one, "value", route)
    };
    in_list(service, "attributes", |attributes| {
        for route in ROUTES {
            let known = attributes.iter().any(|one| is_route(one, route));
            match (wanted.contains(&route), known) {
                (false, true) => attributes.retain(|one| !is_route(one, route)),
                (true, false) => attributes.push(json!({
                    "id": made_id(&[&id, "route", route]), "link_id": id, "link_entity": "service",
                    "link_type": "referral_route", "value": route,
                })),
                _ => {}
            }
        }
    });
}

/// Whether it costs nothing.
pub fn free(service: &mut Document, value: &str) {
    let id = id_of(service);
    let is_free = |one: &Value| one.get("amount").and_then(Value::as_f64) == Some(0.0);
    in_list(service, "cost_options", |options| {
        match (value.is_empty(), options.iter().any(is_free)) {
            (true, _) => options.retain(|one| !is_free(one)),
            (false, false) => options.push(json!({
                "id": made_id(&[&id, "cost", "free"]), "service_id": id, "option": "Free",
                "currency": "GBP", "amount": 0,
            })),
            (false, true) => {}
        }
    });
}

/// The first telephone number; its description and all others stay.
pub fn phone(service: &mut Document, value: &str) {
    let id = id_of(service);
    in_list(service, "phones", |phones| {
        let first = phones.iter().position(|one| {
            let number = one.get("number").and_then(Value::as_str);
            number.is_some_and(|number| !number.trim().is_empty())
        });
        match (first, value.is_empty()) {
            (Some(at), true) => drop(phones.remove(at)),
            (Some(at), false) => {
                if let Some(held) = phones.get_mut(at).and_then(Value::as_object_mut) {
                    say(held, "number", value);
                }
            }
            (None, true) => {}
            (None, false) => phones.push(json!({
                "id": made_id(&[&id, "phone"]), "service_id": id, "number": value, "type": "voice",
            })),
        }
    });
}

/// The languages, in this order; what else is known of one that stays is kept.
pub fn languages(service: &mut Document, value: &str) {
    let id = id_of(service);
    let called = |one: &Value| {
        one.as_object()
            .and_then(language)
            .map(|name| name.to_lowercase())
    };
    in_list(service, "languages", |list| {
        let mut held = std::mem::take(list);
        for name in value
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
        {
            let same = held
                .iter()
                .position(|one| called(one) == Some(name.to_lowercase()));
            list.push(match same {
                Some(at) => held.remove(at),
                None => new_language(&id, name),
            });
        }
        // What has no name cannot be meant.
        list.extend(held.into_iter().filter(|one| called(one).is_none()));
    });
}

fn new_language(service: &str, name: &str) -> Value {
    let id = made_id(&[service, "language", name]);
    match code_of(name) {
        Some(code) => json!({ "id": id, "service_id": service, "name": name, "code": code }),
        None => json!({ "id": id, "service_id": service, "name": name }),
    }
}
