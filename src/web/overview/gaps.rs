//! Where people have no room within reach, and what would be lost if somebody went, for those who plan and
//! pay for services.

use super::areas_of;
use crate::app::App;
use crate::app::work::read;
use crate::coverage::access::kinds_with_people;
use crate::coverage::access::wish::Wish;
use crate::coverage::gaps::what_if::{Gone, called, what_if};
use crate::coverage::gaps::{self, Gaps, Question};
use crate::coverage::needs;
use crate::db::Conn;
use crate::domain::schedule::local_day;
use crate::error::{Error, FieldError, Result};
use crate::gate::Visitor;
use crate::search::entry::TagKind;
use crate::web::page::{self, Answer};
use crate::web::post::or_problem;
use crate::web::view::overview::gaps::{Asked, GapsPage, Offered};
use crate::web::view::overview::what_if::{Found, WhatIfPage};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use jiff::Timestamp;

/// Names that are offered where several are called so.
const MOST: usize = 30;

/// Shows where room is missing.
pub async fn show(app: Data<App>, visitor: Visitor, asked: Query<Asked>) -> Answer {
    or_problem(shown(&app, &visitor, asked.into_inner().tidy()).await)
}

/// Shows what would be lost.
pub async fn what_if_page(app: Data<App>, visitor: Visitor, asked: Query<Asked>) -> Answer {
    or_problem(lost(&app, &visitor, asked.into_inner().tidy()).await)
}

async fn shown(app: &Data<App>, visitor: &Visitor, asked: Asked) -> Result<Answer> {
    let areas = areas_of(visitor)?;
    let (here, now) = (Data::clone(app), Timestamp::now());
    let page = read(app, move |conn| {
        let offered = offered(&here, conn)?;
        let kind = kind(&offered, &asked);
        let (found, problem) = said(match &kind {
            Some(kind) => counted(&here, conn, &areas, (&asked, kind), now).map(Some),
            None => Ok(None),
        })?;
        let found = found.flatten();
        let asked = (&asked, kind.as_deref());
        Ok(GapsPage::view(
            found.as_ref(),
            &offered,
            asked,
            problem,
            now,
        ))
    });
    let page = page.await?;
    Ok(page::respond(status(page.problem.as_ref()), page))
}

async fn lost(app: &Data<App>, visitor: &Visitor, asked: Asked) -> Result<Answer> {
    let areas = areas_of(visitor)?;
    let (here, now) = (Data::clone(app), Timestamp::now());
    let page = read(app, move |conn| {
        let offered = offered(&here, conn)?;
        let kind = kind(&offered, &asked);
        let (found, problem) = said(match &kind {
            Some(kind) => losing(&here, conn, &areas, (&asked, kind), now),
            None => Ok(Found::Nothing),
        })?;
        let found = match problem {
            Some(problem) => Found::Problem(problem),
            None => found.unwrap_or(Found::Nothing),
        };
        let asked = (&asked, kind.as_deref());
        Ok(WhatIfPage::view(found, &offered, asked, now))
    });
    let page = page.await?;
    Ok(page::respond(status(page.problem.as_ref()), page))
}

fn status(problem: Option<&String>) -> StatusCode {
    match problem {
        Some(_) => StatusCode::BAD_REQUEST,
        None => StatusCode::OK,
    }
}

fn offered(app: &App, conn: &mut Conn) -> Result<Offered> {
    Ok(Offered {
        kinds: kinds_with_people(app, conn)?,
        needs: needs(&app.engine),
        access: app.engine.tags_of(TagKind::Access),
    })
}

fn kind(offered: &Offered, asked: &Asked) -> Option<String> {
    let first = || offered.kinds.first().cloned();
    asked.areas.clone().or_else(first)
}

fn question<'a>(asked: &'a Asked, kind: &'a str) -> Result<Question<'a>> {
    let wish = Wish {
        areas: Some(kind),
        need: asked.need.as_deref(),
        ages: asked.ages.as_deref(),
        within_km: asked.within_km.as_deref(),
        decay: None,
    };
    let question = wish.question()?;
    Ok(Question {
        kind: question.kind,
        need: question.need,
        ages: question.ages,
        farthest_m: question.reach.farthest_m,
        access: asked.access.as_deref(),
    })
}

fn counted(
    app: &App,
    conn: &mut Conn,
    areas: &[String],
    (asked, kind): (&Asked, &str),
    now: Timestamp,
) -> Result<Gaps> {
    gaps::gaps(app, conn, areas, &question(asked, kind)?, now)
}

/// What would be lost; or, of a name, everything that is called so.
fn losing(
    app: &App,
    conn: &mut Conn,
    areas: &[String],
    (asked, kind): (&Asked, &str),
    now: Timestamp,
) -> Result<Found> {
    let goes = [&asked.funder, &asked.award, &asked.organization];
    let goes = goes.map(|said| said.as_deref());
    let gone = match (&asked.who, goes) {
        (None, [None, None, None]) => return Ok(Found::Nothing),
        (Some(who), [None, None, None]) => {
            let mut all = called(conn, who, (local_day(now, 0), MOST))?;
            match all.len() {
                1 => all.remove(0).0,
                _ => return Ok(Found::Called(all)),
            }
        }
        (_, goes) => Gone::parse(goes)?,
    };
    let loss = what_if(app, conn, areas, (&gone, &question(asked, kind)?), now)?;
    Ok(Found::Loss(Box::new(loss)))
}

/// What was found; or what was written wrong, which is said beside the form.
fn said<T>(found: Result<T>) -> Result<(Option<T>, Option<String>)> {
    let of = |fault: &FieldError| format!("{} {}", fault.field, fault.message);
    match found {
        Ok(found) => Ok((Some(found), None)),
        Err(Error::BadRequest(faults)) => {
            let said = faults.iter().map(of).collect::<Vec<_>>();
            Ok((None, Some(said.join("; "))))
        }
        Err(Error::NotFound(words)) => Ok((None, Some(words))),
        Err(error) => Err(error),
    }
}
