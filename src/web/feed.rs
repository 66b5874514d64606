//! What changed lately, as a feed that people can follow (Atom, RFC 4287).

use crate::app::App;
use crate::app::work::read;
use crate::capacity::store::lines_of_all;
use crate::db::{Conn, Kind, changes};
use crate::directory::record::{Document, text};
use crate::directory::store::{assemble_all, standing};
use crate::domain::time::{from_millis, rfc3339};
use crate::error::{Error, Result};
use crate::web::view::badge::Badge;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpRequest, HttpResponse, Responder, web};
use askama::Template;
use jiff::Timestamp;

/// Changes that are looked at; the same service may be among them many times.
const LOOKED_AT: i64 = 1000;
/// Entries of the feed at most.
const MOST: usize = 100;

#[derive(Template)]
#[template(path = "changes.xml")]
struct Feed {
    own: String,
    home: String,
    updated: String,
    entries: Vec<Entry>,
}

/// One service, and what changed about it last.
struct Entry {
    title: String,
    page: String,
    /// The same for one change, and no other.
    id: String,
    updated: String,
    author: String,
    summary: String,
}

/// The last change of a service.
struct Last {
    service: String,
    seq: i64,
    at: i64,
    room: bool,
}

/// Sends the feed.
pub async fn send(app: web::Data<App>, request: HttpRequest) -> HttpResponse {
    let address = app.address.clone();
    let load = move |conn: &mut Conn| {
        let entries = entries(conn, |path| address.of(path), Timestamp::now())?;
        let updated = entries
            .first()
            .map_or_else(|| rfc3339(from_millis(0)), |first| first.updated.clone());
        let feed = Feed {
            own: address.of("/changes.atom"),
            home: address.of("/"),
            updated,
            entries,
        };
        feed.render().map_err(Error::internal)
    };
    match read(&app, load).await {
        Ok(text) => HttpResponse::Ok()
            .content_type("application/atom+xml; charset=utf-8")
            .insert_header((CACHE_CONTROL, "max-age=300"))
            .body(text),
        Err(error) => super::problem(&error).respond_to(&request),
    }
}

fn entries(
    conn: &mut Conn,
    address: impl Fn(&str) -> String,
    now: Timestamp,
) -> Result<Vec<Entry>> {
    let latest = changes::latest(conn)?;
    let rows = changes::after(conn, (latest - LOOKED_AT).max(0), LOOKED_AT)?;
    let last = last_of_each(rows);
    let ids: Vec<String> = last.iter().map(|last| last.service.clone()).collect();
    let ids = standing(conn, &ids)?;
    let services = assemble_all(conn, &ids)?;
    let lines = lines_of_all(conn, &ids)?;
    let entries = last.into_iter().filter_map(|last| {
        let service = services
            .iter()
            .find(|one| text(one, "id") == Some(&last.service))?;
        let lines = lines.get(&last.service)?.lines.iter();
        let best = lines
            .map(|line| line.availability(now))
            .min_by_key(|room| room.state);
        let room = best
            .map(|room| Badge::view(&room, now).words)
            .unwrap_or_default();
        Some(entry(&last, service, room, &address))
    });
    Ok(entries.collect())
}

fn entry(last: &Last, service: &Document, room: String, address: impl Fn(&str) -> String) -> Entry {
    let page = address(&format!("/services/{}", last.service));
    let run_by = service
        .get("organization")
        .and_then(|run_by| run_by.as_object());
    let name = text(service, "name").unwrap_or("A service");
    Entry {
        title: printable(name),
        id: format!("{page}#{}", last.seq),
        page,
        updated: rfc3339(from_millis(last.at)),
        author: printable(
            run_by
                .and_then(|run_by| text(run_by, "name"))
                .unwrap_or(name),
        ),
        summary: match last.room {
            true => format!("What is known of its room changed. {}", printable(&room)),
            false => format!("Its listing changed. {}", printable(&room)),
        },
    }
}

/// The last change of each service, the latest first.
fn last_of_each(rows: Vec<changes::Change>) -> Vec<Last> {
    let mut last: Vec<Last> = Vec::new();
    for row in rows.into_iter().rev() {
        let room = match Kind::parse(&row.kind) {
            Some(Kind::Service) => false,
            Some(Kind::Capacity) => true,
            _ => continue,
        };
        let service = row.id.split('/').next().unwrap_or_default().to_owned();
        if last.iter().all(|known| known.service != service) {
            last.push(Last {
                service,
                seq: row.seq,
                at: row.at,
                room,
            });
        }
        if last.len() == MOST {
            break;
        }
    }
    last
}

/// XML cannot hold control characters, not even escaped ones.
fn printable(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).collect()
}
