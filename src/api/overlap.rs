//! Services that are alike, in groups, for those who bring people together who run them.

use super::coverage::{areas_of, is_sound};
use super::page::Page;
use super::params;
use super::problem::{Problem, ProblemDocument};
use crate::app::work::read;
use crate::app::{App, question};
use crate::coverage::overlap::shared::Shared;
use crate::coverage::overlap::together::Idea;
use crate::coverage::overlap::{Group, Listed, Overlap, Wish, overlap, table};
use crate::db::Conn;
use crate::domain::schedule::name;
use crate::error::Error;
use crate::gate::Credential;
use crate::web::csv;
use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The parameters that say what is asked.
const ASKED: [&str; 3] = ["need", "area", "threshold"];

/// Services of several organisations that are alike.
#[derive(Debug, Serialize, ToSchema)]
pub struct OverlapGroup {
    /// How alike the two are that are least alike, from 0 to 1: all others are more so.
    pub likeness: f64,
    /// How many organisations run them.
    pub organizations: usize,
    /// The services, by name.
    pub services: Vec<OverlapService>,
    /// What they have in common.
    pub shared: SharedTraits,
    /// What could be done together.
    pub ideas: Vec<OverlapIdea>,
    /// Pairs of ids that may be one service listed twice: stewards look at them on `/duplicates`.
    pub likely_duplicates: Vec<[Uuid; 2]>,
}

/// One service of a group.
#[derive(Debug, Serialize, ToSchema)]
pub struct OverlapService {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// The name of the organisation that runs it.
    pub organization: Option<String>,
    /// The state of its room.
    pub availability: &'static str,
    /// Places free now, where it counts them.
    pub places_free: Option<u32>,
    /// People on its waiting list, where it counts them.
    pub waiting: Option<u32>,
    /// Metres in a straight line to the nearest other service of the group; nothing where nobody has to go there.
    pub nearest_other_m: Option<f64>,
}

/// What services have in common.
#[derive(Debug, Serialize, ToSchema)]
pub struct SharedTraits {
    /// Needs that all meet; or, if there is none, those that most of them meet.
    pub needs: Vec<String>,
    /// Words that tell them from others and that more than half of them have.
    pub words: Vec<String>,
    /// Languages and arrangements for access that all have.
    pub access_and_languages: Vec<String>,
    /// For whom they are, as all of their names say.
    pub people: Vec<&'static str>,
    /// The youngest and the oldest that all are for, in years, where all say so.
    pub ages: Option<[f32; 2]>,
    /// Days on which all are open.
    pub days: Vec<&'static str>,
    /// Metres between the two that are nearest to each other.
    pub nearest_m: Option<f64>,
    /// Metres between the two that are farthest from each other.
    pub farthest_m: Option<f64>,
}

/// Something that could be done together.
#[derive(Debug, Serialize, ToSchema)]
pub struct OverlapIdea {
    /// `send_on`, `one_list`, `tell_together`, `ask_together`, `same_days` or `other_days`.
    pub kind: &'static str,
    /// The same in words.
    pub text: String,
}

impl From<&Group> for OverlapGroup {
    fn from(group: &Group) -> Self {
        let members = group.members.iter();
        Self {
            likeness: group.least,
            organizations: group.organizations,
            services: members.map(|(one, metres)| service(one, *metres)).collect(),
            shared: SharedTraits::from(&group.shared),
            ideas: group.ideas.iter().map(OverlapIdea::from).collect(),
            likely_duplicates: group
                .doubles
                .iter()
                .map(|(one, other)| [*one, *other])
                .collect(),
        }
    }
}

fn service(one: &Listed, metres: Option<f64>) -> OverlapService {
    OverlapService {
        id: one.id,
        name: one.name.clone(),
        organization: one.organization.as_ref().map(|run_by| run_by.name.clone()),
        availability: one.room.state.as_str(),
        places_free: one.room.free,
        waiting: one.room.waiting,
        nearest_other_m: metres.map(f64::round),
    }
}

impl From<&Shared> for SharedTraits {
    fn from(shared: &Shared) -> Self {
        Self {
            needs: shared.needs.clone(),
            words: shared.words.clone(),
            access_and_languages: shared.asked.clone(),
            people: shared.people.clone(),
            ages: shared.ages.map(|(least, most)| [least, most]),
            days: shared.days.iter().map(|day| name(*day)).collect(),
            nearest_m: shared.nearest_m.map(f64::round),
            farthest_m: shared.farthest_m.map(f64::round),
        }
    }
}

