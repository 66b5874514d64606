//! What somebody is given to take along: about a service, or with the code that they were given too.

use super::error::{no_service, no_signpost, problem};
use super::page::{self, Answer};
use super::service;
use super::signposts::{failed, load, party};
use super::view::handout::HandoutPage;
use super::view::service::{Known, ServicePage};
use crate::app::App;
use crate::app::work::read;
use crate::db::Conn;
use crate::directory::record::text;
use crate::domain::id;
use crate::gate::Visitor;
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
    let page = match &at {
        Some(at) => format!("/services/{id}?at={at}"),
        None => format!("/services/{id}"),
    };
    match read(&app, move |conn: &mut Conn| service::load(conn, &id)).await {
        Ok(Some(known)) => sheet(&app, &known, at.as_deref(), None, page),
        Ok(None) => no_service(),
        Err(error) => problem(&error),
    }
}

/// The sheet with the code of a signpost, for whoever may see that.
pub async fn of_signpost(app: Data<App>, visitor: Visitor, path: Path<String>) -> Answer {
    let who = match party(&visitor) {
        Ok(who) => who,
        Err(error) => return problem(&error),
    };
    let Ok(code) = Code::parse(&path) else {
        return no_signpost();
    };
    let back = format!("/signposts/{code}");
    let now = Timestamp::now();
    match read(&app, move |conn| load(conn, &code, &who, now)).await {
        Ok((signpost, Some(known))) => {
            let at = signpost.location_id.clone();
            sheet(&app, &known, at.as_deref(), Some(&signpost), back).private()
        }
        Ok((_, None)) => no_service(),
        Err(error) => failed(&error),
    }
}

fn sheet(
    app: &App,
    known: &Known,
    at: Option<&str>,
    signpost: Option<&Signpost>,
    back: String,
) -> Answer {
    let now = Timestamp::now();
    let page = ServicePage::view(known, at, None, now);
    let public = public(known, at);
    let sheet = HandoutPage::view(page, signpost, (app.address.of(&public), back), now);
    page::respond(StatusCode::OK, sheet)
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
