//! The overview of an area: what it has and lacks, for those who plan and pay for services.

pub mod access;
pub mod flow;
pub mod gaps;
pub mod overlap;
pub mod report;
pub mod table;

use super::page::{self, Answer};
use super::post::or_problem;
use super::view::overview::{Asked, OverviewPage, said};
use crate::accounts::Role;
use crate::app::App;
use crate::app::work::read;
use crate::coverage::picture::{Picture, picture};
use crate::coverage::scope::Atlas;
use crate::coverage::{Overview, overview};
use crate::db::Conn;
use crate::error::Result;
use crate::gate::Visitor;
use crate::geography::ground::Patch;
use crate::search::survey::Named;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use jiff::Timestamp;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// What may stand in the address: what is empty asks for nothing.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Wanted {
    area: Option<String>,
    need: Option<String>,
    by: Option<String>,
    on: Option<String>,
    map: Option<String>,
}

impl Wanted {
    fn asked(self) -> Asked {
        Asked {
            area: said(self.area),
            need: said(self.need),
            by: said(self.by),
            on: said(self.on),
            map: said(self.map),
        }
    }
}

/// Shows the overview.
pub async fn show(app: Data<App>, visitor: Visitor, wanted: Query<Wanted>) -> Answer {
    or_problem(shown(&app, &visitor, wanted.into_inner().asked()).await)
}

async fn shown(app: &Data<App>, visitor: &Visitor, asked: Asked) -> Result<Answer> {
    let now = Timestamp::now();
    let (overview, names) = loaded(app, visitor, &asked, now).await?;
    let parts = overview.parts.iter();
    let areas: Vec<Arc<Patch>> = parts.map(|(patch, _)| Arc::clone(patch)).collect();
    let here = Data::clone(app);
    let drawn = read(app, move |conn| pictured(&here, conn, &areas)).await?;
    let page = OverviewPage::view((&overview, &names), drawn.as_ref(), &asked, now)?;
    Ok(page::respond(StatusCode::OK, page))
}

/// The areas that a commissioner or a steward may look at; none for all.
fn areas_of(visitor: &Visitor) -> Result<Vec<String>> {
    let who = visitor.must_be(&[Role::Commissioner])?;
    Ok(match who.role {
        Role::Commissioner => visitor.signed_in()?.account.areas.clone(),
        _ => Vec::new(),
    })
}

/// A picture of these areas.
fn pictured(app: &App, conn: &mut Conn, areas: &[Arc<Patch>]) -> Result<Option<Picture>> {
    let gazetteer = app.engine.gazetteer();
    let mut atlas = Atlas {
        conn,
        held: &app.areas,
        gazetteer: &gazetteer,
    };
    picture(&mut atlas, areas)
}

/// What services of which the money ends are called.
pub type Names = HashMap<Uuid, Named>;

/// The overview that a commissioner or a steward may see.
async fn loaded(
    app: &Data<App>,
    visitor: &Visitor,
    asked: &Asked,
    now: Timestamp,
) -> Result<(Overview, Names)> {
    let areas = areas_of(visitor)?;
    let (app, wish) = (Data::clone(app), asked.clone());
    let here = Data::clone(&app);
    read(&app, move |conn| {
        let overview = overview(&here, conn, &areas, &wish.question(), now)?;
        let ending = overview.money.ending.iter().map(|ending| ending.id);
        let names = here.engine.named(&ending.collect::<HashSet<_>>())?;
        Ok((overview, names))
    })
    .await
}
