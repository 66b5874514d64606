//! Words by which 1.x says for whom a service is, how one gets in, and how it is given. They are attributes
//! in HSDS 3: as they came, and as the search of this directory knows them.

use super::{add, entries, object};
use crate::directory::record::{Document, text};
use crate::edits::made_id;
use serde_json::{Number, Value, json};

/// Fields whose words become attributes.
const WORDS: [&str; 3] = ["deliverable_type", "attending_type", "attending_access"];

/// Converts all of them.
pub fn convert(record: &mut Document) {
    for field in WORDS {
        let words = words(record.shift_remove(field));
        for word in words {
            say(record, field, &word);
            if let Some((kind, known)) = known(field, &word) {
                say(record, kind, known);
            }
        }
    }
    eligible(record);
}

/// For whom a vendor says that a service is.
pub fn audience(record: &mut Document) {
    for word in words(record.shift_remove("pc_targetAudience")) {
        say(record, "eligibility", &word);
    }
}

/// The words of a field, whether they came as a text or a list.
fn words(value: Option<Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.trim().to_owned()],
        Some(Value::Array(list)) => list.into_iter().flat_map(|one| words(Some(one))).collect(),
        Some(Value::Object(one)) => words(one.get("name").or(one.get("label")).cloned()),
        _ => Vec::new(),
    }
}

/// What the search calls it.
fn known(field: &str, word: &str) -> Option<(&'static str, &'static str)> {
    let word = word.to_lowercase().replace(['_', '-'], " ");
    Some(match (field, word.as_str()) {
        ("attending_type", "phone" | "telephone") => ("delivery", "phone"),
        ("attending_type", "online") => ("delivery", "online"),
        ("attending_type", "home visit") => ("delivery", "home_visit"),
        ("attending_access", "referral" | "professional referral") => {
            ("referral_route", "professional")
        }
        ("attending_access", "self referral") => ("referral_route", "self"),
        ("attending_access", "drop in") => ("referral_route", "drop_in"),
        _ => return None,
    })
}

fn say(record: &mut Document, kind: &str, word: &str) {
    if word.is_empty() {
        return;
    }
    let owner = text(record, "id").unwrap_or_default();
    let id = made_id(&[owner, "attribute", kind, word]);
    let attribute = json!({ "id": id, "link_type": kind, "value": word });
    add(record, "attributes", object(attribute));
}

fn eligible(record: &mut Document) {
    let rules = entries(record, &["eligibilitys", "eligibilities"]);
    age(
        record,
        "minimum_age",
        rules
            .iter()
            .filter_map(|rule| years(rule, "minimum_age"))
            .reduce(f64::min),
    );
    age(
        record,
        "maximum_age",
        rules
            .iter()
            .filter_map(|rule| years(rule, "maximum_age"))
            .reduce(f64::max),
    );
    let mut said: Vec<String> = Vec::new();
    for rule in &rules {
        if let Some(word) = text(rule, "eligibility")
            && !said.iter().any(|known| known == word)
        {
            said.push(word.to_owned());
        }
    }
    said.iter()
        .for_each(|word| say(record, "eligibility", word));
    if !said.is_empty() && !record.contains_key("eligibility_description") {
        record.insert("eligibility_description".into(), said.join("; ").into());
    }
}

fn years(rule: &Document, field: &str) -> Option<f64> {
    match rule.get(field)? {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn age(record: &mut Document, field: &str, years: Option<f64>) {
    let Some(years) = years.filter(|_| !record.contains_key(field)) else {
        return;
    };
    let number = match years.fract() == 0.0 && years.abs() < 1e6 {
        true => Some(Number::from(years as i64)),
        false => Number::from_f64(years),
    };
    if let Some(number) = number {
        record.insert(field.to_owned(), Value::Number(number));
    }
}
