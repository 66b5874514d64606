//! A report on some areas, to be printed or sent.

use super::{Names, areas_of};
use crate::api::params;
use crate::app::App;
use crate::app::work::read;
use crate::coverage::access::wish::{USUAL_KM, Wish};
use crate::coverage::needs;
use crate::coverage::report::{Question, Report, report};
use crate::coverage::scope::{self, Atlas, Scope};
use crate::db::Conn;
use crate::error::Result;
use crate::gate::Visitor;
use crate::geography::ground::Patch;
use crate::web::page::{self, Answer};
use crate::web::post::or_problem;
use crate::web::view::overview::access::Asked;
use crate::web::view::overview::map::{Drawing, reach};
use crate::web::view::overview::report::{Offered, ReportPage};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use jiff::Timestamp;
use std::collections::HashSet;
use std::sync::Arc;

/// Shows the report.
pub async fn show(request: HttpRequest, app: Data<App>, visitor: Visitor) -> Answer {
    or_problem(shown(&request, &app, &visitor).await)
}

async fn shown(request: &HttpRequest, app: &Data<App>, visitor: &Visitor) -> Result<Answer> {
    let own = areas_of(visitor)?;
    let question = question(request.query_string())?;
    let (here, now) = (Data::clone(app), Timestamp::now());
    let page = read(app, move |conn| {
        let offered = offered(&here, conn, &own)?;
        let (report, names) = loaded(&here, conn, (&own, &question), now)?;
        let map = drawn(&here, conn, &report)?;
        ReportPage::view(&report, &names, (&offered, &question), (map, now))
    });
    Ok(page::respond(StatusCode::OK, page.await?))
}

/// What is asked in the address; what is empty asks for nothing.
fn question(query: &str) -> Result<Question> {
    let mut question = Question {
        farthest_m: USUAL_KM * 1000.0,
        ..Question::default()
    };
    for (name, value) in params::decode(query)? {
        let value = value.trim();
        if value.is_empty() || value.contains('\0') {
            continue;
        }
        match name.as_str() {
            "area" => question.areas.push(value.to_owned()),
            "need" => question.needs.push(value.to_owned()),
            "within_km" => {
                let wish = Wish {
                    areas: Some("any"),
                    within_km: Some(value),
                    ..Wish::default()
                };
                question.farthest_m = wish.question()?.reach.farthest_m;
            }
            _ => {}
        }
    }
    question.areas.dedup();
    question.needs.dedup();
    Ok(question)
}

fn offered(app: &App, conn: &mut Conn, own: &[String]) -> Result<Offered> {
    let gazetteer = app.engine.gazetteer();
    let atlas = Atlas {
        conn,
        held: &app.areas,
        gazetteer: &gazetteer,
    };
    // Authorities, if there are several; what is compared of itself otherwise.
    let kinds = app.areas.kinds(atlas.conn, &gazetteer)?;
    let has_authorities = kinds
        .iter()
        .any(|(kind, areas)| kind == "lad" && *areas > 1);
    let wish = scope::Wish {
        area: None,
        by: has_authorities.then(|| "lad".to_owned()),
    };
    let scope = Scope::of(own, &wish, atlas)?;
    Ok(Offered {
        areas: scope.choices,
        needs: needs(&app.engine),
    })
}

/// A map of who can get at places.
fn drawn(app: &App, conn: &mut Conn, report: &Report) -> Result<Drawing> {
    let Some((access, kind)) = report.access.as_ref().zip(report.kind.as_deref()) else {
        return Ok(Drawing::Shapeless);
    };
    let patches = access.rows.iter().map(|row| Arc::clone(&row.patch));
    let patches: Vec<Arc<Patch>> = patches.collect();
    let picture = super::pictured(app, conn, &patches)?;
    reach::map(access, picture.as_ref(), (&Asked::default(), kind))
}

fn loaded(
    app: &App,
    conn: &mut Conn,
    (own, question): (&[String], &Question),
    now: Timestamp,
) -> Result<(Report, Names)> {
    let report = report(app, conn, own, question, now)?;
    let ending = report.areas.iter().flat_map(|area| &area.money.ending);
    let ids: HashSet<_> = ending.map(|ending| ending.id).collect();
    let names = app.engine.named(&ids)?;
    Ok((report, names))
}
