//! A listing as the search index takes it, made from its nested HSDS document.

use super::record::{Document, objects, text};
use crate::domain::funding::FundingFacts;
use crate::domain::id;
use crate::domain::point::Point;
use crate::domain::schedule::Schedule;
use crate::geography::Catchment;
use crate::geography::{Gazetteer, Precision};
use crate::search::entry::{Area, Entry, Line, Listing, Named, Site, Tag, TagKind, Texts};
use serde_json::Value;
use uuid::Uuid;

/// Letters of a description that a result shows.
const SUMMARY: usize = 240;

/// What is known of a service beside its document.
pub struct Beside<'a> {
    /// The slot of each listed line, by location (`""` for none).
    pub slots: &'a [(String, u32)],
    /// What decides how sure the money is.
    pub funding: FundingFacts,
    /// For locations that have a postcode and no position.
    pub gazetteer: &'a Gazetteer,
}

/// Makes the listing. None for a document that is not a service.
pub fn listing(service: &Document, beside: &Beside) -> Option<Listing> {
    let id = id::parse(text(service, "id")?).ok()?;
    let organization = service.get("organization").and_then(Value::as_object);
    let description = text(service, "description").unwrap_or_default();
    let mut tags = super::tags::tags(service);
    let texts = texts(service, &tags);
    let met = super::met_needs::of(&texts, &tags);
    super::met_needs::tag(&mut tags, &met);
    let entry = Entry {
        id,
        name: text(service, "name")?.to_owned(),
        summary: summary(description),
        organization: organization.and_then(named),
        closed: text(service, "status").is_some_and(|status| status != "active"),
        lines: lines(service, super::tags::is_remote(&tags), beside),
        tags,
        minimum_age: service.get("minimum_age").and_then(Value::as_f64),
        maximum_age: service.get("maximum_age").and_then(Value::as_f64),
        free: free(service),
        areas: areas(service),
        funding: beside.funding.clone(),
    };
    let needs = super::met_needs::weighted(&met);
    Some(Listing {
        entry,
        texts,
        needs,
    })
}

fn named(organization: &Document) -> Option<Named> {
    Some(Named {
        id: id::parse(text(organization, "id")?).ok()?,
        name: text(organization, "name")?.to_owned(),
    })
}

/// The beginning of a text, cut between words, on one line and without markup.
fn summary(text: &str) -> String {
    let plain = without_markup(text);
    let words: Vec<&str> = plain.split_whitespace().collect();
    let whole = words.join(" ");
    if whole.chars().count() <= SUMMARY {
        return whole;
    }
    let start: String = whole.chars().take(SUMMARY).collect();
    let cut = start
        .rsplit_once(' ')
        .map_or(start.as_str(), |(start, _)| start);
    format!("{}…", cut.trim_end_matches([',', '.', ';', ':']))
}

/// HSDS descriptions may hold HTML; what stands between angle brackets is left out.
pub fn without_markup(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        plain.push_str(before);
        let is_tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        match after.split_once('>') {
            Some((_, after)) if is_tag => {
                plain.push(' ');
                rest = after;
            }
            _ => {
                plain.push('<');
                rest = after;
            }
        }
    }
    plain + rest
}

fn lines(service: &Document, remote: bool, beside: &Beside) -> Vec<Line> {
    let everywhere: Vec<Schedule> = schedules(service);
    let slot = |location: &str| {
        let known = beside.slots.iter().find(|(id, _)| id == location);
        known.map(|(_, slot)| *slot)
    };
    let sites = objects(service, "service_at_locations").filter_map(|at| {
        let location = at.get("location").and_then(Value::as_object)?;
        let id = text(location, "id").or_else(|| text(at, "location_id"))?;
        let mut own = schedules(at);
        if own.is_empty() {
            own.clone_from(&everywhere);
        }
        Some(Line {
            slot: slot(id)?,
            site: Some(site(id::parse(id).ok()?, location, beside.gazetteer)),
            remote: remote || text(location, "location_type") == Some("virtual"),
            schedules: own,
        })
    });
    let mut lines: Vec<Line> = sites.collect();
    lines.dedup_by_key(|line| line.slot);
    if let Some(slot) = slot("").filter(|_| lines.is_empty()) {
        lines.push(Line {
            slot,
            site: None,
            remote,
            schedules: everywhere,
        });
    }
    lines
}

