//! The stewards' work list: whom to ring, most urgent first.

pub mod moves;

use super::page::Page;
use super::params;
use super::problem::{Problem, ProblemDocument};
use crate::accounts::Principal;
use crate::app::work::read;
use crate::app::{App, question};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::gate::Credential;
use crate::tasks::desk::{in_step, show};
use crate::tasks::view::{self, Filter, Task};
use crate::tasks::{Reason, store};
use actix_web::HttpRequest;
use actix_web::web::{Data, Json, Path};
use jiff::Timestamp;

/// The parameters of the list.
const PARAMETERS: [&str; 6] = ["reason", "mine", "put_off", "closed", "page", "per_page"];

/// The work list
///
/// A service is on it once, for as long as one of its reasons holds: it was found otherwise than it is
/// shown, nobody answers when asked, there is nobody to ask, or its money has ended without a word.
/// What is put off is left out. The order is of this moment: reports weigh most, then how long nobody
/// has spoken and how many ask.
#[utoipa::path(
    get, path = "/api/v1/tasks", tag = "Tasks",
    params(
        ("reason" = Option<Vec<String>>, Query, description = "`disputed`, `unanswered`, `no_contact`, `funding_lapsed`, `details_wrong` or `charity_removed`; repeated: any of them"),
        ("mine" = Option<bool>, Query, description = "Only those that this key has claimed"),
        ("put_off" = Option<bool>, Query, description = "Those that are put off as well"),
        ("closed" = Option<bool>, Query, description = "Instead of open tasks: those of which a steward has found that the service does not run, while its listing says that it does, the latest first. Takes no filters"),
        ("page" = Option<usize>, Query, description = "From 1", minimum = 1),
        ("per_page" = Option<usize>, Query, description = "From 1 to 100, 20 if left out", minimum = 1, maximum = 100),
    ),
    security(("key" = [])),
    responses(
        (status = 200, description = "One page of the list", body = Page<Task>),
        (status = 400, description = "A parameter is wrong", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 403, description = "Only for stewards", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn list(
    request: HttpRequest,
    key: Credential,
    app: Data<App>,
) -> Result<Json<Page<Task>>, Problem> {
    let pairs = params::known(&request, &PARAMETERS)?;
    let paging = question::paging(&pairs).map_err(Error::BadRequest)?;
    let (closed, filter) = (flag(&pairs, "closed")?, filter(&pairs)?);
    let who = read(&app, move |conn| steward(conn, &key)).await?;
    let now = Timestamp::now();
    let causes = in_step(&app, now).await?;
    let load = move |conn: &mut Conn| {
        if closed {
            let rows = store::found_closed(conn)?;
            return view::shown(conn, &causes, rows, &who.id, now);
        }
        view::list(conn, &causes, &filter, &who.id, now)
    };
    Ok(Json(paged(read(&app, load).await?, paging)))
}

/// One task
#[utoipa::path(
    get, path = "/api/v1/tasks/{id}", tag = "Tasks",
    params(("id" = Uuid, Path, description = "The task")),
    security(("key" = [])),
    responses(
        (status = 200, description = "The task, open or closed", body = Task),
        (status = 403, description = "Only for stewards", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "There is no such task", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn get(
    request: HttpRequest,
    path: Path<String>,
    key: Credential,
    app: Data<App>,
) -> Result<Json<Task>, Problem> {
    params::known(&request, &[])?;
    let id = params::uuid("id", &path)?;
    let who = read(&app, move |conn| steward(conn, &key)).await?;
    in_step(&app, Timestamp::now()).await?;
    Ok(Json(show(&app, id, who.id).await?))
}

/// Refuses everybody but stewards.
fn steward(conn: &mut Conn, key: &Credential) -> Result<Principal> {
    let who = key.principal(conn)?;
    who.must_be(&[])?;
    Ok(who)
}

fn filter(pairs: &[(String, String)]) -> Result<Filter> {
    let words = pairs
        .iter()
        .filter(|(name, value)| name == "reason" && !value.is_empty());
    let reasons = words.map(|(_, word)| {
        Reason::parse(word).ok_or_else(|| {
            let known = Reason::ALL.map(Reason::as_str).join(", ");
            Error::bad("reason", format!("must be one of {known}"))
        })
    });
    Ok(Filter {
        reasons: reasons.collect::<Result<_>>()?,
        mine: flag(pairs, "mine")?,
        put_off: flag(pairs, "put_off")?,
    })
}

fn flag(pairs: &[(String, String)], name: &str) -> Result<bool> {
    match params::value(pairs, name) {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(Error::bad(name, "must be true or false")),
    }
}

fn paged(tasks: Vec<Task>, (page, per_page): (usize, usize)) -> Page<Task> {
    let total = tasks.len() as i64;
    let before = (page - 1).saturating_mul(per_page);
    let contents = tasks.into_iter().skip(before).take(per_page).collect();
    Page::new(contents, total, (page, per_page))
}
