//! `/`: what this is.

use super::asked::Asked;
use super::fault::Refusal;
use crate::app::App;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;

/// The version by which the official validator finds the schemas; it knows no other way to say "and HSDS 3.2".
const VERSION: &str = "HSDS-UK-3.0";
/// The profile of HSDS that Open Referral UK is.
const PROFILE: &str = "https://github.com/OpenReferralUK/uk-profile/blob/main/docs/index.md";
/// The official description of the API.
const OPENAPI: &str = "https://openreferraluk.org/specifications/3.0/openapi.json";

/// What this API is.
pub async fn root(request: HttpRequest, app: Data<App>) -> Result<HttpResponse, Refusal> {
    Asked::strict(&request, &[])?;
    Ok(HttpResponse::Ok().json(json!({
        "version": VERSION,
        "profile": PROFILE,
        "openapi_url": OPENAPI,
        "description": "Community services and how much room they have, as Open Referral UK 3.0 and HSDS 3.2 at once.",
        "data_guide": app.address.of("/docs"),
    })))
}
