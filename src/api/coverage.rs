//! What areas have: one row for each, as a list and as a table.

use super::page::Page;
use super::params;
use super::problem::{Problem, ProblemDocument};
use crate::accounts::{Role, Via, people};
use crate::app::work::read;
use crate::app::{App, question};
use crate::coverage::by_area::{self, Row, by_area};
use crate::coverage::count::Count;
use crate::db::Conn;
use crate::domain::availability::State;
use crate::error::{Error, Result};
use crate::gate::Credential;
use crate::geography::ground::Patch;
use crate::web::csv;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What one area has.
#[derive(Debug, Serialize, ToSchema)]
pub struct AreaCoverage {
    /// The area.
    pub area: AreaName,
    /// Services that are given there, or whose own area covers its middle.
    pub services: u32,
    /// Those of them that are given there; the others only reach it.
    pub given_there: u32,
    /// Organisations that run them.
    pub organizations: u32,
    /// Services by the state of their room there.
    pub availability: BTreeMap<&'static str, u32>,
    /// Places of the services that are given there and count them.
    pub places_total: u64,
    /// Places free now.
    pub places_free: u64,
    /// People on waiting lists, where services count them.
    pub waiting: u64,
    /// The wait that half of the services that name one do not exceed, in weeks.
    pub median_wait_weeks: Option<u32>,
    /// Services of which the last word is fresh, ageing, stale, or was never said.
    pub freshness: BTreeMap<&'static str, u32>,
}

/// An area.
#[derive(Debug, Serialize, ToSchema)]
pub struct AreaName {
    /// What it is, such as `ward`.
    pub kind: String,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

impl From<&Patch> for AreaName {
    fn from(patch: &Patch) -> Self {
        Self {
            kind: patch.kind.to_string(),
            code: patch.code.to_string(),
            name: patch.name.to_string(),
        }
    }
}

impl From<&Row> for AreaCoverage {
    fn from((patch, count): &Row) -> Self {
        let states = State::ALL.map(|state| (state.as_str(), count.of(state)));
        Self {
            area: AreaName::from(&**patch),
            services: count.services,
            given_there: count.given,
            organizations: count.organizations,
            availability: states.into(),
            places_total: count.places,
            places_free: count.free,
            waiting: count.waiting,
            median_wait_weeks: count.median_weeks,
            freshness: freshness(count),
        }
    }
}

fn freshness(count: &Count) -> BTreeMap<&'static str, u32> {
    let words = ["fresh", "ageing", "stale", "never"];
    words.into_iter().zip(count.heard).collect()
}

