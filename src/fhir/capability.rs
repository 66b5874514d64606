//! What this server can do.

use super::{BASE, MEDIA};
use crate::app::App;
use crate::domain::time::rfc3339;
use actix_web::HttpResponse;
use actix_web::web::Data;
use serde_json::{Value, json};

/// The `CapabilityStatement`.
pub async fn statement(app: Data<App>) -> HttpResponse {
    let services = ["name", "_id", "location", "organization", "_lastUpdated"];
    let others = ["_id", "_lastUpdated"];
    HttpResponse::Ok().content_type(MEDIA).json(json!({
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": rfc3339(app.started),
        "kind": "instance",
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json"],
        "implementation": { "description": "Headroom, a directory of community services", "url": app.address.of(BASE) },
        "rest": [{
            "mode": "server",
            "security": { "cors": true },
            "resource": [
                resource("HealthcareService", &services),
                resource("Organization", &["name", "_id", "_lastUpdated"]),
                resource("Location", &others),
            ],
        }],
    }))
}

fn resource(kind: &str, parameters: &[&str]) -> Value {
    let parameters = parameters.iter().map(|name| {
        let form = match *name {
            "name" => "string",
            "location" | "organization" => "reference",
            "_lastUpdated" => "date",
            _ => "token",
        };
        json!({ "name": name, "type": form })
    });
    json!({
        "type": kind,
        "interaction": [{ "code": "read" }, { "code": "search-type" }],
        "searchParam": parameters.collect::<Vec<_>>(),
    })
}
