//! The page of one task: whom to ring, what to ask, and what can be said of it.

use super::super::page::{self, Answer};
use super::super::view::service::Known;
use super::super::view::tasks::one::TaskPage;
use super::super::view::update::Notice;
use super::super::{service, update::typed::Typed};
use crate::app::App;
use crate::app::work::read;
use crate::capacity::which::missing;
use crate::db::Conn;
use crate::error::Result;
use crate::tasks::desk;
use crate::tasks::view::Task;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use jiff::Timestamp;

/// What was typed into the form, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// What was typed.
    pub typed: Typed,
    /// What is wrong with it.
    pub notice: Option<Notice>,
}

/// The page, for somebody with this id.
///
/// # Errors
/// There is no such task, or its service has gone.
pub async fn page(
    app: &Data<App>,
    id: String,
    who: String,
    at: Option<String>,
    told: Told,
) -> Result<Answer> {
    let now = Timestamp::now();
    let load = move |conn: &mut Conn| load(conn, &id, &who, now);
    let (task, known) = read(app, load).await?;
    let notice = told.notice.as_ref();
    let status = notice.map_or(StatusCode::OK, Notice::status);
    let page = TaskPage::view(&task, &known, at.as_deref(), &told.typed, notice, now);
    Ok(page::respond(status, page))
}

fn load(conn: &mut Conn, id: &str, who: &str, now: Timestamp) -> Result<(Task, Known)> {
    let task = desk::shown(conn, id, who, now)?;
    let known = service::load(conn, &task.service_id)?;
    let known = known.ok_or_else(|| missing(&task.service_id))?;
    Ok((task, known))
}