fn schedules(document: &Document) -> Vec<Schedule> {
    let entries = document.get("schedules").and_then(Value::as_array);
    let entries = entries.into_iter().flatten();
    entries.filter_map(Schedule::from_document).collect()
}

fn site(id: Uuid, location: &Document, gazetteer: &Gazetteer) -> Site {
    let address = objects(location, "addresses").next();
    let postcode = address.and_then(|address| text(address, "postal_code"));
    let number = |field: &str| location.get(field).and_then(Value::as_f64);
    let stated = number("latitude").zip(number("longitude"));
    let point = stated
        // 0, 0 is in the sea off Africa: some feeds write it for "not known".
        .filter(|position| *position != (0.0, 0.0))
        .and_then(|(latitude, longitude)| Point::new(latitude, longitude));
    let by_postcode = || {
        let place = gazetteer.locate(postcode?).ok()?;
        (place.precision == Precision::Postcode).then_some(place.point)
    };
    Site {
        id,
        name: text(location, "name").map(String::from),
        postcode: postcode.map(String::from),
        point: point.or_else(by_postcode),
    }
}

/// Whether it costs nothing: all its cost options are 0, or none of them is.
fn free(service: &Document) -> Option<bool> {
    let amounts = objects(service, "cost_options");
    let amounts: Vec<f64> = amounts
        .filter_map(|option| option.get("amount")?.as_f64())
        .collect();
    if amounts.is_empty() {
        return None;
    }
    Some(amounts.contains(&0.0))
}

/// The areas that have a shape. If any part of the service is for everybody, none restricts it.
fn areas(service: &Document) -> Vec<Area> {
    let own = shapes(service);
    let parts: Vec<Vec<Area>> = objects(service, "service_at_locations")
        .map(shapes)
        .collect();
    if own.is_empty() && parts.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    own.into_iter().chain(parts.into_iter().flatten()).collect()
}

fn shapes(document: &Document) -> Vec<Area> {
    let areas = objects(document, "service_areas");
    let shaped = areas.filter_map(|area| {
        let geometry = match area.get("extent")? {
            Value::String(text) => text.clone(),
            shape @ Value::Object(_) => shape.to_string(),
            _ => return None,
        };
        // A shape that cannot be read restricts nobody.
        Catchment::parse(&geometry).ok()?;
        let name = text(area, "name").unwrap_or_default().to_owned();
        Some(Area { name, geometry })
    });
    shaped.collect()
}

fn texts(service: &Document, tags: &[Tag]) -> Texts {
    let organization = service.get("organization").and_then(Value::as_object);
    let needs = tags.iter().filter(|tag: &&Tag| tag.kind == TagKind::Need);
    let labels: Vec<&str> = needs.map(|tag| tag.label.as_str()).collect();
    Texts {
        name: join(service, &["name", "alternate_name"]),
        organization: organization
            .map_or(String::new(), |org| join(org, &["name", "alternate_name"])),
        terms: labels.join(" \n "),
        place: places(service),
        description: without_markup(&join(
            service,
            &[
                "description",
                "eligibility_description",
                "application_process",
                "alert",
            ],
        )),
    }
}

fn join(document: &Document, fields: &[&str]) -> String {
    let texts: Vec<&str> = fields
        .iter()
        .filter_map(|field| text(document, field))
        .collect();
    texts.join(" \n ")
}

fn places(service: &Document) -> String {
    let mut places = Vec::new();
    for at in objects(service, "service_at_locations") {
        let Some(location) = at.get("location").and_then(Value::as_object) else {
            continue;
        };
        places.push(join(location, &["name", "alternate_name"]));
        for address in objects(location, "addresses") {
            places.push(join(
                address,
                &["address_1", "address_2", "city", "region", "postal_code"],
            ));
        }
    }
    let areas = objects(service, "service_areas").filter_map(|area| text(area, "name"));
    places.extend(areas.map(String::from));
    places.join(" \n ")
}
