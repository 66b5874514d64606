//! What became of somebody who was sent: one tap beside their code.

use super::{back, speaker};
use crate::accounts::Principal;
use crate::app::App;
use crate::app::work::change_room;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::gate::Visitor;
use crate::gate::rights::{must_speak_for, owners};
use crate::search::truth::LineRow;
use crate::signposts::store::standing;
use crate::signposts::{Code, Outcome};
use crate::tasks;
use crate::web::page::{self, Answer};
use crate::web::post::{or_problem, sent};
use actix_web::web::{Bytes, Data};
use jiff::Timestamp;

/// Records it, and leads back.
pub async fn tell(app: Data<App>, visitor: Visitor, body: Bytes) -> Answer {
    or_problem(told(&app, &visitor, &body).await)
}

async fn told(app: &Data<App>, visitor: &Visitor, body: &[u8]) -> Result<Answer> {
    let who = speaker(visitor)?;
    let form = sent(visitor, body, &["code", "outcome", "page"])?;
    let code = Code::parse(form.get("code")).map_err(|_| nobody())?;
    let wrong = || Error::invalid("outcome", "must be one of the buttons of the page");
    let outcome = Outcome::parse(form.get("outcome")).ok_or_else(wrong)?;
    let work = move |tx: &mut Tx| record(tx, &who, &code, outcome, Timestamp::now());
    let line = change_room(app, work).await?;
    Ok(page::lead_to(&back(form.get("page"), line.slot)))
}

fn nobody() -> Error {
    Error::NotFound("nobody was sent with this code".into())
}

fn record(
    tx: &mut Tx,
    who: &Principal,
    code: &Code,
    outcome: Outcome,
    now: Timestamp,
) -> Result<LineRow> {
    let service = standing(tx, code, now)?.signpost.service_id;
    let run_by = owners(tx, &service)?;
    must_speak_for(tx, who, run_by.first().map(String::as_str))?;
    Ok(tasks::tell(tx, code, outcome, &who.author(), now)?.line)
}
