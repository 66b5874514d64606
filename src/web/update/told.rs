//! What became of somebody who was sent, told on the page of a one-tap link: the second of two taps.

use super::renew::Offer;
use super::{Outcome as Done, answer, look, unknown};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::gate::origin;
use crate::links::author;
use crate::links::store::{self as rows, Found, Link};
use crate::reminders::renewal::Renewals;
use crate::signposts::{Code, Outcome, store};
use crate::tasks;
use crate::web::page::Answer;
use actix_web::web::Query;
use actix_web::{HttpRequest, web};
use jiff::Timestamp;
use serde::Deserialize;
use std::net::IpAddr;

/// A tap beside the code of somebody who was sent.
#[derive(Debug, Deserialize)]
struct Told {
    code: String,
    outcome: Outcome,
}

/// Records what became of somebody who was sent, and leads back to the page.
pub async fn tell(
    app: web::Data<App>,
    renewals: web::Data<Renewals>,
    request: HttpRequest,
    token: web::Path<String>,
    body: Result<web::Bytes, actix_web::Error>,
) -> Answer {
    let from = origin::of(&request);
    let body = body.unwrap_or_default();
    answer(Offer::on(&renewals, &token), move || {
        take(&app, &token, &body, from, Timestamp::now())
    })
    .await
}

fn take(app: &App, token: &str, body: &[u8], from: Option<IpAddr>, now: Timestamp) -> Result<Done> {
    let link = match app.db.read(|conn| rows::find(conn, token, now))? {
        Found::Good(link) => link,
        Found::Unknown => return Ok(unknown(app, from, now)),
        _ => return look(app, token, from, now),
    };
    if let Err(wait) = app.guard.use_of(&link.id, now) {
        return Ok(Done::Wait(wait));
    }
    let told = read(body)?;
    let standing = app.db.write(move |tx| record(tx, &link, &told, now))?;
    app.engine.show(standing.line);
    Ok(Done::Done(format!("/u/{token}#sent")))
}

fn read(body: &[u8]) -> Result<Told> {
    let unread = || Error::bad("form", "cannot be read: open the link again");
    let text = std::str::from_utf8(body).map_err(|_| unread())?;
    let told = Query::<Told>::from_query(text).map_err(|_| unread())?;
    Ok(told.into_inner())
}

/// The link is for one line: what became of those who were sent elsewhere it cannot tell.
fn record(tx: &mut Tx, link: &Link, told: &Told, now: Timestamp) -> Result<store::Standing> {
    let nobody = || Error::NotFound("nobody was sent here with this code".into());
    let code = Code::parse(&told.code).map_err(|_| nobody())?;
    let line = store::standing(tx, &code, now)?.line;
    if (&line.service_id, &line.location_id) != (&link.service_id, &link.location_id) {
        return Err(nobody());
    }
    tasks::tell(tx, &code, told.outcome, &author(&link.issued_to), now)
}
