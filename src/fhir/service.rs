//! A published service as a `HealthcareService`: the mapping of the Human Services Directory guide, as far as it
//! carries over to HSDS 3.

use super::common::{list, put, telecom};
use super::room;
use crate::directory::record::{Document, objects, text};
use crate::domain::availability::Availability;
use crate::domain::schedule::{Schedule, name, weekday};
use serde_json::{Map, Value, json};

/// The service, with the room that it has where there is most.
pub fn resource(service: &Document, room: Option<&Availability>) -> Value {
    let mut about = Map::new();
    about.insert("resourceType".into(), "HealthcareService".into());
    put(&mut about, "id", service.get("id").cloned());
    put(
        &mut about,
        "meta",
        service
            .get("last_modified")
            .map(|at| json!({ "lastUpdated": at })),
    );
    put(
        &mut about,
        "extension",
        list(room.and_then(room::extension).into_iter()),
    );
    about.insert(
        "active".into(),
        (text(service, "status") == Some("active")).into(),
    );
    put(&mut about, "providedBy", provided_by(service));
    put(&mut about, "type", list(terms(service)));
    put(
        &mut about,
        "location",
        list(objects(service, "service_at_locations").filter_map(place)),
    );
    put(&mut about, "name", service.get("name").cloned());
    put(&mut about, "comment", service.get("description").cloned());
    put(
        &mut about,
        "extraDetails",
        service.get("application_process").cloned(),
    );
    put(&mut about, "telecom", telecom(service, "url"));
    put(
        &mut about,
        "coverageArea",
        list(objects(service, "service_areas").filter_map(area)),
    );
    put(&mut about, "eligibility", eligibility(service));
    let program = service
        .get("program")
        .and_then(|program| program.get("name"));
    put(
        &mut about,
        "program",
        program.map(|name| json!([{ "text": name }])),
    );
    put(
        &mut about,
        "communication",
        list(objects(service, "languages").filter_map(language)),
    );
    put(
        &mut about,
        "availableTime",
        list(objects(service, "schedules").filter_map(weekly)),
    );
    put(&mut about, "availabilityExceptions", otherwise(service));
    Value::Object(about)
}

fn provided_by(service: &Document) -> Option<Value> {
    let mut reference = Map::new();
    let id = text(service, "organization_id")?;
    reference.insert("reference".into(), format!("Organization/{id}").into());
    let run_by = service
        .get("organization")
        .and_then(|run_by| run_by.get("name"));
    put(&mut reference, "display", run_by.cloned());
    Some(Value::Object(reference))
}

fn terms(service: &Document) -> impl Iterator<Item = Value> {
    let terms =
        objects(service, "attributes").filter_map(|one| one.get("taxonomy_term")?.as_object());
    terms.map(|term| {
        let mut coding = Map::new();
        let system = text(term, "taxonomy").filter(|words| words.contains("://"));
        put(&mut coding, "system", system.map(Value::from));
        put(
            &mut coding,
            "code",
            term.get("code").or_else(|| term.get("id")).cloned(),
        );
        put(&mut coding, "display", term.get("name").cloned());
        json!({ "coding": [coding], "text": term.get("name") })
    })
}

fn place(site: &Document) -> Option<Value> {
    let mut reference = Map::new();
    let id = text(site, "location_id")?;
    reference.insert("reference".into(), format!("Location/{id}").into());
    put(
        &mut reference,
        "display",
        site.get("location")
            .and_then(|place| place.get("name"))
            .cloned(),
    );
    Some(Value::Object(reference))
}

fn area(area: &Document) -> Option<Value> {
    let name = text(area, "name").or_else(|| text(area, "service_area"))?;
    Some(json!({ "display": name }))
}

fn eligibility(service: &Document) -> Option<Value> {
    let age = |field| service.get(field).and_then(Value::as_f64);
    let ages = match (age("minimum_age"), age("maximum_age")) {
        (Some(from), Some(to)) => Some(format!("From {from} to {to} years")),
        (Some(from), None) => Some(format!("From {from} years")),
        (None, Some(to)) => Some(format!("Up to {to} years")),
        (None, None) => None,
    };
    let said = text(service, "eligibility_description").map(String::from);
    list(
        said.into_iter()
            .chain(ages)
            .map(|words| json!({ "comment": words })),
    )
}

fn language(language: &Document) -> Option<Value> {
    let words = language.get("name").or_else(|| language.get("code"))?;
    Some(json!({ "text": words }))
}

/// What takes place every week: of when, FHIR can say no more.
fn weekly(schedule: &Document) -> Option<Value> {
    let plain = [
        "valid_from",
        "valid_to",
        "until",
        "count",
        "interval",
        "bymonthday",
    ];
    if plain.iter().any(|field| schedule.contains_key(*field))
        || text(schedule, "freq") == Some("MONTHLY")
    {
        return None;
    }
    let day = |word: &str| Some(name(weekday(word.trim())?).to_lowercase()[..3].to_owned());
    let days: Option<Vec<String>> = text(schedule, "byday")?.split(',').map(day).collect();
    let mut time = Map::new();
    time.insert("daysOfWeek".into(), days?.into());
    match ["opens_at", "closes_at"].map(|field| text(schedule, field).and_then(clock)) {
        [None, None] => put(&mut time, "allDay", Some(true.into())),
        [opens, closes] => {
            put(&mut time, "availableStartTime", opens.map(Value::from));
            put(&mut time, "availableEndTime", closes.map(Value::from));
        }
    }
    Some(Value::Object(time))
}

/// A time of day as FHIR writes it.
fn clock(text: &str) -> Option<String> {
    let (hour, minute) = text.get(..5)?.split_once(':')?;
    let fits =
        |part: &str, most: u8| part.len() == 2 && part.parse::<u8>().is_ok_and(|part| part < most);
    (fits(hour, 24) && fits(minute, 60)).then(|| format!("{hour}:{minute}:00"))
}

/// All other times, in words.
fn otherwise(service: &Document) -> Option<Value> {
    let others = objects(service, "schedules").filter(|one| weekly(one).is_none());
    let words = others.filter_map(|one| {
        let read = Schedule::from_document(&Value::Object(one.clone()));
        read.map(|read| read.in_words())
            .or_else(|| text(one, "description").map(String::from))
    });
    let words: Vec<String> = words.collect();
    (!words.is_empty()).then(|| words.join("; ").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_are_times_and_months_are_words() {
        let service = json!({ "id": "5e", "name": "Lunch", "status": "active", "minimum_age": 18, "schedules": [
            { "byday": "TU,TH", "freq": "WEEKLY", "opens_at": "10:00", "closes_at": "12:00:00" },
            { "byday": "2WE", "freq": "MONTHLY", "opens_at": "14:00" },
        ] });
        let resource = resource(service.as_object().unwrap(), None);
        let time = json!({ "daysOfWeek": ["tue", "thu"], "availableStartTime": "10:00:00", "availableEndTime": "12:00:00" });
        assert_eq!(resource["availableTime"], json!([time]));
        assert_eq!(
            resource["availabilityExceptions"],
            "Second Wednesday of the month 14:00"
        );
        assert_eq!(
            resource["eligibility"],
            json!([{ "comment": "From 18 years" }])
        );
        assert_eq!(resource.get("extension"), None);
    }
}
