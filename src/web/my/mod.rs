//! The desk of those who run services: all of them at a glance, and one tap to say how much room there is.

pub mod poster;
pub mod room;
pub mod told;
pub mod widget;

use super::page::{self, Answer};
use super::post::or_problem;
use super::update::SENT_WITHIN;
use super::view::my::place::Told;
use super::view::my::{For, Loaded, MyPage, Own};
use super::view::service::Known;
use crate::accounts::{Principal, taps};
use crate::app::App;
use crate::app::work::read;
use crate::capacity::store::lines_of_all;
use crate::coverage::near::near;
use crate::db::Conn;
use crate::directory::record::text;
use crate::directory::store::{self as directory, Shelf};
use crate::domain::schedule::local_day;
use crate::domain::undo;
use crate::edits::store as edits;
use crate::error::{Error, Result};
use crate::funding::store::{facts, get as funding};
use crate::gate::Visitor;
use crate::reminders::store::contacts;
use crate::search::Engine;
use crate::signposts::store::latest_of_all;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use jiff::Timestamp;
use serde::Deserialize;

/// Services on one page.
const PER_PAGE: usize = 25;
/// Signposts that are listed on one page.
const MOST_SENT: i64 = 100;

/// What may stand in the address of the page.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Wanted {
    page: Option<usize>,
}

/// Shows all services of one's own organisation.
pub async fn show(app: Data<App>, visitor: Visitor, wanted: Query<Wanted>) -> Answer {
    let who = speaker(&visitor);
    or_problem(match who {
        Ok(who) => made(&app, who, wanted.page.unwrap_or(1), None).await,
        Err(error) => Err(error),
    })
}

/// Whoever has signed in and may say how much room there is.
fn speaker(visitor: &Visitor) -> Result<Principal> {
    let who = visitor.signed_in()?.account.principal();
    who.must_speak_of_room()?;
    Ok(who)
}

/// The organisation that somebody speaks for.
fn own(who: &Principal) -> Result<String> {
    let none = "this page is for those who run services: yours is another";
    who.organization_id
        .clone()
        .ok_or_else(|| Error::Forbidden(none.into()))
}

/// The page; `told` is what could not be taken.
async fn made(app: &Data<App>, who: Principal, page: usize, told: Option<Told>) -> Result<Answer> {
    let (own, now, page) = (own(&who)?, Timestamp::now(), page.max(1));
    let room_only = who.room_only;
    let engine = std::sync::Arc::clone(&app.engine);
    let loaded = read(app, move |conn| {
        load((conn, &engine), &who, &own, page, now)
    })
    .await?;
    let status = told
        .as_ref()
        .map_or(StatusCode::OK, |told| told.notice.status());
    let whom = For {
        room_only,
        page,
        pages: loaded.total.div_ceil(PER_PAGE),
    };
    let page = MyPage::view(loaded, whom, told.as_ref(), now);
    Ok(page::respond(status, page))
}

fn load(
    (conn, engine): (&mut Conn, &Engine),
    who: &Principal,
    own: &str,
    page: usize,
    now: Timestamp,
) -> Result<Loaded> {
    let family = directory::organization_and_children(conn, own)?;
    let all = directory::services_run_by(conn, &family)?;
    let skip = (page - 1).saturating_mul(PER_PAGE);
    let ids: Vec<String> = all.iter().skip(skip).take(PER_PAGE).cloned().collect();
    let services = known(conn, &ids, now)?;
    let lines: Vec<_> = services
        .iter()
        .flat_map(|own| own.known.lines.clone())
        .collect();
    let slots: Vec<u32> = lines.iter().map(|line| line.slot).collect();
    let spans = (now - SENT_WITHIN, now - undo::OPEN_FOR);
    let document = directory::document(conn, Shelf::Organizations, own)?;
    let name = document
        .as_ref()
        .and_then(|document| text(document, "name"));
    Ok(Loaded {
        organization: name.unwrap_or("Your organisation").to_owned(),
        services,
        taps: taps::of(conn, &who.id, &slots)?,
        sent: latest_of_all(conn, &lines, spans, MOST_SENT, now)?,
        total: all.len(),
        near: match who.room_only || all.is_empty() {
            true => None,
            false => Some(near(conn, engine, &all, now)?),
        },
    })
}

/// What is known of these services.
fn known(conn: &mut Conn, ids: &[String], now: Timestamp) -> Result<Vec<Own>> {
    let documents = directory::assemble_all(conn, ids)?;
    let (mut lines, mut facts) = (lines_of_all(conn, ids)?, facts(conn, ids)?);
    let asked = contacts::of_all(conn, ids)?;
    let waiting = edits::counts_of(conn, ids)?;
    let known = documents.into_iter().map(|service| {
        let id = text(&service, "id").unwrap_or_default().to_owned();
        let contacts = asked.get(&id);
        let funding = funding(conn, &id, local_day(now, 0))?;
        Ok(Own {
            is_asked: contacts.is_some_and(|(_, contacts)| !contacts.is_empty()),
            waiting: waiting.get(&id).copied().unwrap_or_default(),
            awards: funding.map(|funding| funding.awards).unwrap_or_default(),
            known: Known {
                lines: lines.remove(&id).unwrap_or_default().lines,
                funding: facts.remove(&id).unwrap_or_default(),
                service,
                reliability: None,
            },
        })
    });
    known.collect()
}

/// Where one was on the page, so that a tap leads back there.
fn back(page: &str, slot: u32) -> String {
    match page.parse::<usize>() {
        Ok(page) if page > 1 => format!("/my?page={page}#p{slot}"),
        _ => format!("/my#p{slot}"),
    }
}
