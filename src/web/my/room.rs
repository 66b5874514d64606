//! A tap: how much room there is at one place.

use super::{back, made, speaker};
use crate::accounts::{Principal, taps};
use crate::app::App;
use crate::app::work::{change_room, read};
use crate::capacity::store::lines_of_one;
use crate::capacity::which::{at, missing};
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::gate::Visitor;
use crate::gate::form::Typed as Form;
use crate::gate::rights::must_speak_for;
use crate::search::truth::LineRow;
use crate::web::page::{self, Answer};
use crate::web::post::{id_of, or_problem, sent};
use crate::web::update::notice;
use crate::web::update::tapped::{Hand, tapped};
use crate::web::update::typed::{self, Tap, Typed};
use crate::web::view::my::place::Told;
use actix_web::web::{Bytes, Data};
use jiff::Timestamp;

/// The fields of the form.
const FIELDS: [&str; 10] = [
    "service",
    "location",
    "page",
    "say",
    "version",
    "places_free",
    "waiting",
    "wait_weeks",
    "until",
    "note",
];

/// Which line is meant.
#[derive(Debug, Clone)]
struct Meant {
    service: String,
    location: String,
}

/// Does what was tapped, and leads back to where that was.
pub async fn say(app: Data<App>, visitor: Visitor, body: Bytes) -> Answer {
    or_problem(said(&app, &visitor, &body).await)
}

async fn said(app: &Data<App>, visitor: &Visitor, body: &[u8]) -> Result<Answer> {
    let who = speaker(visitor)?;
    let form = sent(visitor, body, &FIELDS)?;
    let (meant, (tap, typed)) = (meant(&form)?, typed::of(&form)?);
    let page = form.get("page").to_owned();
    let (hand, what, whose) = (who.clone(), typed.clone(), meant.clone());
    let work = move |tx: &mut Tx| change(tx, &hand, &whose, (tap, &what), Timestamp::now());
    match change_room(app, work).await {
        Ok(line) => Ok(page::lead_to(&back(&page, line.slot))),
        Err(error) => {
            let notice = notice(tap, error)?;
            let load = move |conn: &mut Conn| lines_of_one(conn, &meant.service);
            let lines = read(app, load).await?.unwrap_or_default().lines;
            let slot = at(lines, "", &meant.location)?.slot;
            let told = Told {
                slot,
                typed,
                notice,
            };
            made(app, who, page.parse().unwrap_or(1), Some(told)).await
        }
    }
}

fn meant(form: &Form) -> Result<Meant> {
    let location = match form.get("location") {
        "" => String::new(),
        id => id_of(id)?,
    };
    Ok(Meant {
        service: id_of(form.get("service"))?,
        location,
    })
}

/// Changes the line, if it is one of theirs.
fn change(
    tx: &mut Tx,
    who: &Principal,
    meant: &Meant,
    what: (Tap, &Typed),
    now: Timestamp,
) -> Result<LineRow> {
    let known = lines_of_one(tx, &meant.service)?;
    let known = known.ok_or_else(|| missing(&meant.service))?;
    must_speak_for(tx, who, known.organization_id.as_deref())?;
    let line = at(known.lines, &meant.service, &meant.location)?;
    let last = taps::of(tx, &who.id, &[line.slot])?.remove(&line.slot);
    let hand = Hand {
        author: &who.author(),
        last: last.as_ref(),
    };
    let (row, kept) = tapped(tx, &line, what, &hand, now)?;
    if let Some(kept) = kept {
        taps::keep(tx, &who.id, line.slot, &kept)?;
    }
    Ok(row)
}
