//! Reading one line: whose room it is, and what is said of it.

use super::super::params;
use super::super::problem::ProblemDocument;
use crate::capacity::Report;
use crate::error::{Error, Result};
use jiff::Timestamp;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use std::fmt;

/// A line, as far as it could be read.
#[derive(Debug)]
pub struct Line {
    /// Which line, from 1.
    pub number: usize,
    /// The service that it names, if it names one.
    pub service_id: Option<String>,
    /// The location that it names, if it names one.
    pub location_id: Option<String>,
    /// What it says, or what is wrong with it.
    pub report: Result<Report, ProblemDocument>,
}

impl Line {
    /// Reads a line at `now`.
    pub fn read(number: usize, text: &[u8], now: Timestamp) -> Self {
        let mut line = Self {
            number,
            service_id: None,
            location_id: None,
            report: Err(ProblemDocument::of(&Error::invalid("body", "is empty"))),
        };
        let report = line.take(text, now);
        // Within a body that was read, what cannot be read is wrong, and no bad request.
        line.report = report.map_err(|error| match error {
            Error::BadRequest(faults) => ProblemDocument::of(&Error::Invalid(faults)),
            error => ProblemDocument::of(&error),
        });
        line
    }

    fn take(&mut self, text: &[u8], now: Timestamp) -> Result<Report> {
        let fields: Fields = serde_json::from_slice(text)
            .map_err(|error| Error::invalid("body", format!("is no JSON object: {error}")))?;
        let mut fields = fields.0;
        self.service_id = id(&mut fields, "service_id")?;
        self.location_id = id(&mut fields, "location_id")?;
        if self.service_id.is_none() {
            return Err(Error::invalid("service_id", "is missing: name the service"));
        }
        let report: Report =
            serde_path_to_error::deserialize(Value::Object(fields)).map_err(|error| {
                let path = error.path().to_string();
                let field = if path == "." { "body" } else { path.as_str() };
                Error::invalid(field, error.inner().to_string())
            })?;
        let faults = report.faults(now);
        match faults.is_empty() {
            true => Ok(report),
            false => Err(Error::Invalid(faults)),
        }
    }
}

/// Takes an id out of the fields; none where it is not there or null.
fn id(fields: &mut Map<String, Value>, name: &str) -> Result<Option<String>> {
    match fields.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(id)) => params::uuid(name, &id).map(Some),
        Some(_) => Err(Error::invalid(name, "must be an id in text")),
    }
}

/// The fields of an object, none of which is there twice.
struct Fields(Map<String, Value>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(Each)
    }
}

struct Each;

impl<'de> Visitor<'de> for Each {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = Map::new();
        while let Some((name, value)) = map.next_entry::<String, Value>()? {
            let shown: String = name.chars().take(40).collect();
            if fields.insert(name, value).is_some() {
                return Err(A::Error::custom(format_args!(
                    "field `{shown}` is there twice"
                )));
            }
        }
        Ok(Fields(fields))
    }
}
