//! How well areas can get at places, as a list, as tables, and compared between tenths by deprivation.

use super::coverage::{AreaName, areas_of, is_sound, sent};
use super::page::Page;
use super::params;
use super::problem::{Problem, ProblemDocument};
use crate::app::work::read;
use crate::app::{App, question};
use crate::coverage::access::wish::Wish;
use crate::coverage::access::{Access, Fair, Measure, Row, Score, access, table};
use crate::db::Conn;
use crate::error::Error;
use crate::gate::Credential;
use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// The parameters that say what is asked.
const ASKED: [&str; 5] = ["areas", "need", "ages", "within_km", "decay"];

/// How well one area can get at places.
#[derive(Debug, Serialize, ToSchema)]
pub struct AreaAccess {
    /// The area.
    pub area: AreaName,
    /// People of the ages that were asked for who live there, if that is known.
    pub people: Option<f64>,
    /// Which tenth it belongs to by deprivation, from 1, the most deprived, to 10.
    pub deprivation_decile: Option<u8>,
    /// Places that people there can get at, for each thousand of them, by the enhanced two-step floating
    /// catchment area method.
    pub places_per_1000: f64,
    /// The same of places that are free.
    pub places_free_per_1000: f64,
    /// The same of services.
    pub services_per_1000: f64,
    /// The same of services that say that they have room.
    pub services_with_room_per_1000: f64,
    /// Metres in a straight line to the nearest place that has room; nothing where there is none.
    pub nearest_with_room_m: Option<f64>,
}

/// Whether it is shared fairly.
#[derive(Debug, Serialize, ToSchema)]
pub struct Fairness {
    /// Each measure, compared between tenths by deprivation.
    pub measures: Vec<MeasureFairness>,
    /// What nobody lives within reach of.
    pub unreached: Offered,
    /// Services that say neither where they are nor that one can call them: they are in no score.
    pub services_without_a_place: usize,
    /// The first and the last year that the numbers of people are of.
    pub people_of_years: Option<(i32, i32)>,
    /// The same of the deprivation.
    pub deprivation_of_years: Option<(i32, i32)>,
}

/// One measure, compared between tenths by deprivation.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasureFairness {
    /// Which: `places`, `places_free`, `services` and `services_with_room` (each for a thousand people), or
    /// `nearest_with_room_m`.
    pub measure: &'static str,
    /// The concentration index, from -1, where the most deprived have all, through 0, where none has more than
    /// another, to 1, where the least deprived have all; nothing where there is nothing to share out.
    pub concentration_index: Option<f64>,
    /// The tenths in which anybody lives, the most deprived first.
    pub deciles: Vec<DecileMean>,
}

/// A tenth by deprivation.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecileMean {
    /// From 1, the most deprived, to 10.
    pub decile: u8,
    /// Areas of it.
    pub areas: usize,
    /// People in them.
    pub people: f64,
    /// The mean over these people.
    pub mean: f64,
}

/// Places and services.
#[derive(Debug, Serialize, ToSchema)]
pub struct Offered {
    /// Places in all.
    pub places: f64,
    /// Places that are free.
    pub places_free: f64,
    /// Services; one that is given at several places is shared out over them.
    pub services: f64,
    /// Services that say that they have room.
    pub services_with_room: f64,
}

impl From<&Row> for AreaAccess {
    fn from(row: &Row) -> Self {
        let of = |measure: Measure| measure.of(row).unwrap_or_default();
        Self {
            area: AreaName::from(&*row.patch),
            people: row.people,
            deprivation_decile: row.decile,
            places_per_1000: of(Measure::Places),
            places_free_per_1000: of(Measure::Free),
            services_per_1000: of(Measure::Services),
            services_with_room_per_1000: of(Measure::Open),
            nearest_with_room_m: row.nearest_m,
        }
    }
}

impl From<&Fair> for MeasureFairness {
    fn from(fair: &Fair) -> Self {
        let deciles = fair.deciles.iter().map(|one| DecileMean {
            decile: one.decile,
            areas: one.neighbourhoods,
            people: one.people,
            mean: one.mean,
        });
        Self {
            measure: fair.measure.as_str(),
            concentration_index: fair.index,
            deciles: deciles.collect(),
        }
    }
}

impl From<Score> for Offered {
    fn from(score: Score) -> Self {
        Self {
            places: score.places,
            places_free: score.free,
            services: score.services,
            services_with_room: score.open,
        }
    }
}

