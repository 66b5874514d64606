//! What would be gone with a funder, an award or an organisation, as a list and as a table.

use super::coverage::{areas_of, is_sound};
use super::gaps;
use super::params;
use super::problem::{Problem, ProblemDocument};
use crate::app::App;
use crate::app::work::read;
use crate::coverage::gaps::table;
use crate::coverage::gaps::what_if::{Gone, Loss, Lost, what_if};
use crate::db::Conn;
use crate::gate::Credential;
use crate::search::survey::Named;
use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The parameters that say what goes.
const GOES: [&str; 3] = ["funder", "award", "organization"];

/// What would be lost.
#[derive(Debug, Serialize, ToSchema)]
pub struct WhatIf {
    /// Who goes.
    pub name: String,
    /// Services that go, wherever they are.
    pub services_lost: Vec<ServiceName>,
    /// Services that lose money and have other.
    pub services_weakened: Vec<ServiceName>,
    /// Places of those that go, where somebody counts them.
    pub places_lost: u64,
    /// Those of them that are free now.
    pub places_free_lost: u64,
    /// Each need that they meet, and who would have no room for it any more.
    pub needs: Vec<NeedLost>,
}

/// A service.
#[derive(Debug, Serialize, ToSchema)]
pub struct ServiceName {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// The name of its organisation.
    pub organization: Option<String>,
}

/// What would be lost for one need.
#[derive(Debug, Serialize, ToSchema)]
pub struct NeedLost {
    /// The id of the need.
    pub need_id: String,
    /// What people read.
    pub need: String,
    /// Services for it that go.
    pub services_lost: u32,
    /// People who have room within reach now and would have none.
    pub people_losing_room: f64,
    /// In how many areas they live.
    pub areas_losing_room: u32,
}

impl From<&Lost> for NeedLost {
    fn from(lost: &Lost) -> Self {
        Self {
            need_id: lost.need.0.clone(),
            need: lost.need.1.clone(),
            services_lost: lost.services,
            people_losing_room: lost.people,
            areas_losing_room: lost.areas,
        }
    }
}

impl From<Loss> for WhatIf {
    fn from(loss: Loss) -> Self {
        let names = |all: Vec<(Uuid, Named)>| {
            let name = |(id, named): (Uuid, Named)| ServiceName {
                id,
                name: named.service,
                organization: named.organization,
            };
            all.into_iter().map(name).collect()
        };
        Self {
            needs: loss.needs.iter().map(NeedLost::from).collect(),
            name: loss.name,
            services_lost: names(loss.services),
            services_weakened: names(loss.weakened),
            places_lost: loss.places,
            places_free_lost: loss.free,
        }
    }
}

/// What would be lost if somebody went
///
/// A funder (the services go that nobody else is on record to pay for), an award (its service goes if it has no
/// other), or an organisation (all its services go): exactly one of the three is said.
#[utoipa::path(
    get, path = "/api/v1/coverage/what-if", tag = "Coverage",
    params(
        ("areas" = String, Query, description = "The kind of areas whose people are counted"),
        ("funder" = Option<String>, Query, description = "The name of a funder"),
        ("award" = Option<i64>, Query, description = "The number of an award"),
        ("organization" = Option<String>, Query, description = "The id of an organisation"),
        ("need" = Option<String>, Query, description = "The id of a need; each of them, if left out"),
        ("ages" = Option<String>, Query, description = "The people who count; all, if left out"),
        ("within_km" = Option<f64>, Query, description = "As far as people go; 5 if left out"),
    ),
    security(("key" = [])),
    responses(
        (status = 200, description = "What would be lost", body = WhatIf),
        (status = 400, description = "A parameter is wrong, or nobody is known to live in such areas", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 403, description = "For commissioners and stewards", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "There is no such funder, award or organisation", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn lost(
    request: HttpRequest,
    key: Credential,
    app: Data<App>,
) -> Result<Json<WhatIf>, Problem> {
    Ok(Json(WhatIf::from(losing(&request, key, &app).await?)))
}

/// What would be lost if somebody went, as a table
///
/// A row for each need, as CSV with a head; parameters as of the list.
#[utoipa::path(
    get, path = "/api/v1/coverage/what-if.csv", tag = "Coverage",
    params(
        ("areas" = String, Query, description = "The kind of areas whose people are counted"),
        ("funder" = Option<String>, Query, description = "The name of a funder"),
        ("award" = Option<i64>, Query, description = "The number of an award"),
        ("organization" = Option<String>, Query, description = "The id of an organisation"),
        ("need" = Option<String>, Query, description = "The id of a need; each of them, if left out"),
        ("ages" = Option<String>, Query, description = "The people who count; all, if left out"),
        ("within_km" = Option<f64>, Query, description = "As far as people go; 5 if left out"),
    ),
    security(("key" = [])),
    responses(
        (status = 200, description = "All needs", body = String, content_type = "text/csv"),
        (status = 403, description = "For commissioners and stewards", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "There is no such funder, award or organisation", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn lost_table(
    request: HttpRequest,
    key: Credential,
    app: Data<App>,
) -> Result<HttpResponse, Problem> {
    let loss = losing(&request, key, &app).await?;
    gaps::sent("what-if.csv", &table::lost(&loss))
}

async fn losing(request: &HttpRequest, key: Credential, app: &Data<App>) -> Result<Loss, Problem> {
    let known = [&gaps::ASKED[..4], &GOES].concat();
    let pairs = params::known(request, &known)?;
    let here = Data::clone(app);
    let load = move |conn: &mut Conn| {
        let areas = areas_of(conn, &key)?;
        let said = GOES.map(|name| params::value(&pairs, name).filter(|text| is_sound(text)));
        let gone = Gone::parse(said)?;
        let asked = gaps::question(&pairs)?;
        what_if(&here, conn, &areas, (&gone, &asked), Timestamp::now())
    };
    Ok(read(app, load).await?)
}
