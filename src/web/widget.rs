//! What a group can put into its own site: a small page with its services and how much room each has. It is the
//! only page that other sites may frame, and it knows nobody: no cookie, no session, no script.

use super::error::{self, problem};
use super::page::{self, Answer};
use crate::app::App;
use crate::app::work::read;
use crate::capacity::store::lines_of_all;
use crate::db::Conn;
use crate::directory::record::{Document, text};
use crate::directory::store::{self, Shelf};
use crate::domain::availability::State;
use crate::domain::id;
use crate::error::Result;
use crate::web::tongue::filters;
use crate::web::view::badge::Badge;
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_SECURITY_POLICY;
use actix_web::web::{Data, Path};
use askama::Template;
use jiff::Timestamp;

/// Where these pages are.
pub const START: &str = "/widget/";
/// Nothing runs and nothing is sent; any site may frame it.
const SECURITY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'none'; \
    base-uri 'none'; frame-ancestors *";
/// Services that are shown at most.
const MOST: usize = 50;

/// The page.
#[derive(Debug, Template)]
#[template(path = "widget.html")]
struct Widget {
    organization: String,
    services: Vec<Shown>,
    /// How many more there are.
    more: usize,
}

/// A service of the group.
#[derive(Debug)]
struct Shown {
    name: String,
    page: String,
    badge: Badge,
}

/// Shows the services of a group, for its own site.
pub async fn show(app: Data<App>, path: Path<String>) -> Answer {
    let Ok(id) = id::parse(&path) else {
        return framed(error::not_found());
    };
    let address = app.address.clone();
    let load = move |conn: &mut Conn| {
        let pages = |service: &str| address.of(&format!("/services/{service}"));
        widget(conn, &id.to_string(), pages, Timestamp::now())
    };
    framed(match read(&app, load).await {
        Ok(Some(widget)) => page::respond(StatusCode::OK, widget),
        Ok(None) => error::not_found(),
        Err(error) => problem(&error),
    })
}

fn framed(answer: Answer) -> Answer {
    answer.private().with(CONTENT_SECURITY_POLICY, SECURITY)
}

fn widget(
    conn: &mut Conn,
    organization: &str,
    pages: impl Fn(&str) -> String,
    now: Timestamp,
) -> Result<Option<Widget>> {
    let Some(document) = store::document(conn, Shelf::Organizations, organization)? else {
        return Ok(None);
    };
    let family = store::organization_and_children(conn, organization)?;
    let all = store::services_run_by(conn, &family)?;
    let some: Vec<String> = all.iter().take(MOST).cloned().collect();
    let mut lines = lines_of_all(conn, &some)?;
    let services = store::assemble_all(conn, &some)?;
    let shown = services.iter().filter_map(|service| {
        let id = text(service, "id")?;
        let lines = lines.remove(id)?.lines;
        let best = lines
            .iter()
            .map(|line| line.availability(now))
            .min_by_key(|room| room.state)?;
        (best.state != State::Closed).then(|| Shown {
            name: name(service),
            page: pages(id),
            badge: Badge::view(&best, now),
        })
    });
    Ok(Some(Widget {
        organization: name(&document),
        services: shown.collect(),
        more: all.len() - some.len(),
    }))
}

fn name(document: &Document) -> String {
    text(document, "name")
        .unwrap_or("A group without a name")
        .to_owned()
}
