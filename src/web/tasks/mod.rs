//! The stewards' work list: whom to ring, most urgent first.

pub mod moves;
mod one;

use super::page::{self, Answer};
use super::post::{id_of, or_problem};
use super::view::tasks::list::{Shown, TasksPage, Which};
use crate::app::App;
use crate::app::work::read;
use crate::capacity::store::lines_of_all;
use crate::db::Conn;
use crate::directory::store::assemble_all;
use crate::error::Result;
use crate::feeds::store::runs;
use crate::gate::Visitor;
use crate::tasks::causes::Causes;
use crate::tasks::desk::in_step;
use crate::tasks::store;
use crate::tasks::view::{self, Filter, Task};
use crate::{edits, matching};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use jiff::Timestamp;
use serde::Deserialize;

/// Tasks on one page: more than anybody rings in a morning.
const PER_PAGE: usize = 20;

/// What may stand in the address of the list.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Wanted {
    /// Which tasks.
    #[serde(default)]
    show: Which,
    /// From 1.
    page: Option<usize>,
    /// What was just done, in a word.
    said: Option<String>,
}

/// Shows the list.
pub async fn list(app: Data<App>, visitor: Visitor, wanted: Query<Wanted>) -> Answer {
    or_problem(listed(&app, &visitor, wanted.into_inner()).await)
}

async fn listed(app: &Data<App>, visitor: &Visitor, wanted: Wanted) -> Result<Answer> {
    let (who, now) = (visitor.must_be(&[])?, Timestamp::now());
    let causes = in_step(app, now).await?;
    let load = move |conn: &mut Conn| {
        let tasks = tasks(conn, &causes, wanted.show, &who.id, now)?;
        made(conn, tasks, &wanted, now)
    };
    Ok(page::respond(StatusCode::OK, read(app, load).await?))
}

/// The tasks that are asked for, in the order in which they are shown.
fn tasks(
    conn: &mut Conn,
    causes: &Causes,
    which: Which,
    who: &str,
    now: Timestamp,
) -> Result<Vec<Task>> {
    if which == Which::Closed {
        let rows = store::found_closed(conn)?;
        return view::shown(conn, causes, rows, who, now);
    }
    let filter = Filter {
        mine: which == Which::Mine,
        put_off: which != Which::Now,
        ..Filter::default()
    };
    let mut tasks = view::list(conn, causes, &filter, who, now)?;
    if which == Which::PutOff {
        tasks.retain(|task| task.not_before.is_some());
    }
    Ok(tasks)
}

/// The page with these tasks, of which only those on it are looked up.
fn made(conn: &mut Conn, tasks: Vec<Task>, wanted: &Wanted, now: Timestamp) -> Result<TasksPage> {
    let (total, page) = (tasks.len(), wanted.page.unwrap_or(1).max(1));
    let skip = (page - 1).saturating_mul(PER_PAGE);
    let tasks: Vec<Task> = tasks.into_iter().skip(skip).take(PER_PAGE).collect();
    let ids: Vec<String> = tasks.iter().map(|task| task.service_id.clone()).collect();
    let (services, mut lines) = (assemble_all(conn, &ids)?, lines_of_all(conn, &ids)?);
    let shown = tasks.into_iter().map(|task| {
        let is_its =
            |service: &&_| crate::directory::record::text(service, "id") == Some(&task.service_id);
        let lines = lines.remove(&task.service_id).unwrap_or_default().lines;
        Shown::view(task.clone(), services.iter().find(is_its), &lines, now)
    });
    let shown = shown.collect();
    let pages = (page, total.div_ceil(PER_PAGE));
    let said = wanted.said.as_deref();
    Ok(TasksPage {
        changes: edits::store::count(conn)?,
        pairs: matching::store::count(conn)?,
        feeds: runs::waiting(conn)?,
        ..TasksPage::view(shown, total, wanted.show, pages, said)
    })
}

/// What may stand in the address of one task.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Place {
    /// The location that is spoken of.
    at: Option<String>,
}

/// Shows one task.
pub async fn show(
    app: Data<App>,
    visitor: Visitor,
    path: Path<String>,
    place: Query<Place>,
) -> Answer {
    or_problem(shown(&app, &visitor, &path, place.into_inner()).await)
}

async fn shown(app: &Data<App>, visitor: &Visitor, path: &str, place: Place) -> Result<Answer> {
    let (who, id) = (visitor.must_be(&[])?, id_of(path)?);
    in_step(app, Timestamp::now()).await?;
    one::page(app, id, who.id, place.at, one::Told::default()).await
}
