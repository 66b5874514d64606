//! A service in the words of schema.org, for search engines: data inside the page, which no browser runs.

use crate::directory::record::{Document, objects, text};
use crate::oruk::{Kind, tidy};
use serde_json::{Map, Value, json};

/// The listing as JSON-LD, fit to stand inside a page; nothing if there is no such service any more.
pub fn linked(service: &Document, page: &str) -> String {
    let id = text(service, "id").unwrap_or_default().to_owned();
    let Some(service) = tidy(Kind::Service, service.clone(), &id) else {
        return String::new();
    };
    let written = described(&service, page).to_string();
    // Nothing that is said in a listing can end the element.
    written
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
}

fn described(service: &Document, page: &str) -> Value {
    let mut about = Map::new();
    about.insert("@context".into(), "https://schema.org".into());
    about.insert("@type".into(), "Service".into());
    about.insert("@id".into(), page.into());
    about.insert(
        "identifier".into(),
        service.get("id").cloned().unwrap_or_default(),
    );
    for (field, name) in [
        ("name", "name"),
        ("alternate_name", "alternateName"),
        ("description", "description"),
    ] {
        put(&mut about, name, service.get(field).cloned());
    }
    put(
        &mut about,
        "url",
        service.get("url").cloned().or_else(|| Some(page.into())),
    );
    put(&mut about, "provider", provider(service));
    put(&mut about, "serviceType", list(terms(service)));
    put(
        &mut about,
        "areaServed",
        list(objects(service, "service_areas").filter_map(area)),
    );
    put(&mut about, "audience", audience(service));
    put(
        &mut about,
        "hoursAvailable",
        list(objects(service, "schedules").flat_map(hours)),
    );
    put(&mut about, "availableChannel", list(channels(service)));
    Value::Object(about)
}

fn put(about: &mut Map<String, Value>, name: &str, value: Option<Value>) {
    about.extend(value.map(|value| (name.to_owned(), value)));
}

/// A list, unless nothing is in it.
fn list(values: impl Iterator<Item = Value>) -> Option<Value> {
    let values: Vec<Value> = values.collect();
    (!values.is_empty()).then_some(Value::Array(values))
}

fn provider(service: &Document) -> Option<Value> {
    let organization = service.get("organization")?.as_object()?;
    let mut about = Map::new();
    about.insert("@type".into(), "Organization".into());
    for (field, name) in [
        ("name", "name"),
        ("description", "description"),
        ("website", "url"),
        ("logo", "logo"),
    ] {
        put(&mut about, name, organization.get(field).cloned());
    }
    let identifiers = objects(organization, "organization_identifiers").filter_map(|one| {
        let scheme = text(one, "identifier_scheme").or_else(|| text(one, "identifier_type"))?;
        Some(json!({ "@type": "PropertyValue", "propertyID": scheme, "value": text(one, "identifier")? }))
    });
    put(&mut about, "identifier", list(identifiers));
    Some(Value::Object(about))
}

fn terms(service: &Document) -> impl Iterator<Item = Value> {
    let terms =
        objects(service, "attributes").filter_map(|one| one.get("taxonomy_term")?.get("name"));
    terms.cloned()
}

fn area(area: &Document) -> Option<Value> {
    let name = text(area, "name").or_else(|| text(area, "service_area"))?;
    Some(json!({ "@type": "AdministrativeArea", "name": name }))
}

fn audience(service: &Document) -> Option<Value> {
    let mut about = Map::new();
    put(
        &mut about,
        "suggestedMinAge",
        service.get("minimum_age").cloned(),
    );
    put(
        &mut about,
        "suggestedMaxAge",
        service.get("maximum_age").cloned(),
    );
    put(
        &mut about,
        "audienceType",
        service.get("eligibility_description").cloned(),
    );
    if about.is_empty() {
        return None;
    }
    about.insert("@type".into(), "PeopleAudience".into());
    Some(Value::Object(about))
}

/// Only hours of every week can be said there.
fn hours(schedule: &Document) -> Option<Value> {
    let weekly = text(schedule, "freq").is_none_or(|freq| freq == "WEEKLY");
    let each = schedule
        .get("interval")
        .and_then(Value::as_i64)
        .is_none_or(|weeks| weeks == 1);
    let days = text(schedule, "byday").filter(|_| weekly && each)?;
    let day = |code: &str| {
        let day = crate::domain::schedule::weekday(code.trim())?;
        Some(Value::from(format!(
            "https://schema.org/{}",
            crate::domain::schedule::name(day)
        )))
    };
    let mut about = Map::new();
    about.insert("@type".into(), "OpeningHoursSpecification".into());
    about.insert(
        "dayOfWeek".into(),
        days.split(',').map(day).collect::<Option<Vec<_>>>()?.into(),
    );
    for (field, name) in [
        ("opens_at", "opens"),
        ("closes_at", "closes"),
        ("valid_from", "validFrom"),
        ("valid_to", "validThrough"),
    ] {
        put(&mut about, name, schedule.get(field).cloned());
    }
    Some(Value::Object(about))
}

/// How and where it is given.
fn channels(service: &Document) -> impl Iterator<Item = Value> {
    let phones = objects(service, "phones").filter_map(|phone| {
        let phone = json!({ "@type": "ContactPoint", "telephone": text(phone, "number")? });
        Some(json!({ "@type": "ServiceChannel", "servicePhone": phone }))
    });
    let sites = objects(service, "service_at_locations").filter_map(|site| {
        let place = place(site.get("location")?.as_object()?);
        Some(json!({ "@type": "ServiceChannel", "serviceLocation": place }))
    });
    phones.chain(sites)
}

fn place(location: &Document) -> Value {
    let mut about = Map::new();
    about.insert("@type".into(), "Place".into());
    put(&mut about, "name", location.get("name").cloned());
    if let (Some(latitude), Some(longitude)) = (location.get("latitude"), location.get("longitude"))
    {
        let geo =
            json!({ "@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude });
        about.insert("geo".into(), geo);
    }
    if let Some(address) = objects(location, "addresses").next() {
        let mut lines = Map::new();
        lines.insert("@type".into(), "PostalAddress".into());
        let fields = [
            ("address_1", "streetAddress"),
            ("city", "addressLocality"),
            ("state_province", "addressRegion"),
            ("postal_code", "postalCode"),
            ("country", "addressCountry"),
        ];
        for (field, name) in fields {
            put(&mut lines, name, address.get(field).cloned());
        }
        about.insert("address".into(), Value::Object(lines));
    }
    Value::Object(about)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_is_described_and_cannot_end_the_element() {
        let service = json!({ "id": "790bc225-3be8-54c3-9496-78fab3fe842a", "name": "</script><b>Lunch & more",
            "status": "active", "description": "", "minimum_age": 18,
            "schedules": [{ "freq": "WEEKLY", "byday": "TU,TH", "opens_at": "10:00", "closes_at": "12:00" }, { "freq": "MONTHLY", "byday": "2WE" }] });
        let text = linked(
            service.as_object().unwrap(),
            "https://here.example/services/1",
        );
        assert!(!text.contains(['<', '>', '&']), "{text}");
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["name"], service["name"]);
        assert_eq!(read["audience"]["suggestedMinAge"], 18);
        assert_eq!(
            read["hoursAvailable"][0]["dayOfWeek"][1],
            "https://schema.org/Thursday"
        );
        assert_eq!(read["hoursAvailable"].as_array().map(Vec::len), Some(1));
        assert_eq!(read.get("description"), None);
    }
}