/// How well areas can get at places
///
/// One row for each area, by name. Each service has its places for all people who can reach it, of whom each
/// counts for less the farther away they live; each area can get at the sum over the services in its reach
/// (E2SFCA, Luo and Qi 2009). Distances are straight lines from the middle of the area. What has a service area
/// with a shape is for those who live in it; what is by telephone or online counts alike for all of these.
#[utoipa::path(
    get, path = "/api/v1/coverage/access", tag = "Coverage",
    params(
        ("areas" = String, Query, description = "The kind of areas: `lsoa`, `ward` or another that was imported, with its people"),
        ("need" = Option<String>, Query, description = "The id of a need; all services, if left out"),
        ("ages" = Option<String>, Query, description = "The people who count, such as `65+` or `0-15`; all, if left out"),
        ("within_km" = Option<f64>, Query, description = "As far as people go, from 0.1 to 100; 5 if left out"),
        ("decay" = Option<String>, Query, description = "`slow` (three zones that weigh 1, 0.68 and 0.22, if left out), `sharp` (1, 0.42, 0.09), `smooth` (a bell curve) or `even`"),
        ("page" = Option<usize>, Query, description = "From 1", minimum = 1),
        ("per_page" = Option<usize>, Query, description = "From 1 to 100, 20 if left out", minimum = 1, maximum = 100),
    ),
    security(("key" = [])),
    responses(
        (status = 200, description = "One page of areas", body = Page<AreaAccess>),
        (status = 400, description = "A parameter is wrong, or nobody is known to live in such areas", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 403, description = "For commissioners and stewards", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn list(
    request: HttpRequest,
    key: Credential,
    app: Data<App>,
) -> Result<Json<Page<AreaAccess>>, Problem> {
    let known = [&ASKED[..], &["page", "per_page"]].concat();
    let pairs = params::known(&request, &known)?;
    let paging = question::paging(&pairs).map_err(Error::BadRequest)?;
    let access = computed(&app, key, pairs).await?;
    let skip = (paging.0 - 1) * paging.1;
    let shown = access.rows.iter().skip(skip).take(paging.1);
    let total = i64::try_from(access.rows.len()).unwrap_or(i64::MAX);
    Ok(Json(Page::new(
        shown.map(AreaAccess::from).collect(),
        total,
        paging,
    )))
}

/// How well areas can get at places, as a table
///
/// All areas at once, as CSV with a head; parameters as of the list.
#[utoipa::path(
    get, path = "/api/v1/coverage/access.csv", tag = "Coverage",
    params(
        ("areas" = String, Query, description = "The kind of areas"),
        ("need" = Option<String>, Query, description = "The id of a need; all services, if left out"),
        ("ages" = Option<String>, Query, description = "The people who count; all, if left out"),
        ("within_km" = Option<f64>, Query, description = "As far as people go; 5 if left out"),
        ("decay" = Option<String>, Query, description = "`slow`, `sharp`, `smooth` or `even`"),
    ),
    security(("key" = [])),
    responses(
        (status = 200, description = "All areas", body = String, content_type = "text/csv"),
        (status = 403, description = "For commissioners and stewards", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn list_table(
    request: HttpRequest,
    key: Credential,
    app: Data<App>,
) -> Result<HttpResponse, Problem> {
    let access = computed(&app, key, params::known(&request, &ASKED)?).await?;
    let rows = access.rows.iter().map(table::row).collect();
    sent("access.csv", table::head(), rows)
}

/// Whether it is shared fairly
///
/// The means of each measure by tenth of deprivation, and the concentration index of each; parameters as of the
/// list.
#[utoipa::path(
    get, path = "/api/v1/coverage/fairness", tag = "Coverage",
    params(
        ("areas" = String, Query, description = "The kind of areas"),
        ("need" = Option<String>, Query, description = "The id of a need; all services, if left out"),
        ("ages" = Option<String>, Query, description = "The people who count; all, if left out"),
        ("within_km" = Option<f64>, Query, description = "As far as people go; 5 if left out"),
        ("decay" = Option<String>, Query, description = "`slow`, `sharp`, `smooth` or `even`"),
    ),
    security(("key" = [])),
    responses(
        (status = 200, description = "The comparison", body = Fairness),
        (status = 400, description = "A parameter is wrong, or nobody is known to live in such areas", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 403, description = "For commissioners and stewards", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn fairness(
    request: HttpRequest,
    key: Credential,
    app: Data<App>,
) -> Result<Json<Fairness>, Problem> {
    let access = computed(&app, key, params::known(&request, &ASKED)?).await?;
    Ok(Json(Fairness {
        measures: access.fair.iter().map(MeasureFairness::from).collect(),
        unreached: access.unreached.into(),
        services_without_a_place: access.nowhere,
        people_of_years: access.peopled.years,
        deprivation_of_years: access.peopled.deprivation_years,
    }))
}

/// Whether it is shared fairly, as a table
///
/// A row for each measure and tenth, as CSV with a head; parameters as of the list.
#[utoipa::path(
    get, path = "/api/v1/coverage/fairness.csv", tag = "Coverage",
    params(
        ("areas" = String, Query, description = "The kind of areas"),
        ("need" = Option<String>, Query, description = "The id of a need; all services, if left out"),
        ("ages" = Option<String>, Query, description = "The people who count; all, if left out"),
        ("within_km" = Option<f64>, Query, description = "As far as people go; 5 if left out"),
        ("decay" = Option<String>, Query, description = "`slow`, `sharp`, `smooth` or `even`"),
    ),
    security(("key" = [])),
    responses(
        (status = 200, description = "All measures", body = String, content_type = "text/csv"),
        (status = 403, description = "For commissioners and stewards", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn fairness_table(
    request: HttpRequest,
    key: Credential,
    app: Data<App>,
) -> Result<HttpResponse, Problem> {
    let access = computed(&app, key, params::known(&request, &ASKED)?).await?;
    sent(
        "fairness.csv",
        table::fair_head(),
        table::fair_rows(&access),
    )
}

async fn computed(
    app: &Data<App>,
    key: Credential,
    pairs: Vec<(String, String)>,
) -> Result<Access, Problem> {
    let here = Data::clone(app);
    let load = move |conn: &mut Conn| {
        let areas = areas_of(conn, &key)?;
        let said = |name| params::value(&pairs, name).filter(|text| is_sound(text));
        let wish = Wish {
            areas: said("areas"),
            need: said("need"),
            ages: said("ages"),
            within_km: said("within_km"),
            decay: said("decay"),
        };
        access(&here, conn, &areas, &wish.question()?, Timestamp::now())
    };
    Ok(read(app, load).await?)
}
