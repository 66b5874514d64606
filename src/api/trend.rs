//! How what there is has changed, day by day, as a list and as a table.

use super::coverage::{areas_of, is_sound, sent};
use super::page::Page;
use super::params;
use super::problem::{Problem, ProblemDocument};
use crate::app::work::read;
use crate::app::{App, question};
use crate::coverage::past::keep::DAYS_BACK;
use crate::coverage::past::trend::{DAYS, Measure, Trend, trend};
use crate::db::Conn;
use crate::error::{Error, Result as Done};
use crate::gate::Credential;
use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The parameters that say what is asked.
const ASKED: [&str; 4] = ["area", "need", "measure", "days"];

/// One day.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrendDay {
    /// The day, at the end of which it was so.
    #[schema(format = Date)]
    pub day: String,
    /// Each measure: `services`, `with_room`, `with_room_percent`, `places`, `places_free`, `waiting`,
    /// `median_wait_weeks`, `full_percent` and `unconfirmed_percent`, or the one that was asked for. Null where
    /// there is nothing to tell it of.
    pub measures: BTreeMap<&'static str, Option<i64>>,
}

/// How what there is has changed
///
/// One row for each of the last days that is kept, the first first: each is counted when it has ended. Everything
/// and each area is kept (of kinds of which there are 400 at most); single needs for everything and for local
/// authorities. Whoever is signed in sees the areas of their account. The same as a table is at
/// `/api/v1/coverage/trend.csv`.
#[utoipa::path(
    get, path = "/api/v1/coverage/trend", tag = "Coverage",
    params(
        ("area" = Option<String>, Query, description = "The area, as `kind/code`; everything, if left out"),
        ("need" = Option<String>, Query, description = "The id of a need; all services, if left out"),
        ("measure" = Option<String>, Query, description = "One measure; all, if left out"),
        ("days" = Option<i64>, Query, description = "How many days back: from 1 to 400; 90 if left out", minimum = 1, maximum = 400),
        ("page" = Option<usize>, Query, description = "From 1", minimum = 1),
        ("per_page" = Option<usize>, Query, description = "From 1 to 100, 20 if left out", minimum = 1, maximum = 100),
    ),
    security(("key" = [])),
    responses(
        (status = 200, description = "One page of days", body = Page<TrendDay>),
        (status = 403, description = "For commissioners and stewards, and areas of the account", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn list(
    request: HttpRequest,
    key: Credential,
    app: Data<App>,
) -> Result<Json<Page<TrendDay>>, Problem> {
    let known = [&ASKED[..], &["page", "per_page"]].concat();
    let pairs = params::known(&request, &known)?;
    let paging = question::paging(&pairs).map_err(Error::BadRequest)?;
    let measures = measures(&pairs)?;
    let trend = told(&app, key, pairs).await?;
    let skip = (paging.0 - 1) * paging.1;
    let shown = trend.days.iter().skip(skip).take(paging.1);
    let shown = shown.map(|(day, counted)| TrendDay {
        day: day.to_string(),
        measures: measures
            .iter()
            .map(|measure| (measure.as_str(), measure.of(counted)))
            .collect(),
    });
    let total = i64::try_from(trend.days.len()).unwrap_or(i64::MAX);
    Ok(Json(Page::new(shown.collect(), total, paging)))
}

/// How what there is has changed, as a table
///
/// All days at once, as CSV with a head; parameters as of the list.
#[utoipa::path(
    get, path = "/api/v1/coverage/trend.csv", tag = "Coverage",
    params(
        ("area" = Option<String>, Query, description = "The area, as `kind/code`; everything, if left out"),
        ("need" = Option<String>, Query, description = "The id of a need; all services, if left out"),
        ("measure" = Option<String>, Query, description = "One measure; all, if left out"),
        ("days" = Option<i64>, Query, description = "How many days back; 90 if left out", minimum = 1, maximum = 400),
    ),
    security(("key" = [])),
    responses(
        (status = 200, description = "All days", body = String, content_type = "text/csv"),
        (status = 403, description = "For commissioners and stewards, and areas of the account", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn as_table(
    request: HttpRequest,
    key: Credential,
    app: Data<App>,
) -> Result<HttpResponse, Problem> {
    let pairs = params::known(&request, &ASKED)?;
    let measures = measures(&pairs)?;
    let trend = told(&app, key, pairs).await?;
    let names = measures.iter().map(|measure| measure.as_str());
    let head = std::iter::once("day").chain(names).collect();
    let rows = trend.days.iter().map(|(day, counted)| {
        let value = |measure: &Measure| measure.of(counted).map(|value| value.to_string());
        let values = measures.iter().map(|one| value(one).unwrap_or_default());
        std::iter::once(day.to_string()).chain(values).collect()
    });
    sent("trend.csv", head, rows.collect())
}

/// The measures that are asked for.
fn measures(pairs: &[(String, String)]) -> Done<Vec<Measure>> {
    match params::value(pairs, "measure") {
        Some(word) => Ok(vec![Measure::parse(word)?]),
        None => Ok(Measure::ALL.to_vec()),
    }
}

async fn told(
    app: &Data<App>,
    key: Credential,
    pairs: Vec<(String, String)>,
) -> Result<Trend, Problem> {
    let days = params::number(&pairs, "days")?.unwrap_or(DAYS);
    if !(1..=DAYS_BACK).contains(&days) {
        let says = format!("must be a whole number from 1 to {DAYS_BACK}");
        return Err(Error::bad("days", says).into());
    }
    let here = Data::clone(app);
    let load = move |conn: &mut Conn| {
        let areas = areas_of(conn, &key)?;
        let said = |name| params::value(&pairs, name).filter(|text| is_sound(text));
        let asked = (said("area"), said("need"));
        trend(&here, conn, &areas, asked, (days, Timestamp::now()))
    };
    Ok(read(app, load).await?)
}