impl From<&Idea> for OverlapIdea {
    fn from(idea: &Idea) -> Self {
        Self {
            kind: idea.id(),
            text: idea.words(),
        }
    }
}

/// Services that are alike
///
/// Groups of services of several organisations that share a need, are within 5 km of each other (or need no way at
/// all) and are alike in needs, words, place, days and for whom they are; every two of a group are at least as alike
/// as the threshold. They are for bringing those together who run them: likeness says nothing of which is needed. Those
/// in which some are full while others have room come first. Services of one organisation alone make no group, nor do
/// listings that may all be one service.
#[utoipa::path(
    get, path = "/api/v1/coverage/overlap", tag = "Coverage",
    params(
        ("need" = Option<String>, Query, description = "The id of a need; all services, if left out"),
        ("area" = Option<String>, Query, description = "An area as `kind/code`, such as `ward/E05011350`; everywhere, if left out"),
        ("threshold" = Option<f64>, Query, description = "How alike any two of a group are at least, from 0.3 to 0.95; 0.5 if left out"),
        ("page" = Option<usize>, Query, description = "From 1", minimum = 1),
        ("per_page" = Option<usize>, Query, description = "From 1 to 100, 20 if left out", minimum = 1, maximum = 100),
    ),
    security(("key" = [])),
    responses(
        (status = 200, description = "One page of groups", body = Page<OverlapGroup>),
        (status = 400, description = "A parameter is wrong, or there is too much to compare at once", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 403, description = "For commissioners and stewards", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn list(
    request: HttpRequest,
    key: Credential,
    app: Data<App>,
) -> Result<Json<Page<OverlapGroup>>, Problem> {
    let known = [&ASKED[..], &["page", "per_page"]].concat();
    let pairs = params::known(&request, &known)?;
    let paging = question::paging(&pairs).map_err(Error::BadRequest)?;
    let found = computed(&app, key, pairs).await?;
    let skip = (paging.0 - 1) * paging.1;
    let shown = found.groups.iter().skip(skip).take(paging.1);
    let total = i64::try_from(found.groups.len()).unwrap_or(i64::MAX);
    Ok(Json(Page::new(
        shown.map(OverlapGroup::from).collect(),
        total,
        paging,
    )))
}

/// Services that are alike, as a table
///
/// A row for each service of each group, as CSV with a head; parameters as of the list.
#[utoipa::path(
    get, path = "/api/v1/coverage/overlap.csv", tag = "Coverage",
    params(
        ("need" = Option<String>, Query, description = "The id of a need; all services, if left out"),
        ("area" = Option<String>, Query, description = "An area as `kind/code`; everywhere, if left out"),
        ("threshold" = Option<f64>, Query, description = "How alike any two of a group are at least; 0.5 if left out"),
    ),
    security(("key" = [])),
    responses(
        (status = 200, description = "All groups", body = String, content_type = "text/csv"),
        (status = 400, description = "A parameter is wrong, or there is too much to compare at once", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 403, description = "For commissioners and stewards", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn list_table(
    request: HttpRequest,
    key: Credential,
    app: Data<App>,
) -> Result<HttpResponse, Problem> {
    let found = computed(&app, key, params::known(&request, &ASKED)?).await?;
    let head = table::head().into_iter().map(String::from).collect();
    let bytes = csv::written(&[vec![head], table::rows(&found)].concat())?;
    Ok(csv::answer("overlap.csv").body(bytes))
}

async fn computed(
    app: &Data<App>,
    key: Credential,
    pairs: Vec<(String, String)>,
) -> Result<Overlap, Problem> {
    let here = Data::clone(app);
    let load = move |conn: &mut Conn| {
        let areas = areas_of(conn, &key)?;
        let said = |name| params::value(&pairs, name).filter(|text| is_sound(text));
        let wish = Wish {
            need: said("need"),
            area: said("area"),
            threshold: said("threshold"),
        };
        overlap(&here, conn, &areas, &wish.question()?, Timestamp::now())
    };
    Ok(read(app, load).await?)
}
