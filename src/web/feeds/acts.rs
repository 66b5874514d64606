//! What is done with a feed: it is asked at once, paused, let go on, removed, or taken all the same.

use super::super::page::{self, Answer};
use super::super::post::{id_of, or_problem, posted};
use crate::accounts::audit::Actor;
use crate::app::App;
use crate::app::work::write;
use crate::db::Tx;
use crate::error::Result;
use crate::feeds::desk;
use crate::gate::Visitor;
use actix_web::web::{Bytes, Data, Path};
use jiff::Timestamp;

type Act = fn(&mut Tx, &str, &Actor, Timestamp) -> Result<()>;

/// Has it asked at once.
pub async fn run(app: Data<App>, visitor: Visitor, path: Path<String>, body: Bytes) -> Answer {
    or_problem(done(&app, &visitor, &path, &body, (desk::hurry, "hurried")).await)
}

/// Pauses it.
pub async fn pause(app: Data<App>, visitor: Visitor, path: Path<String>, body: Bytes) -> Answer {
    let act: Act = |tx, id, who, now| desk::pause(tx, id, true, who, now);
    or_problem(done(&app, &visitor, &path, &body, (act, "paused")).await)
}

/// Lets it go on.
pub async fn resume(app: Data<App>, visitor: Visitor, path: Path<String>, body: Bytes) -> Answer {
    let act: Act = |tx, id, who, now| desk::pause(tx, id, false, who, now);
    or_problem(done(&app, &visitor, &path, &body, (act, "resumed")).await)
}

async fn done(
    app: &Data<App>,
    visitor: &Visitor,
    path: &str,
    body: &[u8],
    (act, said): (Act, &str),
) -> Result<Answer> {
    let (who, _) = posted(visitor, &[], body, &[])?;
    let (id, actor) = (id_of(path)?, Actor::from(&who));
    let to = format!("/feeds/{id}?said={said}");
    write(app, move |tx: &mut Tx| {
        act(tx, &id, &actor, Timestamp::now())
    })
    .await?;
    Ok(page::lead_to(&to))
}

/// Removes it; what it gave stays.
pub async fn remove(app: Data<App>, visitor: Visitor, path: Path<String>, body: Bytes) -> Answer {
    or_problem(removed(&app, &visitor, &path, &body).await)
}

async fn removed(app: &Data<App>, visitor: &Visitor, path: &str, body: &[u8]) -> Result<Answer> {
    let (who, _) = posted(visitor, &[], body, &[])?;
    let (id, actor) = (id_of(path)?, Actor::from(&who));
    let work = move |tx: &mut Tx| desk::remove(tx, &id, &actor, Timestamp::now());
    write(app, work).await?;
    Ok(page::lead_to("/feeds?said=removed"))
}

/// Has a run taken that waits.
pub async fn accept(
    app: Data<App>,
    visitor: Visitor,
    path: Path<(String, String)>,
    body: Bytes,
) -> Answer {
    or_problem(accepted(&app, &visitor, &path, &body).await)
}

async fn accepted(
    app: &Data<App>,
    visitor: &Visitor,
    (feed, run): &(String, String),
    body: &[u8],
) -> Result<Answer> {
    let (who, _) = posted(visitor, &[], body, &[])?;
    let (id, run, actor) = (id_of(feed)?, id_of(run)?, Actor::from(&who));
    let to = format!("/feeds/{id}?said=accepted");
    let work = move |tx: &mut Tx| desk::accept(tx, &id, &run, &actor, Timestamp::now());
    write(app, work).await?;
    Ok(page::lead_to(&to))
}
