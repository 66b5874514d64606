//! Everything of one organisation that is on the page, approved at once: all of it or nothing.

use super::{held, must_match};
use crate::accounts::audit::Actor;
use crate::app::App;
use crate::app::work::write;
use crate::db::Tx;
use crate::edits::{Decision, decide};
use crate::error::{Error, Result};
use crate::gate::Visitor;
use crate::reminders::decided;
use crate::web::page::{self, Answer};
use crate::web::post::{id_of, or_problem, posted};
use crate::web::view::moderation::Said;
use actix_web::web::{Bytes, Data};
use jiff::Timestamp;

/// Approves all changes that were on the page.
pub async fn approve(app: Data<App>, visitor: Visitor, body: Bytes) -> Answer {
    or_problem(approved(&app, &visitor, &body).await)
}

async fn approved(app: &Data<App>, visitor: &Visitor, body: &[u8]) -> Result<Answer> {
    let (who, typed) = posted(visitor, &[], body, &["change"])?;
    let changes: Vec<(String, String)> = typed.all("change").map(change).collect::<Result<_>>()?;
    let (actor, url) = (Actor::from(&who), app.address.of(""));
    let work = move |tx: &mut Tx| {
        let mut done = Vec::with_capacity(changes.len());
        for (id, mark) in &changes {
            let held = held(tx, id)?;
            must_match(&held, mark)?;
            done.push(decide(
                tx,
                id,
                &held,
                Decision::Approve,
                &actor,
                Timestamp::now(),
            )?);
        }
        decided::tell(tx, &done, &url, Timestamp::now())
    };
    write(app, work).await?;
    Ok(page::lead_to(Said::Taken.address()))
}

/// The id of a change, and what the listing said when the page was made.
fn change(text: &str) -> Result<(String, String)> {
    let unread = || Error::invalid("change", "cannot be read: load the page again");
    let (id, mark) = text.split_once(' ').ok_or_else(unread)?;
    Ok((id_of(id)?, mark.to_owned()))
}
