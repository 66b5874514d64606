//! The page of a one-tap link. Looking at it never changes anything, because programs that check
//! mail for danger follow links; only a tap does.

mod change;
mod over;
pub mod renew;
pub mod tapped;
pub mod told;
pub mod typed;

use super::view::service::Known;
use super::view::update::{Notice, Sent, UpdatePage};
use super::{page, service};
use crate::app::App;
use crate::db::Conn;
use crate::domain::undo;
use crate::error::{Error, Result};
use crate::gate::origin;
use crate::links::store::{self as rows, Found, Link};
use crate::reminders::renewal::Renewals;
use crate::signposts::{Signpost, store as signposts};
use crate::web::page::Answer;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use jiff::{SignedDuration, Timestamp};
use renew::Offer;
use std::net::IpAddr;
use typed::Tap;

pub use typed::Typed;

/// Whoever was sent longer ago and has not come will hardly come any more.
pub const SENT_WITHIN: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Signposts that are listed.
const MOST_SENT: i64 = 12;

/// What becomes of a request.
enum Outcome {
    /// The page, with this status.
    Page(StatusCode, Box<UpdatePage>),
    /// It was done: back to the page with this path, so that loading it again does not tap again.
    Done(String),
    /// The link does not work.
    Over(Box<Found>),
    /// A new link was asked for; whether one was sent is not said.
    Asked,
    /// Too many tries: wait for so long.
    Wait(SignedDuration),
}

impl Outcome {
    fn respond(self, offer: &Offer) -> Answer {
        match self {
            Self::Page(status, page) => page::respond(status, *page),
            Self::Done(path) => page::lead_to(&path),
            Self::Over(found) => over::of(&found, offer.path_for(&found)),
            Self::Asked => over::asked(),
            Self::Wait(time) => over::wait(time),
        }
    }
}

/// Shows what a link is for and what can be said.
pub async fn show(
    app: web::Data<App>,
    renewals: web::Data<Renewals>,
    request: HttpRequest,
    token: web::Path<String>,
) -> Answer {
    let from = origin::of(&request);
    answer(Offer::on(&renewals, &token), move || {
        look(&app, &token, from, Timestamp::now())
    })
    .await
}

/// Does what was tapped, and leads back to the page.
pub async fn say(
    app: web::Data<App>,
    renewals: web::Data<Renewals>,
    request: HttpRequest,
    token: web::Path<String>,
    body: Result<web::Bytes, actix_web::Error>,
) -> Answer {
    let from = origin::of(&request);
    let Ok(body) = body else {
        let error = Error::TooLarge("the form is larger than any that makes sense".into());
        return super::problem(&error).private();
    };
    answer(Offer::on(&renewals, &token), move || {
        take(&app, &token, &body, from, Timestamp::now())
    })
    .await
}

/// Does the work away from the threads that take requests.
async fn answer(offer: Offer, work: impl FnOnce() -> Result<Outcome> + Send + 'static) -> Answer {
    let done = web::block(work).await;
    let response = match done {
        Ok(Ok(outcome)) => outcome.respond(&offer),
        Ok(Err(error)) => super::problem(&error),
        Err(_) => super::problem(&Error::Busy("too much to do".into())),
    };
    response.private()
}

fn look(app: &App, token: &str, from: Option<IpAddr>, now: Timestamp) -> Result<Outcome> {
    match app.db.read(|conn| rows::find(conn, token, now))? {
        Found::Good(link) => made(app, token, link, &Typed::default(), None, now),
        Found::Unknown => Ok(unknown(app, from, now)),
        found => Ok(Outcome::Over(Box::new(found))),
    }
}

fn unknown(app: &App, from: Option<IpAddr>, now: Timestamp) -> Outcome {
    match app.guard.wrong_from(from, now) {
        Ok(()) => Outcome::Over(Box::new(Found::Unknown)),
        Err(wait) => Outcome::Wait(wait),
    }
}

/// The page for a link that was never made; after too many tries, how long to wait.
pub fn unknown_link(tries: Result<(), SignedDuration>) -> Answer {
    match tries {
        Ok(()) => over::of(&Found::Unknown, None),
        Err(wait) => over::wait(wait),
    }
}

/// The page, with what was typed and what is wrong with it.
fn made(
    app: &App,
    token: &str,
    link: Link,
    typed: &Typed,
    notice: Option<Notice>,
    now: Timestamp,
) -> Result<Outcome> {
    let (known, sent) = app.db.read(|conn| load(conn, &link, now))?;
    let page = known.and_then(|known| {
        let page = UpdatePage::view(token, &link, &known, typed, notice.as_ref(), now)?;
        Some(UpdatePage {
            sent: Sent::list(sent, now),
            ..page
        })
    });
    let status = notice.as_ref().map_or(StatusCode::OK, Notice::status);
    Ok(match page {
        Some(page) => Outcome::Page(status, Box::new(page)),
        None => Outcome::Over(Box::new(Found::Good(link))),
    })
}

/// The service, and those who were sent there lately.
fn load(conn: &mut Conn, link: &Link, now: Timestamp) -> Result<(Option<Known>, Vec<Signpost>)> {
    let Some(known) = service::load(conn, &link.service_id)? else {
        return Ok((None, Vec::new()));
    };
    let mut lines = known.lines.iter();
    let Some(line) = lines.find(|line| line.location_id == link.location_id) else {
        return Ok((Some(known), Vec::new()));
    };
    let spans = (now - SENT_WITHIN, now - undo::OPEN_FOR);
    let sent = signposts::latest_of(conn, line, spans, MOST_SENT, now)?;
    Ok((Some(known), sent))
}

fn take(
    app: &App,
    token: &str,
    body: &[u8],
    from: Option<IpAddr>,
    now: Timestamp,
) -> Result<Outcome> {
    let link = match app.db.read(|conn| rows::find(conn, token, now))? {
        Found::Good(link) => link,
        Found::Unknown => return Ok(unknown(app, from, now)),
        found => return Ok(Outcome::Over(Box::new(found))),
    };
    if let Err(wait) = app.guard.use_of(&link.id, now) {
        return Ok(Outcome::Wait(wait));
    }
    let (tap, typed) = typed::read(body)?;
    let (secret, what) = (token.to_owned(), typed.clone());
    let notice = match app.change_room(move |tx| change::change(tx, &secret, tap, &what, now)) {
        Ok(_) => return Ok(Outcome::Done(format!("/u/{token}"))),
        // It stopped working, or its line went, at this very moment: what to say is the same.
        Err(Error::NotFound(_)) => return look(app, token, from, now),
        Err(error) => notice(tap, error)?,
    };
    made(app, token, link, &typed, Some(notice), now)
}

/// What is said of a tap that could not be done.
///
/// # Errors
/// The fault is not one of the tap.
pub fn notice(tap: Tap, error: Error) -> Result<Notice> {
    match (error, tap) {
        (Error::Invalid(faults), Tap::State(state)) => Ok(Notice::Wrong(state, faults)),
        (Error::VersionMismatch { .. }, _) => Ok(Notice::Changed),
        (Error::Conflict(_), Tap::Undo) => Ok(Notice::TooLate),
        (Error::Conflict(_), Tap::Same) => Ok(Notice::Ended),
        (error, _) => Err(error),
    }
}
