//! The page of one service.

pub mod desk;
pub mod money;
pub mod remarks;
pub mod wrong;

use super::address::{Question, kept};
use super::view::service::withheld::{Circle, circles};
use super::view::service::{Desk, Known, ServicePage};
use super::{error, page};
use crate::app::App;
use crate::app::work::read;
use crate::db::Conn;
use crate::directory::record::text;
use crate::domain::id;
use crate::error::Result;
use crate::gate::{Visitor, pass};
use crate::signposts::store::reliability;
use crate::web::page::Answer;
use crate::{capacity, directory, funding};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use jiff::Timestamp;

/// Shows a service. The address may carry the search one came from, and the place one came for.
pub async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    request: HttpRequest,
    path: web::Path<String>,
) -> Answer {
    let Ok(id) = id::parse(&path) else {
        return error::no_service();
    };
    let (id, query) = (id.to_string(), request.query_string().to_owned());
    let desk = match desk::of(&visitor, &id, app.kept_for) {
        Ok(desk) => desk,
        Err(error) => return super::problem(&error),
    };
    let wanted = id.clone();
    let load = move |conn: &mut Conn| {
        let Some(known) = observed(conn, &wanted)? else {
            return Ok(None);
        };
        let desk = at_desk(conn, desk, &visitor, &query)?;
        let withheld = withheld(conn, &known, &visitor)?;
        let page = view(&known, &query);
        Ok(Some(ServicePage {
            desk,
            withheld,
            ..page
        }))
    };
    match read(&app, load).await {
        Ok(Some(page)) => {
            app.gathered.looks.count(&id);
            page::respond(StatusCode::OK, page)
        }
        Ok(None) => error::no_service(),
        Err(error) => super::problem(&error),
    }
}

/// What whoever is signed in finds there; nothing for all others.
fn at_desk(
    conn: &mut Conn,
    desk: Option<Desk>,
    visitor: &Visitor,
    query: &str,
) -> Result<Option<Desk>> {
    let Some((desk, session)) = desk.zip(visitor.session()) else {
        return Ok(None);
    };
    let who = session.account.principal();
    desk::filled(conn, desk, &who, query, Timestamp::now()).map(Some)
}

/// What is not for the public, for whoever has signed in, as far as they may see it.
fn withheld(conn: &mut Conn, known: &Known, visitor: &Visitor) -> Result<Vec<Circle>> {
    let Some(session) = visitor.session() else {
        return Ok(Vec::new());
    };
    let id = text(&known.service, "id").unwrap_or_default();
    let owners = directory::store::owners(conn, id)?.unwrap_or_default();
    let Some(pass) = pass::of(&session.account.principal(), &owners) else {
        return Ok(Vec::new());
    };
    let parts = directory::withheld::store::of_service(conn, &known.service, pass)?;
    Ok(circles(&parts, pass))
}

fn view(known: &Known, query: &str) -> ServicePage {
    let question = Question::read(query);
    let back = (!question.is_empty()).then(|| question.at("/"));
    let mut pairs = query.split('&').filter_map(|pair| pair.strip_prefix("at="));
    let page = ServicePage::view(known, pairs.next_back(), back, Timestamp::now());
    let own = text(&known.service, "id").unwrap_or_default().to_owned();
    let kept = kept::ids([own].iter().chain(&question.kept()).map(String::as_str));
    ServicePage {
        compare: kept::compare(&kept),
        ..page
    }
}

/// What is known of a service; none if there is no such service.
///
/// # Errors
/// The database fails.
pub fn load(conn: &mut Conn, id: &str) -> Result<Option<Known>> {
    let Some(service) = directory::store::assemble(conn, id)? else {
        return Ok(None);
    };
    let facts = funding::store::facts(conn, &[id.to_owned()])?.remove(id);
    Ok(Some(Known {
        service,
        lines: capacity::store::lines_of(conn, id)?,
        funding: facts.unwrap_or_default(),
        reliability: None,
    }))
}

/// The same, with what became of those who were sent there.
fn observed(conn: &mut Conn, id: &str) -> Result<Option<Known>> {
    let Some(known) = load(conn, id)? else {
        return Ok(None);
    };
    let reliability = reliability(conn, id, Timestamp::now())?;
    Ok(Some(Known {
        reliability,
        ..known
    }))
}
