//! Changes of room as they happen, as server-sent events. A client that was away sends the id of
//! the last event it saw, and gets what it missed from the change feed.

use super::params;
use super::problem::{Problem, ProblemDocument};
use crate::app::App;
use crate::capacity::store;
use crate::db::{Conn, Kind, changes};
use crate::domain::availability::Availability;
use crate::error::{Error, Result};
use crate::search::engine::CapacityEvent;
use actix_web::http::header::ContentEncoding;
use actix_web::web::{Bytes, Data, block};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::stream::{Stream, unfold};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use utoipa::ToSchema;

/// How often a quiet line is kept open.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Changes read at once to catch up.
const CATCH_UP: i64 = 1000;

/// The data of an event `capacity`.
#[derive(Debug, Serialize, ToSchema)]
pub struct LiveCapacity {
    /// The service.
    pub service_id: String,
    /// The location; null for a service without one.
    pub location_id: Option<String>,
    /// Its room, as it is now.
    pub availability: Availability,
}

/// One event, as the stream has it: text throughout. The first has nothing but `retry`.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "it describes what is written as text")]
pub struct LiveEvent {
    /// What to send as `Last-Event-ID` to go on after it.
    id: Option<String>,
    /// `capacity`.
    event: Option<String>,
    /// JSON: a `LiveCapacity`.
    data: Option<String>,
    /// After how many milliseconds to connect again.
    retry: Option<i64>,
}

/// Changes of room, as they happen
///
/// Server-sent events named `capacity`, resumable with `Last-Event-ID`.
#[utoipa::path(
    get, path = "/api/v1/live", tag = "Changes",
    params(("Last-Event-ID" = Option<i64>, Header, description = "The last event that was seen")),
    responses(
        (status = 200, description = "Events, for as long as the client stays", content_type = "text/event-stream", body = LiveEvent),
        (status = 400, description = "Last-Event-ID is no number", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn live(request: HttpRequest, app: Data<App>) -> Result<HttpResponse, Problem> {
    params::known(&request, &[])?;
    let events = app.engine.events();
    let seen = match request.headers().get("Last-Event-ID") {
        Some(header) => Some(last_event(header.to_str().unwrap_or_default())?),
        None => None,
    };
    let feed = Feed {
        last: seen.unwrap_or_else(|| app.engine.progress().seq()),
        behind: seen.is_some(),
        app,
        events,
        ready: VecDeque::from([Bytes::from_static(b"retry: 2000\n\n")]),
    };
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header(("Cache-Control", "no-store"))
        // Compressed, events would wait for each other.
        .insert_header(ContentEncoding::Identity)
        .insert_header(("X-Accel-Buffering", "no"))
        .streaming(feed.stream()))
}

fn last_event(text: &str) -> Result<i64, Error> {
    let number = text
        .trim()
        .parse::<i64>()
        .ok()
        .filter(|number| *number >= 0);
    number.ok_or_else(|| {
        Error::bad(
            "Last-Event-ID",
            "must be the id of an event, a whole number",
        )
    })
}

struct Feed {
    app: Data<App>,
    events: Receiver<CapacityEvent>,
    /// The last change that was sent.
    last: i64,
    /// Whether changes since then must be read from the database.
    behind: bool,
    ready: VecDeque<Bytes>,
}

impl Feed {
    fn stream(self) -> impl Stream<Item = Result<Bytes, Infallible>> {
        unfold(self, |mut feed| async move {
            let next = feed.next().await?;
            Some((Ok(next), feed))
        })
    }

    /// The next piece to send; none when the server is going.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(piece) = self.ready.pop_front() {
                return Some(piece);
            }
            if self.behind {
                self.catch_up().await?;
                continue;
            }
            match tokio::time::timeout(HEARTBEAT, self.events.recv()).await {
                Err(_) => return Some(Bytes::from_static(b": still here\n\n")),
                Ok(Ok(event)) if event.seq > self.last => self.push(&event),
                Ok(Ok(_)) => {}
                Ok(Err(RecvError::Lagged(_))) => self.behind = true,
                Ok(Err(RecvError::Closed)) => return None,
            }
        }
    }

    fn push(&mut self, event: &CapacityEvent) {
        self.last = event.seq;
        self.ready.push_back(render(event));
    }

    /// Reads what was missed. None when the database fails: the client will come again.
    async fn catch_up(&mut self) -> Option<()> {
        let (app, after) = (Data::clone(&self.app), self.last);
        let read = block(move || app.db.read(|conn| missed(conn, after))).await;
        let (events, more) = read.ok()?.ok()?;
        self.behind = more;
        events.iter().for_each(|event| self.push(event));
        Some(())
    }
}

/// The changes of room after this one, and whether there may be more.
fn missed(conn: &mut Conn, after: i64) -> Result<(Vec<CapacityEvent>, bool)> {
    let changes = changes::after(conn, after, CATCH_UP)?;
    let more = changes.len() as i64 == CATCH_UP;
    let mut events = Vec::new();
    for change in changes
        .into_iter()
        .filter(|change| change.kind == Kind::Capacity.as_str())
    {
        let (service, location) = change.id.split_once('/').unwrap_or((&change.id, ""));
        if let Some(line) = store::line(conn, service, location)? {
            let line = Arc::new(line);
            events.push(CapacityEvent {
                seq: change.seq,
                line,
            });
        }
    }
    Ok((events, more))
}

fn render(event: &CapacityEvent) -> Bytes {
    let line = &event.line;
    let data = LiveCapacity {
        service_id: line.service_id.clone(),
        location_id: Some(line.location_id.clone()).filter(|id| !id.is_empty()),
        availability: line.availability(Timestamp::now()),
    };
    let json = serde_json::to_string(&data).unwrap_or_default();
    Bytes::from(format!(
        "id: {}\nevent: capacity\ndata: {json}\n\n",
        event.seq
    ))
}
