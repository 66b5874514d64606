//! Services that are alike, for those who bring people together who run them.

use crate::accounts::Role;
use crate::app::App;
use crate::app::work::read;
use crate::coverage::needs;
use crate::coverage::overlap::{Overlap, Wish, overlap};
use crate::coverage::scope::{Atlas, Scope, Wish as Areas};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::gate::Visitor;
use crate::web::page::{self, Answer};
use crate::web::post::or_problem;
use crate::web::view::overview::overlap::{Asked, OverlapPage};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use jiff::Timestamp;

/// Shows overlap.
pub async fn show(app: Data<App>, visitor: Visitor, asked: Query<Asked>) -> Answer {
    or_problem(shown(&app, &visitor, asked.into_inner().tidy()).await)
}

async fn shown(app: &Data<App>, visitor: &Visitor, asked: Asked) -> Result<Answer> {
    let who = visitor.must_be(&[Role::Commissioner])?;
    let areas = super::areas_of(visitor)?;
    let is_steward = who.role != Role::Commissioner;
    let (here, now) = (Data::clone(app), Timestamp::now());
    let load = move |conn: &mut Conn| {
        let needs = needs(&here.engine);
        let (found, problem) = match computed(&here, conn, &areas, &asked, now) {
            Ok(found) => (found, None),
            // What was written wrong, or is too much, is said beside the form.
            Err(Error::BadRequest(faults)) => {
                let said = faults
                    .iter()
                    .map(|fault| format!("{} {}", fault.field, fault.message));
                let said = said.collect::<Vec<_>>().join("; ");
                (nothing(&here, conn, &areas)?, Some(said))
            }
            Err(error) => return Err(error),
        };
        Ok(OverlapPage::view(
            (&found, &needs),
            &asked,
            (problem, is_steward),
            now,
        ))
    };
    let page = read(app, load).await?;
    let status = match page.problem {
        Some(_) => StatusCode::BAD_REQUEST,
        None => StatusCode::OK,
    };
    Ok(page::respond(status, page))
}

fn computed(
    app: &App,
    conn: &mut Conn,
    areas: &[String],
    asked: &Asked,
    now: Timestamp,
) -> Result<Overlap> {
    let wish = Wish {
        need: asked.need.as_deref(),
        area: asked.area.as_deref(),
        threshold: asked.threshold.as_deref(),
    };
    overlap(app, conn, areas, &wish.question()?, now)
}

/// No groups, and the areas that can be chosen.
fn nothing(app: &App, conn: &mut Conn, areas: &[String]) -> Result<Overlap> {
    let gazetteer = app.engine.gazetteer();
    let atlas = Atlas {
        conn,
        held: &app.areas,
        gazetteer: &gazetteer,
    };
    Ok(Overlap {
        scope: Scope::of(areas, &Areas::default(), atlas)?,
        ..Overlap::default()
    })
}
