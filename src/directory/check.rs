//! What makes a record unusable. Only what the product reads is checked, and nothing that a person
//! could find odd but true: the standard's own examples have a latitude of 100 and 12 places
//! available of at most 10.

pub mod fields;
mod nul;

pub use fields::STATUSES;

use super::record::{Document, objects};
use super::withheld::mark;
use crate::domain::id;
use crate::error::FieldError;
use fields::*;
use serde_json::Value;
use std::io::Write;

/// Bytes of JSON that one record may have.
pub const MAX_BYTES: usize = 1 << 20;

/// Everything that is wrong with a nested service; empty if it can be used.
///
/// The path is as in `service_at_locations[0].location.latitude`; `(record)` stands for all of it.
pub fn faults(record: &Document) -> Vec<FieldError> {
    let mut faults = Faults::default();
    if size(record) > MAX_BYTES {
        faults.add(
            "",
            "",
            "the record is over 1 MB: leave out what is not about this service",
        );
    } else if let Some(kind) = other_kind(record) {
        let advice = "import the services, each with its organization and locations inside";
        faults.add("", "", format!("this is {kind}, not a service: {advice}"));
    } else {
        faults.service(record);
        faults.0.extend(nul::faults(record));
        faults.0.extend(mark::faults(record));
    }
    faults.0
}

fn other_kind(record: &Document) -> Option<&'static str> {
    let mut kinds = OF_OTHER_KINDS.iter();
    let found = kinds.find(|(field, _)| record.contains_key(*field))?;
    (!record.contains_key("status")).then_some(found.1)
}

fn size(record: &Document) -> usize {
    let mut counter = Counter(0);
    // A counter cannot fail; what cannot be written as JSON has no size either.
    let _ = serde_json::to_writer(&mut counter, record);
    counter.0
}

struct Counter(usize);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Collects what is wrong, each with the path of its field.
#[derive(Default)]
struct Faults(Vec<FieldError>);

impl Faults {
    fn add(&mut self, path: &str, field: &str, message: impl Into<String>) {
        let name = match format!("{path}{field}") {
            name if name.is_empty() => "(record)".to_owned(),
            name => name,
        };
        self.0.push(FieldError::new(name, message));
    }

    fn service(&mut self, service: &Document) {
        self.id("", service, "id", true);
        self.name(service);
        self.status(service);
        self.id("", service, "organization_id", false);
        self.texts("", service, &SERVICE_TEXTS);
        self.numbers("", service, &["minimum_age", "maximum_age"]);
        self.lists("", service, &SERVICE_LISTS);
        if let Some(organization) = self.object("", service, "organization") {
            self.same_id("", service, "organization");
            self.organization(organization);
        }
        for (at, entry) in objects(service, "service_at_locations").enumerate() {
            self.entry(&format!("service_at_locations[{at}]."), entry);
        }
    }

    fn organization(&mut self, organization: &Document) {
        let path = "organization.";
        self.id(path, organization, "id", true);
        self.id(path, organization, "parent_organization_id", false);
        self.texts(path, organization, &ORGANIZATION_TEXTS);
        self.lists(path, organization, &ORGANIZATION_LISTS);
    }

    fn entry(&mut self, path: &str, entry: &Document) {
        self.id(path, entry, "location_id", false);
        self.texts(path, entry, &["description"]);
        self.lists(path, entry, &ENTRY_LISTS);
        if let Some(location) = self.object(path, entry, "location") {
            self.same_id(path, entry, "location");
            self.location(&format!("{path}location."), location);
        }
    }

    fn location(&mut self, path: &str, location: &Document) {
        self.id(path, location, "id", true);
        self.texts(path, location, &LOCATION_TEXTS);
        self.numbers(path, location, &["latitude", "longitude"]);
        self.lists(path, location, &LOCATION_LISTS);
        for (at, address) in objects(location, "addresses").enumerate() {
            self.texts(&format!("{path}addresses[{at}]."), address, &ADDRESS_TEXTS);
        }
    }

    fn name(&mut self, service: &Document) {
        match service.get("name") {
            Some(Value::String(name)) if !name.trim().is_empty() => {}
            Some(Value::String(_)) => self.add("", "name", "is empty: every service needs a name"),
            None | Some(Value::Null) => {
                self.add("", "name", "is missing: every service needs a name")
            }
            Some(other) => self.add("", "name", format!("must be a text, not {}", kind(other))),
        }
    }

    fn status(&mut self, service: &Document) {
        match service.get("status") {
            None | Some(Value::Null) => {}
            Some(Value::String(status))
                if status.is_empty() || STATUSES.contains(&status.as_str()) => {}
            Some(other) => {
                let allowed = STATUSES.join("\", \"");
                let shown: String = other.to_string().chars().take(60).collect();
                self.add(
                    "",
                    "status",
                    format!("must be one of \"{allowed}\", not {shown}"),
                );
            }
        }
    }

    fn id(&mut self, path: &str, holder: &Document, field: &str, required: bool) {
        match holder.get(field) {
            None | Some(Value::Null) if required => {
                self.add(path, field, "is missing: give the UUID")
            }
            None | Some(Value::Null) => {}
            Some(Value::String(text)) if text.is_empty() && !required => {}
            Some(Value::String(text)) => {
                if let Err(message) = id::parse(text) {
                    self.add(path, field, message);
                }
            }
            Some(other) => self.add(
                path,
                field,
                format!("must be a UUID as a text, not {}", kind(other)),
            ),
        }
    }

    /// The id beside a nested object must be the one inside it.
    fn same_id(&mut self, path: &str, holder: &Document, field: &str) {
        let read = |value: Option<&Value>| id::parse(value?.as_str()?).ok();
        let beside = read(holder.get(&format!("{field}_id")));
        let inside = read(holder.get(field).and_then(|nested| nested.get("id")));
        if let (Some(beside), Some(inside)) = (beside, inside)
            && beside != inside
        {
            let message = format!("is {beside}, but {field}.id is {inside}: they must be the same");
            self.add(path, &format!("{field}_id"), message);
        }
    }

    fn texts(&mut self, path: &str, holder: &Document, fields: &[&str]) {
        self.all(path, holder, fields, "a text", |value| value.is_string());
    }

    fn numbers(&mut self, path: &str, holder: &Document, fields: &[&str]) {
        self.all(path, holder, fields, "a number", |value| value.is_number());
    }

    fn lists(&mut self, path: &str, holder: &Document, fields: &[&str]) {
        let fits = |value: &Value| {
            value
                .as_array()
                .is_some_and(|list| list.iter().all(Value::is_object))
        };
        self.all(path, holder, fields, "a list of objects", fits);
    }

    /// Adds a fault for each field that is there, is not null and does not fit.
    fn all(
        &mut self,
        path: &str,
        holder: &Document,
        fields: &[&str],
        what: &str,
        fits: fn(&Value) -> bool,
    ) {
        for field in fields {
            match holder.get(*field) {
                None | Some(Value::Null) => {}
                Some(value) if fits(value) => {}
                Some(value) => {
                    self.add(path, field, format!("must be {what}, not {}", kind(value)))
                }
            }
        }
    }

    fn object<'a>(
        &mut self,
        path: &str,
        holder: &'a Document,
        field: &str,
    ) -> Option<&'a Document> {
        self.all(path, holder, &[field], "an object", Value::is_object);
        holder.get(field)?.as_object()
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(list) if list.iter().all(Value::is_object) => "a list",
        Value::Array(_) => "a list with something else in it",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests;
