//! The stewards' queue of changes that wait, and what is decided about them.

mod all;

pub use all::approve as approve_all;

use super::page::{self, Answer};
use super::post::{id_of, or_problem, posted};
use super::view::moderation::{Loaded, ModerationPage, Said, seen};
use crate::accounts::audit::Actor;
use crate::app::App;
use crate::app::work::{read, write};
use crate::db::{Conn, Tx};
use crate::directory::store::{assemble_all, standing};
use crate::edits::{Decision, decide, store};
use crate::error::{Error, Result};
use crate::gate::Visitor;
use crate::gate::form::Typed;
use crate::reminders::decided;
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path, Query};
use jiff::Timestamp;
use serde::Deserialize;

/// Changes on one page.
const MOST: i64 = 200;
/// The fields of the form.
const FIELDS: [&str; 4] = ["do", "seen", "value", "reason"];
/// Letters of a reason at most.
const LONGEST: usize = 1000;

/// What may stand in the address of the queue.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Wanted {
    /// What was just done.
    said: Option<Said>,
}

/// Shows the queue.
pub async fn show(app: Data<App>, visitor: Visitor, wanted: Query<Wanted>) -> Answer {
    or_problem(shown(&app, &visitor, wanted.said).await)
}

async fn shown(app: &Data<App>, visitor: &Visitor, said: Option<Said>) -> Result<Answer> {
    visitor.must_be(&[])?;
    let loaded = read(app, load).await?;
    let page = ModerationPage::view(loaded, said, None, Timestamp::now());
    Ok(page::respond(StatusCode::OK, page))
}

fn load(conn: &mut Conn) -> Result<Loaded> {
    let mut open = store::open(conn, MOST)?;
    let mut ids: Vec<String> = open.iter().map(|one| one.service_id.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    // What became one with another is not changed until it is two again.
    let ids = standing(conn, &ids)?;
    open.retain(|one| ids.contains(&one.service_id));
    Ok(Loaded {
        services: assemble_all(conn, &ids)?,
        open,
    })
}

/// Decides about one change.
pub async fn one(app: Data<App>, visitor: Visitor, path: Path<String>, body: Bytes) -> Answer {
    or_problem(decided_on(&app, &visitor, &path, &body).await)
}

async fn decided_on(app: &Data<App>, visitor: &Visitor, id: &str, body: &[u8]) -> Result<Answer> {
    let (who, typed) = posted(visitor, &[], body, &FIELDS)?;
    let id = id_of(id)?;
    let (decision, mark) = (read_decision(&typed)?, typed.get("seen").to_owned());
    let said = match decision {
        Decision::Refuse(_) => Said::Refused,
        _ => Said::Taken,
    };
    let (actor, url, which) = (Actor::from(&who), app.address.of(""), id.clone());
    let work = move |tx: &mut Tx| {
        let held = held(tx, &which)?;
        must_match(&held, &mark)?;
        let done = decide(tx, &which, &held, decision, &actor, Timestamp::now())?;
        decided::tell(tx, &[done], &url, Timestamp::now())
    };
    match write(app, work).await {
        Ok(()) => Ok(page::lead_to(said.address())),
        Err(Error::Invalid(faults)) => again(app, &id, faults).await,
        Err(error) => Err(error),
    }
}

/// The queue once more, with what is wrong with a decision.
async fn again(app: &Data<App>, id: &str, faults: Vec<crate::error::FieldError>) -> Result<Answer> {
    let loaded = read(app, load).await?;
    let wrong = faults
        .into_iter()
        .next()
        .map(|fault| (id.to_owned(), fault.message));
    let page = ModerationPage::view(loaded, None, wrong, Timestamp::now());
    Ok(page::respond(StatusCode::UNPROCESSABLE_ENTITY, page))
}

/// What the listing says now in the field of a change.
fn held(conn: &mut Conn, id: &str) -> Result<String> {
    let none = || Error::NotFound("there is no such change".into());
    let proposal = store::find(conn, id)?.ok_or_else(none)?;
    let service = crate::directory::store::assemble(conn, &proposal.service_id)?;
    let field = proposal.field().ok_or_else(none)?;
    let values = service
        .map(|service| crate::edits::read(&service))
        .unwrap_or_default();
    Ok(values.get(&field).cloned().unwrap_or_default())
}

fn must_match(held: &str, mark: &str) -> Result<()> {
    match seen(held) == mark {
        true => Ok(()),
        false => Err(Error::Conflict(
            "the listing has changed since you looked: load the queue again and compare".into(),
        )),
    }
}

fn read_decision(typed: &Typed) -> Result<Decision> {
    match typed.get("do") {
        "approve" => Ok(Decision::Approve),
        "change" => Ok(Decision::Change(typed.get("value").to_owned())),
        "refuse" => reason(typed.get("reason")).map(Decision::Refuse),
        _ => Err(Error::invalid("do", "press one of the buttons of the page")),
    }
}

/// Why something is not taken: whoever proposed it reads this.
fn reason(typed: &str) -> Result<String> {
    let reason = crate::edits::tidy(typed);
    let letters = reason.chars().count();
    if letters == 0 {
        let why = "A reason is missing: whoever proposed the change reads it.";
        return Err(Error::invalid("reason", why));
    }
    let odd = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\t');
    match letters > LONGEST || reason.chars().any(odd) {
        true => Err(Error::invalid(
            "reason",
            "The reason is too long: say it more shortly.",
        )),
        false => Ok(reason),
    }
}
