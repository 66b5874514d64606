//! The other whole things of HSDS: an organisation with its services inside, and a service at a location with
//! its service inside. Both are turned around into services with all else inside, which is what is kept.

use super::input::Found;
use crate::directory::record::{self, Document};
use serde_json::Value;
use std::collections::HashMap;

/// Turns around what is not a service, and keeps the services at locations until all of one are there.
#[derive(Debug, Default)]
pub struct Others {
    services: Vec<(String, Document)>,
    /// Where each service is in that list, by its id.
    places: HashMap<String, usize>,
}

impl Others {
    /// The services that a record is, or has inside.
    pub fn unfold(&mut self, found: Found) -> Vec<Found> {
        match found.record {
            Ok(Value::Object(record)) if is_organization(&record) => {
                of_organization(&found.place, record)
            }
            Ok(Value::Object(mut record)) if is_site(&record) => {
                if let Some(Value::Object(service)) = record.shift_remove("service") {
                    self.gather(found.place, service, record);
                }
                Vec::new()
            }
            record => vec![Found { record, ..found }],
        }
    }

    fn gather(&mut self, place: String, service: Document, site: Document) {
        let id = record::text(&service, "id")
            .unwrap_or_default()
            .to_lowercase();
        let at = *self.places.entry(id).or_insert_with(|| {
            self.services.push((place, service));
            self.services.len() - 1
        });
        let sites = self.services[at].1.entry("service_at_locations");
        if let Value::Array(sites) = sites.or_insert_with(|| Value::Array(Vec::new())) {
            let same =
                |known: &Value| known.get("id").is_some() && known.get("id") == site.get("id");
            sites.retain(|known| !same(known));
            sites.push(Value::Object(site));
        }
    }

    /// The services that were at locations, each with all of these.
    pub fn gathered(self) -> impl Iterator<Item = Found> {
        self.services.into_iter().map(|(place, service)| Found {
            place,
            record: Ok(Value::Object(service)),
        })
    }
}

fn is_organization(record: &Document) -> bool {
    let services = record.get("services").and_then(Value::as_array);
    services.is_some_and(|services| !services.is_empty()) && !record.contains_key("status")
}

fn is_site(record: &Document) -> bool {
    record.get("service").is_some_and(Value::is_object) && !record.contains_key("status")
}

fn of_organization(place: &str, mut organization: Document) -> Vec<Found> {
    let Some(Value::Array(services)) = organization.shift_remove("services") else {
        return Vec::new();
    };
    let services = (1..).zip(services).map(|(number, mut service)| {
        if let Some(service) = service.as_object_mut()
            && !service.get("organization").is_some_and(Value::is_object)
        {
            service.insert("organization".into(), Value::Object(organization.clone()));
        }
        Found {
            place: format!("{place}, service {number}"),
            record: Ok(service),
        }
    });
    services.collect()
}
