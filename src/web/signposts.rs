//! Signposts as pages: somebody is sent with two clicks, and what became of them is one more.

pub mod elsewhere;
pub mod making;
pub mod telling;

use super::error::{no_signpost, problem};
use super::page::{self, Answer};
use super::service;
use super::view::service::Known;
use super::view::signposts::{ListPage, SignpostPage, one::Look};
use crate::accounts::{Principal, Role};
use crate::app::App;
use crate::app::work::read;
use crate::db::Conn;
use crate::directory;
use crate::error::{Error, Result};
use crate::gate::Visitor;
use crate::signposts::{Code, Signpost, store};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use jiff::Timestamp;

/// Signposts in the list of what somebody has sent.
const LISTED: i64 = 50;

/// Shows what whoever looks has sent lately.
pub async fn list(app: Data<App>, visitor: Visitor) -> Answer {
    let who = match visitor.must_be(&[Role::Navigator]) {
        Ok(who) => who,
        Err(error) => return problem(&error),
    };
    let now = Timestamp::now();
    let load = move |conn: &mut Conn| store::made_by(conn, &who.id, LISTED, now);
    match read(&app, load).await {
        Ok(listed) => page::respond(StatusCode::OK, ListPage::view(listed, now)).private(),
        Err(error) => problem(&error),
    }
}

/// Shows one signpost to whoever sends people, and to those who run its service.
pub async fn show(
    app: Data<App>,
    visitor: Visitor,
    request: HttpRequest,
    path: Path<String>,
) -> Answer {
    let who = match party(&visitor) {
        Ok(who) => who,
        Err(error) => return problem(&error),
    };
    let Ok(code) = Code::parse(&path) else {
        return no_signpost();
    };
    let now = Timestamp::now();
    let look = Look {
        sends: who.role != Role::Provider,
        again: request.query_string() == "again",
    };
    match read(&app, move |conn| load(conn, &code, &who, now)).await {
        Ok((signpost, known)) => {
            let shown = SignpostPage::view(&signpost, known.as_ref(), look, now);
            page::respond(StatusCode::OK, shown).private()
        }
        Err(error) => failed(&error),
    }
}

/// A signpost with its service, for somebody who may see it.
pub(super) fn load(
    conn: &mut Conn,
    code: &Code,
    who: &Principal,
    now: Timestamp,
) -> Result<(Signpost, Option<Known>)> {
    let signpost = store::standing(conn, code, now)?.signpost;
    must_run_it(conn, who, &signpost.service_id)?;
    let known = service::load(conn, &signpost.service_id)?;
    Ok((signpost, known))
}

/// Whoever may look at signposts at all.
pub(super) fn party(visitor: &Visitor) -> Result<Principal> {
    visitor.must_be(&[Role::Navigator, Role::Provider])
}

/// Refuses the provider of another service.
pub(super) fn must_run_it(conn: &mut Conn, who: &Principal, service_id: &str) -> Result<()> {
    let owners = directory::store::owners(conn, service_id)?;
    who.must_speak_for(&owners.unwrap_or_default())
}

pub(super) fn failed(error: &Error) -> Answer {
    match error {
        Error::NotFound(_) => no_signpost(),
        error => problem(error),
    }
}
