//! What somebody is given to take along: about a service, or with the code that they were given too.

pub mod sending;

use super::error::{no_service, no_signpost, problem};
use super::page::{self, Answer};
use super::service;
use super::signposts::{failed, load, party};
use super::view::handout::{HandoutPage, Sending};
use super::view::service::{Known, ServicePage};
use crate::app::App;
use crate::app::work::read;
use crate::db::Conn;
use crate::directory::record::text;
use crate::domain::id;
use crate::gate::Visitor;
use crate::reminders::straight::Straight;
use crate::signposts::{Code, Signpost};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use jiff::Timestamp;

/// The sheet about a service, for anybody.
pub async fn of_service(app: Data<App>, request: HttpRequest, path: Path<String>) -> Answer {
    let Ok(id) = id::parse(&path) else {
        return no_service();
    };
    let id = id.to_string();
    let mut pairs = request.query_string().split('&');
    let at = pairs.find_map(|pair| pair.strip_prefix("at="));
    let at = at
        .and_then(|at| id::parse(at).ok())
        .map(|at| at.to_string());
    let now = Timestamp::now();
    match read(&app, move |conn: &mut Conn| service::load(conn, &id)).await {
        Ok(Some(known)) => {
            let page = ServicePage::view(&known, at.as_deref(), None, now);
            let public = public(&known, at.as_deref());
            let ways = (app.address.of(&public), public);
            page::respond(StatusCode::OK, HandoutPage::view(page, None, ways, now))
        }
        Ok(None) => no_service(),
        Err(error) => problem(&error),
    }
}

/// The sheet with the code of a signpost, for whoever may see that.
pub async fn of_signpost(
    app: Data<App>,
    straight: Data<Straight>,
    visitor: Visitor,
    request: HttpRequest,
    path: Path<String>,
) -> Answer {
    let who = match party(&visitor) {
        Ok(who) => who,
        Err(error) => return problem(&error),
    };
    let Ok(code) = Code::parse(&path) else {
        return no_signpost();
    };
    let now = Timestamp::now();
    let (signpost, known) = match read(&app, move |conn| load(conn, &code, &who, now)).await {
        Ok((signpost, Some(known))) => (signpost, known),
        Ok((_, None)) => return no_service(),
        Err(error) => return failed(&error),
    };
    let sent = (request.query_string() == "sent").then_some(SENT);
    match Sending::of(&visitor, &straight, &signpost, sent) {
        Ok(sending) => {
            let sheet = sheet_of(&app, &known, &signpost, now).with(sending);
            page::respond(StatusCode::OK, sheet).private()
        }
        Err(error) => problem(&error),
    }
}

const SENT: &str = "It is on its way. We have not kept the address.";

/// The sheet with the code of a signpost.
fn sheet_of(app: &App, known: &Known, signpost: &Signpost, now: Timestamp) -> HandoutPage {
    let at = signpost.location_id.as_deref();
    let page = ServicePage::view(known, at, None, now);
    let back = format!("/signposts/{}", signpost.code);
    let ways = (app.address.of(&public(known, at)), back);
    HandoutPage::view(page, Some(signpost), ways, now)
}

/// The page of the service; with the place only where there are several, for a longer address makes
/// smaller squares.
fn public(known: &Known, at: Option<&str>) -> String {
    let id = text(&known.service, "id").unwrap_or_default();
    match at.filter(|_| known.lines.len() > 1) {
        Some(at) => format!("/services/{id}?at={at}"),
        None => format!("/services/{id}"),
    }
}
