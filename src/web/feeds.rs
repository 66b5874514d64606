//! Feeds: where services come from, what came of it, and what stewards decide about it.

pub mod acts;
pub mod sources;

use super::page::{self, Answer};
use super::post::{id_of, or_problem, posted};
use super::view::feeds::one::FeedPage;
use super::view::feeds::{FeedsPage, Filled, Said};
use crate::accounts::audit::Actor;
use crate::app::App;
use crate::app::work::{read, write};
use crate::db::{Conn, Tx};
use crate::error::{Error, Result};
use crate::feeds::desk::{self, Wish};
use crate::feeds::store::{feeds, problems, records, runs};
use crate::gate::Visitor;
use crate::gate::form::Typed;
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path, Query};
use jiff::Timestamp;
use serde::Deserialize;

/// Runs on the page of a feed.
const MOST_RUNS: i64 = 20;
/// Problems of the latest run that are shown.
const MOST_PROBLEMS: i64 = 300;
/// The fields of the form.
const FIELDS: [&str; 4] = ["address", "name", "every_hours", "adopts"];

/// What may stand in the address of a page.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Wanted {
    /// What was just done.
    said: Option<Said>,
    /// The run whose problems are shown; the latest, if left out.
    run: Option<String>,
}

/// Lists all feeds.
pub async fn list(app: Data<App>, visitor: Visitor, wanted: Query<Wanted>) -> Answer {
    or_problem(match visitor.must_be(&[]) {
        Ok(_) => listed(&app, Filled::default(), wanted.said).await,
        Err(error) => Err(error),
    })
}

async fn listed(app: &Data<App>, filled: Filled, said: Option<Said>) -> Result<Answer> {
    let status = match filled.problems.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let load = move |conn: &mut Conn| {
        let all = feeds::all(conn)?;
        let ids: Vec<String> = all.iter().map(|feed| feed.id.clone()).collect();
        let (latest, counts) = (runs::latest(conn, &ids)?, records::counts(conn, &ids)?);
        let now = Timestamp::now();
        Ok(FeedsPage::view(&all, &latest, &counts, (filled, said), now))
    };
    Ok(page::respond(status, read(app, load).await?))
}

/// Registers a feed.
pub async fn add(app: Data<App>, visitor: Visitor, body: Bytes) -> Answer {
    or_problem(added(&app, &visitor, &body).await)
}

async fn added(app: &Data<App>, visitor: &Visitor, body: &[u8]) -> Result<Answer> {
    let (who, typed) = posted(visitor, &[], body, &FIELDS)?;
    let (filled, actor) = (Filled::of(&typed), Actor::from(&who));
    let new = desk::checked(&wish(&typed), app.private_webhooks);
    let done = match new {
        Ok(new) => {
            let work = move |tx: &mut Tx| desk::add(tx, &new, &actor, Timestamp::now());
            write(app, work).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(id) => Ok(page::lead_to(&format!("/feeds/{id}?said=added"))),
        Err(Error::Invalid(faults)) => listed(app, filled.with(faults), None).await,
        Err(error) => Err(error),
    }
}

fn wish(typed: &Typed) -> Wish<'_> {
    Wish {
        address: typed.get("address"),
        name: typed.get("name"),
        // What is no number is out of range too.
        every_hours: typed.get("every_hours").trim().parse().unwrap_or(0),
        adopts: typed.ticked("adopts"),
    }
}

/// Shows one feed.
pub async fn show(
    app: Data<App>,
    visitor: Visitor,
    path: Path<String>,
    wanted: Query<Wanted>,
) -> Answer {
    or_problem(shown(&app, &visitor, &path, wanted.into_inner()).await)
}

async fn shown(app: &Data<App>, visitor: &Visitor, path: &str, wanted: Wanted) -> Result<Answer> {
    visitor.must_be(&[])?;
    let id = id_of(path)?;
    let load = move |conn: &mut Conn| {
        let feed = feeds::find(conn, &id)?;
        let latest = runs::of_feed(conn, &id, MOST_RUNS)?;
        let chosen = latest
            .iter()
            .find(|run| Some(&run.id) == wanted.run.as_ref());
        let chosen = chosen.or(latest.first()).cloned();
        let found = match &chosen {
            Some(run) => problems::of_run(conn, &run.id, MOST_PROBLEMS)?,
            None => Vec::new(),
        };
        let listed = records::counts(conn, std::slice::from_ref(&id))?;
        let listed = listed.get(&id).copied().unwrap_or_default();
        let now = Timestamp::now();
        Ok(FeedPage::view(
            &feed,
            (&latest, chosen.as_ref(), &found),
            listed,
            wanted.said,
            now,
        ))
    };
    Ok(page::respond(StatusCode::OK, read(app, load).await?))
}
