//! The records of one import, taken apart and put in order before the database is asked: each
//! service once, each organisation and location once. Documents are kept as JSON texts, which take
//! a fraction of the memory.

use super::input::Found;
use super::summary::Rejection;
use crate::directory::record::{self, Document, Parts};
use crate::directory::store::{self, Shelf};
use crate::directory::withheld;
use crate::error::{Error, FieldError, Result};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

/// Faults that are told of one record; who mends these will see the others.
const FAULTS_TOLD: usize = 5;

/// Documents as JSON texts, by id.
pub type Texts = BTreeMap<String, String>;

/// One service of the input.
#[derive(Debug, Clone)]
pub struct Staged {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its document.
    pub document: String,
    /// The id of its organisation.
    pub organization: Option<String>,
    /// The ids of its locations.
    pub locations: Vec<String>,
    place: String,
}

impl Staged {
    /// Whether it may say anything about room: a look at the text, for most do not.
    pub fn says_room(&self) -> bool {
        self.document.contains("\"capacities\"")
    }
}

/// The records of one import.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    /// The services, in the order of the input.
    pub services: Vec<Staged>,
    /// What the services bring along of their organisations.
    pub organizations: Texts,
    /// What the services bring along of their locations.
    pub locations: Texts,
    /// What cannot be used.
    pub rejections: Vec<Rejection>,
    places: HashMap<String, usize>,
}

impl Batch {
    /// A few services of this one, with what they bring along.
    pub fn part(&self, services: std::ops::Range<usize>) -> Self {
        let services = self.services.get(services).unwrap_or_default().to_vec();
        let of = |texts: &Texts, id: &String| Some((id.clone(), texts.get(id)?.clone()));
        let organizations = services.iter().filter_map(|one| one.organization.as_ref());
        let locations = services.iter().flat_map(|one| &one.locations);
        Self {
            organizations: organizations
                .filter_map(|id| of(&self.organizations, id))
                .collect(),
            locations: locations.filter_map(|id| of(&self.locations, id)).collect(),
            services,
            ..Self::default()
        }
    }

    /// Takes one record, or the reason why it cannot be used.
    ///
    /// # Errors
    /// What was taken before cannot be read again, which would be a mistake of ours.
    pub fn add(&mut self, found: Found) -> Result<()> {
        let place = found.place;
        let record = match found.record {
            Ok(Value::Object(record)) => record,
            Ok(_) => {
                let fault = FieldError::new(
                    "(record)",
                    "is not a JSON object: give one for each service",
                );
                self.reject(place, None, &[fault]);
                return Ok(());
            }
            Err(fault) => {
                self.reject(place, None, &[fault]);
                return Ok(());
            }
        };
        let id = record::text(&record, "id").map(|id| id.chars().take(60).collect());
        match record::split(record) {
            Ok(parts) => self.stage(place, parts),
            Err(faults) => {
                self.reject(place, id, &faults);
                Ok(())
            }
        }
    }

    /// Takes an organisation that runs no service of the input, such as one that stands above others.
    ///
    /// # Errors
    /// As of [`Batch::add`].
    pub fn add_organization(&mut self, place: String, organization: Document) -> Result<()> {
        let id = organization.get("id").cloned().unwrap_or_default();
        // What is wrong with one is what would be wrong with it in a service, which is thrown away.
        let mut service = Document::new();
        service.insert("id".into(), id.clone());
        service.insert("name".into(), "(none)".into());
        service.insert("organization".into(), Value::Object(organization));
        match record::split(service) {
            Ok(parts) => parts.organization.map_or(Ok(()), |organization| {
                merge_into(&mut self.organizations, Shelf::Organizations, organization)
            }),
            Err(faults) => {
                let id = id.as_str().map(|id| id.chars().take(60).collect());
                self.reject(place, id, &faults);
                Ok(())
            }
        }
    }

    fn stage(&mut self, place: String, parts: Parts) -> Result<()> {
        if let Some(organization) = parts.organization {
            merge_into(&mut self.organizations, Shelf::Organizations, organization)?;
        }
        for location in parts.locations {
            merge_into(&mut self.locations, Shelf::Locations, location)?;
        }
        let service = Staged::new(place, &parts.service)?;
        match self.places.get(&service.id) {
            Some(&at) => self.replace(at, service),
            None => {
                self.places.insert(service.id.clone(), self.services.len());
                self.services.push(service);
            }
        }
        Ok(())
    }

    /// The later of two records with one id is used.
    fn replace(&mut self, at: usize, service: Staged) {
        let message = format!(
            "duplicate: {} has the same id and is used instead",
            service.place
        );
        let earlier = std::mem::replace(&mut self.services[at], service);
        self.reject(
            earlier.place,
            Some(earlier.id),
            &[FieldError::new("id", message)],
        );
    }

    fn reject(&mut self, place: String, id: Option<String>, faults: &[FieldError]) {
        let Some((first, others)) = faults.split_first() else {
            return;
        };
        let others = others.iter().take(FAULTS_TOLD - 1);
        let others: String = others.map(|fault| format!("; also {fault}")).collect();
        self.rejections.push(Rejection {
            place,
            id,
            field: first.field.clone(),
            reason: format!("{}{others}", first.message),
        });
    }
}

impl Staged {
    fn new(place: String, service: &Document) -> Result<Self> {
        let text = |field| record::text(service, field).unwrap_or_default().to_owned();
        Ok(Self {
            id: text("id"),
            name: text("name"),
            document: json(service)?,
            organization: store::organization_of(service).map(str::to_owned),
            locations: record::location_ids(service),
            place,
        })
    }
}

/// Adds what one service says of an organisation or location to what others said of it.
fn merge_into(texts: &mut Texts, shelf: Shelf, document: Document) -> Result<()> {
    let id = record::text(&document, "id").unwrap_or_default().to_owned();
    let text = json(&document)?;
    match texts.get_mut(&id) {
        Some(known) if *known == text => {}
        Some(known) => {
            let merged = withheld::merge(shelf, store::parse(known)?, document);
            *known = json(&merged)?;
        }
        None => drop(texts.insert(id, text)),
    }
    Ok(())
}

fn json(document: &Document) -> Result<String> {
    serde_json::to_string(document).map_err(Error::internal)
}
