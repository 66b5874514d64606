//! How well areas can get at places, and whether that is fair, for those who plan and pay for services.

use super::areas_of;
use crate::app::App;
use crate::app::work::read;
use crate::coverage::access::wish::Wish;
use crate::coverage::access::{Access, access, kinds_with_people};
use crate::coverage::needs;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::gate::Visitor;
use crate::geography::ground::Patch;
use crate::web::page::{self, Answer};
use crate::web::post::or_problem;
use crate::web::view::overview::access::{AccessPage, Asked, Offered};
use crate::web::view::overview::map::{Drawing, reach};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use jiff::Timestamp;
use std::sync::Arc;

/// Shows access.
pub async fn show(app: Data<App>, visitor: Visitor, asked: Query<Asked>) -> Answer {
    or_problem(shown(&app, &visitor, asked.into_inner().tidy()).await)
}

async fn shown(app: &Data<App>, visitor: &Visitor, asked: Asked) -> Result<Answer> {
    let areas = areas_of(visitor)?;
    let (here, now) = (Data::clone(app), Timestamp::now());
    let page = read(app, move |conn| page(&here, conn, &areas, &asked, now)).await?;
    let status = match page.problem {
        Some(_) => StatusCode::BAD_REQUEST,
        None => StatusCode::OK,
    };
    Ok(page::respond(status, page))
}

fn page(
    app: &App,
    conn: &mut Conn,
    areas: &[String],
    asked: &Asked,
    now: Timestamp,
) -> Result<AccessPage> {
    let offered = Offered {
        kinds: kinds_with_people(app, conn)?,
        needs: needs(&app.engine),
    };
    let kind = asked
        .areas
        .clone()
        .or_else(|| offered.kinds.first().cloned());
    let found = match kind.is_some() {
        true => computed(app, conn, areas, (asked, kind.as_deref()), now),
        false => Ok(None),
    };
    match found {
        Ok(found) => Ok(AccessPage::view(
            found,
            &offered,
            (asked, kind.as_deref()),
            None,
            now,
        )),
        // What was written wrong is said beside the form.
        Err(Error::BadRequest(faults)) => {
            let said = faults
                .iter()
                .map(|fault| format!("{} {}", fault.field, fault.message));
            let said = said.collect::<Vec<_>>().join("; ");
            Ok(AccessPage::view(
                None,
                &offered,
                (asked, kind.as_deref()),
                Some(said),
                now,
            ))
        }
        Err(error) => Err(error),
    }
}

fn computed(
    app: &App,
    conn: &mut Conn,
    areas: &[String],
    (asked, kind): (&Asked, Option<&str>),
    now: Timestamp,
) -> Result<Option<(Access, Drawing)>> {
    let wish = Wish {
        areas: kind,
        need: asked.need.as_deref(),
        ages: asked.ages.as_deref(),
        within_km: asked.within_km.as_deref(),
        decay: asked.decay.as_deref(),
    };
    let question = wish.question()?;
    let access = access(app, conn, areas, &question, now)?;
    let rows = access.rows.iter();
    let patches: Vec<Arc<Patch>> = rows.map(|row| Arc::clone(&row.patch)).collect();
    let picture = super::pictured(app, conn, &patches)?;
    let map = reach::map(&access, picture.as_ref(), (asked, question.kind))?;
    Ok(Some((access, map)))
}
