//! Who was sent where and what became of them, by need and month, as a list and as a table.

use super::coverage::{areas_of, is_sound, sent};
use super::page::Page;
use super::params;
use super::problem::{Problem, ProblemDocument};
use crate::app::work::read;
use crate::app::{App, question};
use crate::coverage::flow::{Became, Flow, Row, SavedPer, Wish, flow, table};
use crate::db::Conn;
use crate::error::Error;
use crate::gate::Credential;
use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// The parameters that say what is asked.
const ASKED: [&str; 5] = ["area", "need", "from", "to", "saved_per"];

/// What became of those who were sent for one need in one month. Every number of people is put together from
/// groups of one need, month, outcode and outcome, each rounded to five; one below five counts as nothing.
#[derive(Debug, Serialize, ToSchema)]
pub struct NeedMonth {
    /// The need.
    pub need: NeedName,
    /// The month, such as `2026-09`.
    pub month: String,
    /// All who were sent.
    pub sent: i64,
    /// Those who came and were taken in.
    pub taken_in: i64,
    /// Those who found no room, a closed door, or nobody who answered.
    pub turned_away: i64,
    /// Those who did not come, did not want to, or for whom it was not right.
    pub not_taken: i64,
    /// Those of whom nothing was told.
    pub not_told: i64,
    /// Those who were turned away, of all of whom anything was told.
    pub turned_away_percent: Option<u32>,
    /// Days within which half of them were heard of: `1`, `3`, `7`, `14`, `28`, `84` or `over 84`.
    pub half_heard_within_days: Option<&'static str>,
    /// The wait that half of the services which named one did not exceed at the end of the month; null where none
    /// did, or it is not kept for this area.
    pub median_wait_weeks: Option<u32>,
    /// An estimate of the appointments saved: people taken in times `saved_per`.
    pub appointments_saved: Estimate,
}

/// A need.
#[derive(Debug, Serialize, ToSchema)]
pub struct NeedName {
    /// Its id; empty where none was said.
    pub id: String,
    /// What people read.
    pub label: String,
}

/// An estimate, and what it would be if half or twice the assumption is right.
#[derive(Debug, Serialize, ToSchema)]
pub struct Estimate {
    /// With half of it.
    pub low: i64,
    /// As assumed.
    pub assumed: i64,
    /// With twice of it.
    pub high: i64,
}

impl NeedMonth {
    fn of(row: &Row, per: SavedPer) -> Self {
        let sums = &row.sums;
        let saved = per.of(sums.of(Became::TakenIn));
        Self {
            need: NeedName {
                id: row.need.0.clone(),
                label: row.need.1.clone(),
            },
            month: row.month.to_string(),
            sent: sums.made(),
            taken_in: sums.of(Became::TakenIn),
            turned_away: sums.of(Became::TurnedAway),
            not_taken: sums.of(Became::NotTaken),
            not_told: sums.of(Became::Untold),
            turned_away_percent: sums.turned_away_share(),
            half_heard_within_days: sums.heard_within(),
            median_wait_weeks: row.wait_weeks,
            appointments_saved: Estimate {
                low: saved.low,
                assumed: saved.middle,
                high: saved.high,
            },
        }
    }
}

/// What became of those who were sent
///
/// One row for each need and month of which anything may be told, by need and then by month. Only whole months that
/// have passed, with what was told before this month began; the last twelve, if nothing is said. Whoever is signed in sees the areas of their account. The same
/// as a table is at `/api/v1/coverage/flow.csv`.
#[utoipa::path(
    get, path = "/api/v1/coverage/flow", tag = "Coverage",
    params(
        ("area" = Option<String>, Query, description = "Where they were sent to, as `kind/code`: by the outcode of the place; everything, if left out"),
        ("need" = Option<String>, Query, description = "The id of a need; all, if left out"),
        ("from" = Option<String>, Query, description = "The first month, such as `2026-01`"),
        ("to" = Option<String>, Query, description = "The last month, 36 months at most from the first"),
        ("saved_per" = Option<f64>, Query, description = "How many appointments with a general practice one person who was taken in saves within a year: from 0 to 12; 1 if left out"),
        ("page" = Option<usize>, Query, description = "From 1", minimum = 1),
        ("per_page" = Option<usize>, Query, description = "From 1 to 100, 20 if left out", minimum = 1, maximum = 100),
    ),
    security(("key" = [])),
    responses(
        (status = 200, description = "One page of needs and months", body = Page<NeedMonth>),
        (status = 403, description = "For commissioners and stewards, and areas of the account", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn list(
    request: HttpRequest,
    key: Credential,
    app: Data<App>,
) -> Result<Json<Page<NeedMonth>>, Problem> {
    let known = [&ASKED[..], &["page", "per_page"]].concat();
    let pairs = params::known(&request, &known)?;
    let paging = question::paging(&pairs).map_err(Error::BadRequest)?;
    let flow = told(&app, key, pairs).await?;
    let skip = (paging.0 - 1) * paging.1;
    let shown = flow.rows.iter().skip(skip).take(paging.1);
    let shown = shown.map(|row| NeedMonth::of(row, flow.asked.saved_per));
    let total = i64::try_from(flow.rows.len()).unwrap_or(i64::MAX);
    Ok(Json(Page::new(shown.collect(), total, paging)))
}

/// What became of those who were sent, as a table
///
/// All rows at once, as CSV with a head; parameters as of the list. A number that is not told is left empty.
#[utoipa::path(
    get, path = "/api/v1/coverage/flow.csv", tag = "Coverage",
    params(
        ("area" = Option<String>, Query, description = "Where they were sent to, as `kind/code`"),
        ("need" = Option<String>, Query, description = "The id of a need; all, if left out"),
        ("from" = Option<String>, Query, description = "The first month"),
        ("to" = Option<String>, Query, description = "The last month"),
        ("saved_per" = Option<f64>, Query, description = "How many appointments one person saves; 1 if left out"),
    ),
    security(("key" = [])),
    responses(
        (status = 200, description = "All needs and months", body = String, content_type = "text/csv"),
        (status = 403, description = "For commissioners and stewards, and areas of the account", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn as_table(
    request: HttpRequest,
    key: Credential,
    app: Data<App>,
) -> Result<HttpResponse, Problem> {
    let flow = told(&app, key, params::known(&request, &ASKED)?).await?;
    sent("flow.csv", table::head(), table::rows(&flow))
}

async fn told(
    app: &Data<App>,
    key: Credential,
    pairs: Vec<(String, String)>,
) -> Result<Flow, Problem> {
    let here = Data::clone(app);
    let load = move |conn: &mut Conn| {
        let areas = areas_of(conn, &key)?;
        let said = |name| params::value(&pairs, name).filter(|text| is_sound(text));
        let wish = Wish {
            area: said("area"),
            need: said("need"),
            from: said("from"),
            to: said("to"),
            saved_per: said("saved_per"),
        };
        let now = Timestamp::now();
        flow(&here, conn, &areas, &wish.question(now)?, now)
    };
    Ok(read(app, load).await?)
}
