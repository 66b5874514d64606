//! The directory as FHIR R4.

use serde_json::{Value, json};

use super::{listings, nothing_empty};
use crate::support::listing::{location_id, organization_id};
use crate::support::{Client, Town};

pub fn the_health_service_can_read(town: &Town) {
    let client = town.anyone();
    let get = |path: &str| {
        let reply = client.get(&format!("/fhir/r4/{path}")).expect(200);
        assert_eq!(
            reply.header("content-type"),
            Some("application/fhir+json"),
            "{path}"
        );
        nothing_empty(&reply.body);
        reply.body
    };
    assert_eq!(get("metadata")["fhirVersion"], "4.0.1");
    let id = listings()[0].id();
    let lunch = get(&format!("HealthcareService/{id}"));
    assert_eq!(
        (&lunch["name"], &lunch["active"]),
        (&json!("Lunch club"), &json!(true))
    );
    assert_eq!(
        lunch["providedBy"]["reference"],
        format!("Organization/{}", organization_id(1))
    );
    let room = &lunch["extension"][0]["extension"][0]["valueCodeableConcept"]["coding"][0]["code"];
    assert_eq!(room, "no-capacity");
    let group = get(&format!("HealthcareService/{}", listings()[2].id()));
    assert_eq!(group["availableTime"][0]["daysOfWeek"], json!(["tue"]));
    let place = get(&format!("Location/{}", location_id(3)));
    assert_eq!(place["position"]["latitude"], 53.941);
    get(&format!("Organization/{}", organization_id(2)));
    what_is_searched_is_found(&client, &get);
    let wrong = client
        .get("/fhir/r4/HealthcareService/nonsense")
        .expect(404);
    assert_eq!(wrong.body["resourceType"], "OperationOutcome");
    client
        .get("/fhir/r4/HealthcareService?_lastUpdated=soon")
        .expect(400);
    client.get("/fhir/r4/Patient").expect(404);
}

fn what_is_searched_is_found(client: &Client, get: &impl Fn(&str) -> Value) {
    let names = |path: &str| {
        let found = get(&format!("HealthcareService?{path}"));
        let entries = found["entry"].as_array().cloned().unwrap_or_default();
        assert_eq!(found["type"], "searchset");
        entries
            .iter()
            .map(|one| one["resource"]["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names("name=walk"), ["Walking group"]);
    assert_eq!(
        names("name:contains=group&_lastUpdated=ge2020-01-01"),
        ["Walking group"]
    );
    assert_eq!(names("name=group"), Vec::<String>::new());
    assert_eq!(
        names(&format!("location=Location/{}", location_id(2))),
        ["Debt advice"]
    );
    assert_eq!(
        names(&format!("organization={}", organization_id(2))),
        ["Shabby club"]
    );
    assert_eq!(names("_lastUpdated=gt2100-01-01"), Vec::<String>::new());
    let page = get("HealthcareService?_count=3");
    assert_eq!(page["total"], 4);
    let links = page["link"].as_array().expect("links");
    let next = links
        .iter()
        .find(|link| link["relation"] == "next")
        .expect("a next page");
    let path = next["url"].as_str().expect("an address");
    let rest = client
        .get(&path[path.find("/fhir").expect("ours")..])
        .expect(200)
        .body;
    assert_eq!(rest["entry"].as_array().map(Vec::len), Some(1));
    assert_eq!(get("Organization?name=sorrel")["total"], 1);
    assert_eq!(get("Location")["total"], 3);
}
