//! The tables: all of the audit, and all that was ever said of room, sent as they are read.

use crate::accounts::audit::{self, Entry, Filter};
use crate::app::App;
use crate::app::work::read;
use crate::capacity::history::{Said, said_before};
use crate::domain::time::rfc3339;
use crate::error::{Error, Result};
use crate::gate::Visitor;
use crate::web::csv::{self, written};
use crate::web::error::problem;
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse, Responder};
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use std::future::Future;

/// Rows read at once.
const AT_ONCE: i64 = 500;

/// All of the audit, the latest first.
pub async fn changes(request: HttpRequest, app: Data<App>, visitor: Visitor) -> HttpResponse {
    let head = "when,who,who_id,by,what,kind,id,before,after";
    let next = move |before: Option<String>| {
        let app = app.clone();
        async move {
            let filter = Filter {
                before,
                ..Filter::default()
            };
            let entries = read(&app, move |conn| audit::latest(conn, &filter, AT_ONCE)).await?;
            let last = entries.last().map(|last| last.id.clone());
            Ok((entries.iter().map(entry).collect(), last))
        }
    };
    answer(&request, &visitor, "audit.csv", head, next)
}

/// All that was ever said of room, the latest first.
pub async fn room(request: HttpRequest, app: Data<App>, visitor: Visitor) -> HttpResponse {
    let head = "when,who,as,what,service,location,version,state,places_free,places_total,unit,waiting,wait_weeks,opens_on,until,note,as_of,confirmed_at,stated_by,disputed,taken";
    let next = move |before: Option<i64>| {
        let app = app.clone();
        async move {
            let said = read(&app, move |conn| said_before(conn, before, AT_ONCE)).await?;
            let last = said.last().map(|last| last.id);
            Ok((said.iter().map(statement).collect(), last))
        }
    };
    answer(&request, &visitor, "room.csv", head, next)
}

fn answer<K, N, F>(
    request: &HttpRequest,
    visitor: &Visitor,
    name: &str,
    head: &'static str,
    next: N,
) -> HttpResponse
where
    K: 'static,
    N: Fn(Option<K>) -> F + 'static,
    F: Future<Output = Result<(Vec<Vec<String>>, Option<K>)>> + 'static,
{
    if let Err(error) = visitor.must_be(&[]) {
        return problem(&error).private().respond_to(request);
    }
    csv::answer(name).streaming(table(head, next))
}

/// The table, page by page: `next` gives the rows after a place, and the place where they end.
fn table<K, N, F>(head: &'static str, next: N) -> impl Stream<Item = Result<Bytes, Error>>
where
    N: Fn(Option<K>) -> F,
    F: Future<Output = Result<(Vec<Vec<String>>, Option<K>)>>,
{
    let head = stream::once(async move { Ok(Bytes::from(format!("{head}\r\n"))) });
    let pages = stream::try_unfold((None, next, false), |(place, next, ended)| async move {
        if ended {
            return Ok(None);
        }
        let (rows, place) = next(place).await?;
        let ended = place.is_none();
        Ok(Some((written(&rows)?, (place, next, ended))))
    });
    head.chain(pages).inspect_err(|error: &Error| {
        tracing::warn!(%error, "a table could not be sent to its end");
    })
}

fn entry(entry: &Entry) -> Vec<String> {
    let json = |value: &Option<serde_json::Value>| value.as_ref().map(ToString::to_string);
    vec![
        rfc3339(entry.at),
        entry.actor.name.clone(),
        entry.actor.id.clone(),
        entry.actor.kind.clone(),
        entry.action.clone(),
        entry.subject_kind.clone(),
        entry.subject_id.clone(),
        json(&entry.before).unwrap_or_default(),
        json(&entry.after).unwrap_or_default(),
    ]
}

fn statement(said: &Said) -> Vec<String> {
    let past = &said.past;
    let number = |number: Option<i32>| number.map(|number| number.to_string()).unwrap_or_default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    vec![
        rfc3339(past.recorded_at),
        past.author.clone(),
        past.source.clone(),
        past.kind.clone(),
        said.service_id.clone(),
        text(&past.location_id),
        past.version.to_string(),
        past.state.clone(),
        number(past.places_free),
        number(past.places_total),
        text(&past.unit),
        number(past.waiting),
        number(past.wait_weeks),
        text(&past.opens_on),
        past.until.map(rfc3339).unwrap_or_default(),
        text(&past.note),
        rfc3339(past.as_of),
        rfc3339(past.confirmed_at),
        past.stated_by.clone(),
        past.disputed.to_string(),
        past.taken.to_string(),
    ]
}
