//! The audit as it is read: who changed what, and which fields are different since.

use super::words::moment;
use crate::accounts::audit::{Entry, Filter};
use crate::web::tongue::filters;
use askama::Template;
use jiff::Timestamp;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use std::collections::BTreeMap;

/// Letters of one value that are shown at most.
const LONGEST: usize = 300;

/// A field that is different since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Its name; with dots where it is inside another.
    pub field: String,
    /// What it was; empty for nothing.
    pub before: String,
    /// What it is since; empty for nothing.
    pub after: String,
}

/// The fields in which two records differ, by name. What is not an object is one field without a name.
pub fn differences(before: Option<&Value>, after: Option<&Value>) -> Vec<Difference> {
    let (before, after) = (fields(before), fields(after));
    let names: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let differ = names
        .into_iter()
        .filter(|name| before.get(*name) != after.get(*name));
    let text =
        |of: &BTreeMap<String, String>, name: &String| of.get(name).cloned().unwrap_or_default();
    differ
        .map(|name| Difference {
            field: name.clone(),
            before: text(&before, name),
            after: text(&after, name),
        })
        .collect()
}

/// Every field with its value as text, objects taken apart; nothing for null.
fn fields(value: Option<&Value>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    if let Some(value) = value {
        gather(String::new(), value, &mut found);
    }
    found
}

fn gather(name: String, value: &Value, into: &mut BTreeMap<String, String>) {
    match value {
        Value::Null => {}
        Value::Object(inside) => {
            for (field, value) in inside {
                let dot = if name.is_empty() { "" } else { "." };
                gather(format!("{name}{dot}{field}"), value, into);
            }
        }
        Value::String(text) => drop(into.insert(name, text.clone())),
        other => drop(into.insert(name, other.to_string())),
    }
}

/// An entry.
#[derive(Debug)]
pub struct Row {
    /// When.
    pub when: String,
    /// Who.
    pub who: String,
    /// By what.
    pub by: &'static str,
    /// What was done.
    pub action: String,
    /// To what: its kind and id.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// The entries about the same thing.
    pub same: String,
    /// What is different since.
    pub differences: Vec<Difference>,
}

impl Row {
    fn view(entry: Entry, now: Timestamp) -> Self {
        let short = |one: Difference| Difference {
            before: one.before.chars().take(LONGEST).collect(),
            after: one.after.chars().take(LONGEST).collect(),
            ..one
        };
        let changed = differences(entry.before.as_ref(), entry.after.as_ref());
        Self {
            when: moment(entry.at, now),
            by: by(&entry.actor.kind),
            who: entry.actor.name,
            action: entry.action,
            same: address(&[("kind", &entry.subject_kind), ("id", &entry.subject_id)]),
            kind: entry.subject_kind,
            id: entry.subject_id,
            differences: changed.into_iter().map(short).collect(),
        }
    }
}

fn by(kind: &str) -> &'static str {
    match kind {
        "account" => "signed in",
        "key" => "by key",
        "link" => "by link",
        _ => "at the server",
    }
}

fn address(parts: &[(&str, &str)]) -> String {
    let said = parts.iter().filter(|(_, value)| !value.is_empty());
    let pairs = said
        .map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)));
    format!("/audit?{}", pairs.collect::<Vec<_>>().join("&"))
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "audit.html")]
pub struct AuditPage {
    kind: String,
    id: String,
    rows: Vec<Row>,
    next: Option<String>,
}

impl AuditPage {
    /// Up to `limit` of these entries; one more says that there is another page.
    pub fn view(mut entries: Vec<Entry>, filter: &Filter, limit: usize, now: Timestamp) -> Self {
        let kind = filter.kind.clone().unwrap_or_default();
        let id = filter.id.clone().unwrap_or_default();
        let is_more = entries.len() > limit;
        entries.truncate(limit);
        let last = entries.last().map(|last| last.id.clone());
        let next = last.filter(|_| is_more);
        Self {
            next: next.map(|last| address(&[("kind", &kind), ("id", &id), ("before", &last)])),
            rows: entries.into_iter().map(|one| Row::view(one, now)).collect(),
            kind,
            id,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn words(before: Value, after: Value) -> Vec<(String, String, String)> {
        let found = differences(Some(&before), Some(&after));
        let parts = |one: Difference| (one.field, one.before, one.after);
        found.into_iter().map(parts).collect()
    }

    #[test]
    fn only_what_is_different_is_named() {
        let before = json!({ "name": "A", "closed_at": null, "at": { "room": 1, "hall": 2 } });
        let after = json!({ "name": "A", "closed_at": "today", "at": { "room": 3, "hall": 2 } });
        let text = |words: [&str; 3]| words.map(str::to_owned).into();
        let expected: Vec<(String, String, String)> = vec![
            text(["at.room", "1", "3"]),
            text(["closed_at", "", "today"]),
        ];
        assert_eq!(words(before, after), expected);
    }

    #[test]
    fn what_is_made_or_taken_away_is_different_in_all_its_fields() {
        let made = json!({ "name": "A", "role": "steward", "areas": [] });
        assert_eq!(differences(None, Some(&made)).len(), 3);
        assert_eq!(differences(Some(&made), None).len(), 3);
        assert!(differences(None, None).is_empty());
    }

    proptest! {
        #[test]
        fn nothing_differs_from_itself(names in proptest::collection::vec("[a-z.]{0,3}", 0..6), value in any::<i32>()) {
            let record: serde_json::Map<String, Value> = names.into_iter().map(|name| (name, json!({ "x": value }))).collect();
            let record = Value::Object(record);
            prop_assert!(differences(Some(&record), Some(&record)).is_empty());
        }
    }
}
