//! Lists as answers: a page with its envelope, or everything at once, a line each, sent as it is read.

use super::asked::{Asked, Paging};
use super::fault::Refusal;
use super::page::{Page, skipped};
use crate::app::App;
use crate::app::work::read;
use crate::db::Conn;
use crate::error::{Error, Result};
use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data};
use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::Value;
use std::sync::Arc;

/// Records on a page, unless asked otherwise, and at most.
pub const USUAL: usize = 20;
/// Records on a page at most.
pub const MOST: usize = 100;
/// Records read at once where all are sent.
const AT_ONCE: usize = 500;

/// What can be listed.
pub trait List: Send + Sync + 'static {
    /// The keys of a page, after so many others and at most so many, and how many there are on all pages.
    ///
    /// # Errors
    /// The database fails.
    fn keys(&self, conn: &mut Conn, skip: usize, limit: usize) -> Result<(Vec<String>, usize)>;

    /// The records with these keys.
    ///
    /// # Errors
    /// The database fails.
    fn records(&self, conn: &mut Conn, keys: &[String]) -> Result<Vec<Value>>;
}

/// Answers with a page of a list, or with all of it.
///
/// # Errors
/// A parameter is wrong, or the database fails.
pub async fn answer(
    app: Data<App>,
    asked: &Asked,
    list: impl List,
) -> Result<HttpResponse, Refusal> {
    let paging = asked.paging(USUAL, MOST)?;
    match asked.lines()? {
        true => stream(app, list).await,
        false => page(&app, list, paging).await,
    }
}

/// Answers with one page of a list.
///
/// # Errors
/// The database fails.
pub async fn page(
    app: &Data<App>,
    list: impl List,
    paging: Paging,
) -> Result<HttpResponse, Refusal> {
    let load = move |conn: &mut Conn| {
        let (keys, total) = list.keys(conn, skipped(paging), paging.1)?;
        Ok(Page::new(list.records(conn, &keys)?, total, paging))
    };
    Ok(HttpResponse::Ok().json(read(app, load).await?))
}

/// Answers with a page of what is in memory, or with all of it.
///
/// # Errors
/// A parameter is wrong.
pub fn held(asked: &Asked, all: Vec<Value>) -> Result<HttpResponse, Refusal> {
    let paging = asked.paging(USUAL, MOST)?;
    if asked.lines()? {
        return Ok(lines().body(written(&all)?));
    }
    let total = all.len();
    let shown = all.into_iter().skip(skipped(paging)).take(paging.1);
    Ok(HttpResponse::Ok().json(Page::new(shown.collect(), total, paging)))
}

async fn stream(app: Data<App>, list: impl List) -> Result<HttpResponse, Refusal> {
    let list = Arc::new(list);
    let all = Arc::clone(&list);
    // All keys are read first: a record that comes or goes meanwhile moves none of the others.
    let (keys, _) = read(&app, move |conn| all.keys(conn, 0, usize::MAX)).await?;
    let some: Vec<Vec<String>> = keys.chunks(AT_ONCE).map(<[String]>::to_vec).collect();
    let sent = stream::iter(some).then(move |keys| {
        let (app, list) = (app.clone(), Arc::clone(&list));
        async move {
            let records = read(&app, move |conn| list.records(conn, &keys)).await?;
            written(&records)
        }
    });
    let sent = sent.inspect_err(|error: &Error| {
        tracing::warn!(%error, "a list could not be sent to its end");
    });
    Ok(lines().streaming(Box::pin(sent)))
}

fn lines() -> actix_web::HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response.content_type("application/x-ndjson");
    response
}

fn written(records: &[Value]) -> Result<Bytes> {
    let mut bytes = Vec::new();
    for record in records {
        serde_json::to_writer(&mut bytes, record).map_err(Error::internal)?;
        bytes.push(b'\n');
    }
    Ok(bytes.into())
}
