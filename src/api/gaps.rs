//! Where people have no room within reach, as lists and as tables.

use super::coverage::{AreaName, areas_of, is_sound};
use super::page::Page;
use super::params;
use super::problem::{Problem, ProblemDocument};
use crate::app::work::read;
use crate::app::{App, question as asked_for};
use crate::coverage::access::wish::Wish;
use crate::coverage::gaps::{self, Area, Gap, Gaps, Question, Standing, table};
use crate::db::Conn;
use crate::error::{Error, Result as Done};
use crate::gate::Credential;
use crate::web::csv;
use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The parameters that say what is asked.
pub(super) const ASKED: [&str; 5] = ["areas", "need", "ages", "within_km", "access"];

/// A need, and the people who have no room within reach for it.
#[derive(Debug, Serialize, ToSchema)]
pub struct NeedGap {
    /// The id of the need.
    pub need_id: String,
    /// What people read.
    pub need: String,
    /// People who have no room within reach, of areas where it is known who lives there.
    pub people_without_room: f64,
    /// Areas without room within reach.
    pub areas_without_room: u32,
    /// Why, each with the people and areas that it is so for: `not_accessible`, `unknown`, `full`, `catchment`,
    /// `too_far` or `none`.
    pub reasons: BTreeMap<&'static str, PeopleAndAreas>,
    /// Searches for it, rounded to five; none below five.
    pub searches: i64,
    /// Those that found nothing with room.
    pub searches_without_room: i64,
    /// Of these, how many were narrowed by something (`asked_access`), had few answers (`few_answers`), or would
    /// have found room but for one thing (`only_distance`, `only_full`). One search may count in several.
    pub in_the_way: BTreeMap<String, i64>,
}

/// People, and the areas they live in.
#[derive(Debug, Serialize, ToSchema)]
pub struct PeopleAndAreas {
    /// People, where it is known who lives there.
    pub people: f64,
    /// Areas.
    pub areas: u32,
}

/// An area without room within reach.
#[derive(Debug, Serialize, ToSchema)]
pub struct AreaGap {
    /// The area.
    pub area: AreaName,
    /// People of the ages who live there, if that is known.
    pub people: Option<f64>,
    /// Why, as the reasons of needs.
    pub reason: &'static str,
}

impl From<&Gap> for NeedGap {
    fn from(gap: &Gap) -> Self {
        let without = gap.without();
        let reasons = Standing::reasons().iter().map(|reason| {
            let met = gap.of(*reason);
            let counted = PeopleAndAreas {
                people: met.people,
                areas: met.areas,
            };
            (reason.as_str(), counted)
        });
        let whys = gap.whys.iter();
        Self {
            need_id: gap.need.0.clone(),
            need: gap.need.1.clone(),
            people_without_room: without.people,
            areas_without_room: without.areas,
            reasons: reasons.collect(),
            searches: gap.searches.all(),
            searches_without_room: gap.searches.without,
            in_the_way: whys.map(|(label, times)| (label.word(), *times)).collect(),
        }
    }
}

impl From<&Area> for AreaGap {
    fn from(area: &Area) -> Self {
        Self {
            area: AreaName::from(&*area.patch),
            people: area.people,
            reason: area.reason.as_str(),
        }
    }
}

