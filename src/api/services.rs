//! One listing, whole.

use super::params;
use super::problem::{Problem, ProblemDocument};
use crate::app::App;
use crate::app::work::read;
use crate::capacity;
pub use crate::capacity::which::missing;
use crate::db::Conn;
use crate::directory;
use crate::directory::record::Document;
use crate::domain::availability::Availability;
use crate::domain::funding::FundingStatus;
use crate::domain::schedule::local_day;
use crate::error::Result;
use crate::funding;
use crate::signposts::store::{Reliability, reliability};
use actix_web::HttpRequest;
use actix_web::web::{Data, Json, Path};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

/// The room of one service at one location.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LocatedAvailability {
    /// The location; null for a service without one.
    pub location_id: Option<String>,
    /// Its room there.
    #[serde(flatten)]
    pub availability: Availability,
}

/// A listing: the HSDS service with its organisation and locations, and what is known of it now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Service {
    /// Everything that the HSDS record says.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    pub record: Document,
    /// Its room, at each of its locations.
    pub availability: Vec<LocatedAvailability>,
    /// What became of those who were sent there; null until enough is known.
    pub reliability: Option<Reliability>,
    /// How sure its money is today.
    pub funding_status: FundingStatus,
    /// The last day of the award that ends last.
    #[schema(value_type = Option<String>, format = Date)]
    pub funding_ends_on: Option<Date>,
}

/// The whole listing
#[utoipa::path(
    get, path = "/api/v1/services/{id}", tag = "Services",
    params(("id" = Uuid, Path, description = "The service")),
    responses(
        (status = 200, description = "The HSDS service, with its room and funding", body = Service),
        (status = 308, description = "It was merged with another service: `Location` has the same address of that one"),
        (status = 404, description = "There is no such service", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn service(
    request: HttpRequest,
    path: Path<String>,
    app: Data<App>,
) -> Result<Json<Service>, Problem> {
    params::known(&request, &[])?;
    let id = params::uuid("id", &path)?;
    Ok(Json(read(&app, move |conn| load(conn, &id)).await?))
}

fn load(conn: &mut Conn, id: &str) -> Result<Service> {
    let record = directory::store::assemble(conn, id)?.ok_or_else(|| missing(id))?;
    let now = Timestamp::now();
    let lines = capacity::store::lines_of(conn, id)?;
    let availability = lines.into_iter().map(|line| LocatedAvailability {
        availability: line.availability(now),
        location_id: Some(line.location_id).filter(|id| !id.is_empty()),
    });
    let availability = availability.collect();
    let facts = funding::store::facts(conn, &[id.to_owned()])?.remove(id);
    let funding = facts.unwrap_or_default().summary(local_day(now, 0));
    Ok(Service {
        record,
        availability,
        reliability: reliability(conn, id, now)?,
        funding_status: funding.status,
        funding_ends_on: funding.ends_on,
    })
}
