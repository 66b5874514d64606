//! Lists of a 1.x service that have other names, or other names inside, in HSDS 3.

use super::super::mend::each;
use super::{add, entries, rename};
use crate::directory::record::Document;
use serde_json::{Map, Value};

/// Converts all of them.
pub fn convert(record: &mut Document) {
    let funding = entries(record, &["fundings"]);
    add(record, "funding", funding);
    each(record, "service_areas", |_, area| {
        if let Some(name) = area.get("service_area").cloned()
            && !area.contains_key("name")
        {
            area.insert("name".into(), name);
        }
    });
    each(record, "languages", |_, language| {
        rename(language, "language", "name")
    });
    each(record, "contacts", |_, contact| {
        each(contact, "phones", |_, phone| spoken(phone));
    });
    each(record, "phones", |_, phone| spoken(phone));
    each(record, "cost_options", |_, option| amount(option));
}

/// The one language of a number is a list of one.
fn spoken(phone: &mut Document) {
    if let Some(language) = phone.shift_remove("language")
        && !phone.contains_key("languages")
    {
        let mut one = Map::new();
        one.insert("name".into(), language);
        add(phone, "languages", [one]);
    }
}

fn amount(option: &mut Document) {
    let number = match option.get("amount") {
        Some(Value::String(text)) => text.trim().trim_start_matches('£').parse::<f64>().ok(),
        _ => return,
    };
    match number.and_then(serde_json::Number::from_f64) {
        Some(number) => drop(option.insert("amount".into(), Value::Number(number))),
        None => rename(option, "amount", "amount_description"),
    }
}