/// What the areas of a kind have
///
/// One row for each area, by name, as everything is at this moment, or as it was at the end of a day: with what
/// had been said of room by then and the services that were listed, at the places and for the needs that their
/// listings name now. A service counts for an area if it is
/// given there, or if the area that it serves covers its middle, so one service may count for several. Whoever
/// is signed in sees the areas of their account. The same as a table is at `/api/v1/coverage.csv`.
#[utoipa::path(
    get, path = "/api/v1/coverage", tag = "Coverage",
    params(
        ("areas" = String, Query, description = "The kind of areas: `ward`, `lad`, `outcode` or another that was imported"),
        ("need" = Option<String>, Query, description = "The id of a need; all services, if left out"),
        ("on" = Option<String>, Query, description = "A day that has ended, such as `2026-10-01`: as it was then; now, if left out", format = Date),
        ("page" = Option<usize>, Query, description = "From 1", minimum = 1),
        ("per_page" = Option<usize>, Query, description = "From 1 to 100, 20 if left out", minimum = 1, maximum = 100),
    ),
    security(("key" = [])),
    responses(
        (status = 200, description = "One page of areas", body = Page<AreaCoverage>),
        (status = 400, description = "A parameter is wrong", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 403, description = "For commissioners and stewards", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn list(
    request: HttpRequest,
    key: Credential,
    app: Data<App>,
) -> Result<Json<Page<AreaCoverage>>, Problem> {
    let pairs = params::known(&request, &["areas", "need", "on", "page", "per_page"])?;
    let paging = question::paging(&pairs).map_err(Error::BadRequest)?;
    let rows = counted(&app, key, pairs).await?;
    let skip = (paging.0 - 1) * paging.1;
    let shown = rows.iter().skip(skip).take(paging.1);
    let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    Ok(Json(Page::new(
        shown.map(AreaCoverage::from).collect(),
        total,
        paging,
    )))
}

/// What the areas of a kind have, as a table
///
/// All areas at once, as CSV with a head.
#[utoipa::path(
    get, path = "/api/v1/coverage.csv", tag = "Coverage",
    params(
        ("areas" = String, Query, description = "The kind of areas"),
        ("need" = Option<String>, Query, description = "The id of a need; all services, if left out"),
        ("on" = Option<String>, Query, description = "A day that has ended, such as `2026-10-01`: as it was then; now, if left out", format = Date),
    ),
    security(("key" = [])),
    responses(
        (status = 200, description = "All areas", body = String, content_type = "text/csv"),
        (status = 403, description = "For commissioners and stewards", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn table(
    request: HttpRequest,
    key: Credential,
    app: Data<App>,
) -> Result<HttpResponse, Problem> {
    let pairs = params::known(&request, &["areas", "need", "on"])?;
    let rows = counted(&app, key, pairs).await?;
    let rows = rows.iter().map(by_area::row).collect();
    sent("coverage.csv", by_area::head(), rows)
}

/// A table of this name, with its head.
pub(super) fn sent(
    name: &str,
    head: Vec<&str>,
    rows: Vec<Vec<String>>,
) -> Result<HttpResponse, Problem> {
    let head = head.into_iter().map(String::from).collect();
    let bytes = csv::written(&[vec![head], rows].concat())?;
    Ok(csv::answer(name).body(bytes))
}

/// What the areas of a kind have, on a map
///
/// A GeoJSON FeatureCollection for programs that draw maps: each area with its shape and what the table says of it.
/// Shapes are simplified, neighbours together, so that they lie beside each other without gaps; they are for
/// looking at and not for measuring. Areas without a shape, such as outcodes, have none here either.
#[utoipa::path(
    get, path = "/api/v1/coverage/areas.geojson", tag = "Coverage",
    params(
        ("areas" = String, Query, description = "The kind of areas: `ward`, `lad` or another that was imported with its shapes"),
        ("need" = Option<String>, Query, description = "The id of a need; all services, if left out"),
    ),
    security(("key" = [])),
    responses(
        (status = 200, description = "All areas", body = serde_json::Value, content_type = "application/geo+json"),
        (status = 400, description = "A parameter is wrong", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 403, description = "For commissioners and stewards", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn drawn(
    request: HttpRequest,
    key: Credential,
    app: Data<App>,
) -> Result<HttpResponse, Problem> {
    let pairs = params::known(&request, &["areas", "need"])?;
    let rows = counted(&app, key, pairs).await?;
    let here = Data::clone(&app);
    let written = read(&app, move |conn| by_area::drawn(&here, conn, &rows)).await?;
    Ok(HttpResponse::Ok()
        .content_type("application/geo+json")
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .json(written))
}

async fn counted(
    app: &Data<App>,
    key: Credential,
    pairs: Vec<(String, String)>,
) -> Result<Vec<Row>, Problem> {
    let here = Data::clone(app);
    let load = move |conn: &mut Conn| {
        let areas = areas_of(conn, &key)?;
        let said = |name| params::value(&pairs, name).filter(|text| is_sound(text));
        let kind = said("areas").ok_or_else(|| {
            Error::bad(
                "areas",
                "is needed: say which kind of areas, such as ward or outcode",
            )
        })?;
        let asked = (kind, said("need"), said("on"));
        by_area(&here, conn, &areas, asked, Timestamp::now())
    };
    Ok(read(app, load).await?)
}

/// Neither database holds a NUL.
pub(super) fn is_sound(text: &str) -> bool {
    !text.is_empty() && !text.contains('\0')
}

/// The areas that whoever asks may look at; none for all.
pub(super) fn areas_of(conn: &mut Conn, key: &Credential) -> Result<Vec<String>> {
    let who = key.principal(conn)?;
    who.must_be(&[Role::Commissioner])?;
    let account = match who.via {
        Via::Session if who.role == Role::Commissioner => people::find(conn, &who.id)?,
        _ => None,
    };
    Ok(account.map(|account| account.areas).unwrap_or_default())
}