/// Where people have no room within reach, by need
///
/// One row for each need, where most people have no room within reach first. For each area it is asked what the
/// people who live there are met with: a service within reach that says that it has room for them, or the reason
/// that comes nearest to it. Services by telephone or online are within reach of all whom they are for.
#[utoipa::path(
    get, path = "/api/v1/coverage/gaps", tag = "Coverage",
    params(
        ("areas" = String, Query, description = "The kind of areas: `lsoa`, `ward` or another that was imported, with its people"),
        ("need" = Option<String>, Query, description = "The id of a need; each of them, if left out"),
        ("ages" = Option<String>, Query, description = "The people who count, such as `65+` or `0-15`; all, if left out"),
        ("within_km" = Option<f64>, Query, description = "As far as people go, from 0.1 to 100; 5 if left out"),
        ("access" = Option<String>, Query, description = "An arrangement for access without which room is none, such as `wheelchair`"),
        ("page" = Option<usize>, Query, description = "From 1", minimum = 1),
        ("per_page" = Option<usize>, Query, description = "From 1 to 100, 20 if left out", minimum = 1, maximum = 100),
    ),
    security(("key" = [])),
    responses(
        (status = 200, description = "One page of needs", body = Page<NeedGap>),
        (status = 400, description = "A parameter is wrong, or nobody is known to live in such areas", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 403, description = "For commissioners and stewards", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn needs(
    request: HttpRequest,
    key: Credential,
    app: Data<App>,
) -> Result<Json<Page<NeedGap>>, Problem> {
    let (pairs, paging) = asked(&request)?;
    let found = counted(&app, key, pairs).await?;
    let shown = found.needs.iter().skip((paging.0 - 1) * paging.1);
    let total = i64::try_from(found.needs.len()).unwrap_or(i64::MAX);
    let shown = shown.take(paging.1).map(NeedGap::from).collect();
    Ok(Json(Page::new(shown, total, paging)))
}

/// Where people have no room within reach, by need, as a table
///
/// All needs at once, as CSV with a head; parameters as of the list.
#[utoipa::path(
    get, path = "/api/v1/coverage/gaps.csv", tag = "Coverage",
    params(
        ("areas" = String, Query, description = "The kind of areas"),
        ("need" = Option<String>, Query, description = "The id of a need; each of them, if left out"),
        ("ages" = Option<String>, Query, description = "The people who count; all, if left out"),
        ("within_km" = Option<f64>, Query, description = "As far as people go; 5 if left out"),
        ("access" = Option<String>, Query, description = "An arrangement for access without which room is none"),
    ),
    security(("key" = [])),
    responses(
        (status = 200, description = "All needs", body = String, content_type = "text/csv"),
        (status = 403, description = "For commissioners and stewards", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn needs_table(
    request: HttpRequest,
    key: Credential,
    app: Data<App>,
) -> Result<HttpResponse, Problem> {
    let found = counted(&app, key, params::known(&request, &ASKED)?).await?;
    sent("gaps.csv", &table::needs(&found))
}

/// Which areas have no room within reach for a need
///
/// One row for each area without, where most people live first.
#[utoipa::path(
    get, path = "/api/v1/coverage/gaps/areas", tag = "Coverage",
    params(
        ("areas" = String, Query, description = "The kind of areas"),
        ("need" = String, Query, description = "The id of the need"),
        ("ages" = Option<String>, Query, description = "The people who count; all, if left out"),
        ("within_km" = Option<f64>, Query, description = "As far as people go; 5 if left out"),
        ("access" = Option<String>, Query, description = "An arrangement for access without which room is none"),
        ("page" = Option<usize>, Query, description = "From 1", minimum = 1),
        ("per_page" = Option<usize>, Query, description = "From 1 to 100, 20 if left out", minimum = 1, maximum = 100),
    ),
    security(("key" = [])),
    responses(
        (status = 200, description = "One page of areas", body = Page<AreaGap>),
        (status = 400, description = "A parameter is wrong, or nobody is known to live in such areas", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 403, description = "For commissioners and stewards", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn areas(
    request: HttpRequest,
    key: Credential,
    app: Data<App>,
) -> Result<Json<Page<AreaGap>>, Problem> {
    let (pairs, paging) = asked(&request)?;
    let found = counted_areas(&app, key, pairs).await?;
    let shown = found.areas.iter().skip((paging.0 - 1) * paging.1);
    let total = i64::try_from(found.areas.len()).unwrap_or(i64::MAX);
    let shown = shown.take(paging.1).map(AreaGap::from).collect();
    Ok(Json(Page::new(shown, total, paging)))
}

/// Which areas have no room within reach for a need, as a table
///
/// All areas at once, as CSV with a head; parameters as of the list.
#[utoipa::path(
    get, path = "/api/v1/coverage/gaps/areas.csv", tag = "Coverage",
    params(
        ("areas" = String, Query, description = "The kind of areas"),
        ("need" = String, Query, description = "The id of the need"),
        ("ages" = Option<String>, Query, description = "The people who count; all, if left out"),
        ("within_km" = Option<f64>, Query, description = "As far as people go; 5 if left out"),
        ("access" = Option<String>, Query, description = "An arrangement for access without which room is none"),
    ),
    security(("key" = [])),
    responses(
        (status = 200, description = "All areas", body = String, content_type = "text/csv"),
        (status = 403, description = "For commissioners and stewards", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn areas_table(
    request: HttpRequest,
    key: Credential,
    app: Data<App>,
) -> Result<HttpResponse, Problem> {
    let pairs = params::known(&request, &ASKED)?;
    let found = counted_areas(&app, key, pairs).await?;
    sent("gap-areas.csv", &table::areas(&found))
}

/// Parameters.
pub(super) type Pairs = Vec<(String, String)>;

fn asked(request: &HttpRequest) -> Result<(Pairs, (usize, usize)), Problem> {
    let known = [&ASKED[..], &["page", "per_page"]].concat();
    let pairs = params::known(request, &known)?;
    let paging = asked_for::paging(&pairs).map_err(Error::BadRequest)?;
    Ok((pairs, paging))
}

/// Sends a table.
pub(super) fn sent(name: &str, rows: &[Vec<String>]) -> Result<HttpResponse, Problem> {
    Ok(csv::answer(name).body(csv::written(rows)?))
}

/// What the parameters ask.
pub(super) fn question(pairs: &Pairs) -> Done<Question<'_>> {
    let said = |name| params::value(pairs, name).filter(|text| is_sound(text));
    let wish = Wish {
        areas: said("areas"),
        need: said("need"),
        ages: said("ages"),
        within_km: said("within_km"),
        decay: None,
    };
    let asked = wish.question()?;
    Ok(Question {
        kind: asked.kind,
        need: asked.need,
        ages: asked.ages,
        farthest_m: asked.reach.farthest_m,
        access: said("access"),
    })
}

async fn counted(app: &Data<App>, key: Credential, pairs: Pairs) -> Result<Gaps, Problem> {
    let here = Data::clone(app);
    let load = move |conn: &mut Conn| {
        let areas = areas_of(conn, &key)?;
        gaps::gaps(&here, conn, &areas, &question(&pairs)?, Timestamp::now())
    };
    Ok(read(app, load).await?)
}

/// The same for one need, whose areas are told.
async fn counted_areas(app: &Data<App>, key: Credential, pairs: Pairs) -> Result<Gaps, Problem> {
    let here = Data::clone(app);
    let load = move |conn: &mut Conn| {
        let areas = areas_of(conn, &key)?;
        let asked = question(&pairs)?;
        if asked.need.is_none() {
            return Err(Error::bad("need", "is needed: say which, such as debt"));
        }
        gaps::gaps(&here, conn, &areas, &asked, Timestamp::now())
    };
    Ok(read(app, load).await?)
}
