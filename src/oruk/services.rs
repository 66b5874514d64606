//! `/services`.

use super::answer::{List, MOST, USUAL, answer, page};
use super::asked::Asked;
use super::brief::brief;
use super::catalogue::Kept;
use super::changed;
use super::chosen::{Choice, FILTERS, Wish};
use super::fault::{Refusal, missing};
use super::format::id_of;
use super::record::whole;
use crate::app::App;
use crate::app::work::read;
use crate::db::Conn;
use crate::directory::record::Document;
use crate::domain::time::{from_millis, rfc3339};
use crate::error::Result;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use jiff::Timestamp;
use serde_json::Value;

/// Records of which only the clock is shown, in one answer at most.
const MOST_MINIMAL: usize = 1_000_000;

/// How much of each service is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// Its id, name and status, and when it changed.
    Minimal,
    /// What a list has.
    Brief,
    /// All.
    Full,
}

struct Services {
    choice: Choice,
    depth: Depth,
}

impl List for Services {
    fn keys(&self, conn: &mut Conn, skip: usize, limit: usize) -> Result<(Vec<String>, usize)> {
        self.choice.services(conn, skip, limit)
    }

    fn records(&self, conn: &mut Conn, ids: &[String]) -> Result<Vec<Value>> {
        let records = match self.depth {
            Depth::Minimal => minimal(conn, ids)?,
            Depth::Brief => whole(conn, ids, Timestamp::now())?
                .into_iter()
                .map(brief)
                .collect(),
            Depth::Full => whole(conn, ids, Timestamp::now())?,
        };
        Ok(records.into_iter().map(Value::Object).collect())
    }
}

/// The services, a page at a time.
pub async fn list(
    request: HttpRequest,
    app: Data<App>,
    kept: Data<Kept>,
) -> Result<HttpResponse, Refusal> {
    let asked = Asked::strict(&request, &[&FILTERS[..], &["minimal", "full"]].concat())?;
    let depth = match (asked.flag("minimal")?, asked.flag("full")?) {
        (true, _) => Depth::Minimal,
        (_, true) => Depth::Full,
        _ => Depth::Brief,
    };
    let wish = Wish::read(&app, &asked).await?;
    let choice = Choice {
        app: app.clone(),
        kept,
        wish,
    };
    let list = Services { choice, depth };
    if depth == Depth::Minimal && !asked.lines()? {
        // "Aim to return all services within one call", as the standard has it.
        let paging = match asked.text("per_page") {
            None => asked.paging(MOST_MINIMAL, MOST_MINIMAL)?,
            Some(_) => asked.paging(USUAL, MOST)?,
        };
        return page(&app, list, paging).await;
    }
    answer(app, &asked, list).await
}

/// One service, whole.
pub async fn one(
    request: HttpRequest,
    id: Path<String>,
    app: Data<App>,
) -> Result<HttpResponse, Refusal> {
    Asked::strict(&request, &[])?;
    let wanted = vec![id_of(&id).to_string()];
    let found = read(&app, move |conn| whole(conn, &wanted, Timestamp::now())).await?;
    let service = found
        .into_iter()
        .next()
        .ok_or_else(|| missing("service", &id))?;
    Ok(HttpResponse::Ok().json(service))
}

/// What somebody needs who keeps a copy, with what the schemas require of any service.
fn minimal(conn: &mut Conn, ids: &[String]) -> Result<Vec<Document>> {
    let mut records = Vec::with_capacity(ids.len());
    for ids in ids.chunks(1000) {
        let changed = changed::latest(conn, ids)?;
        for (id, name, status) in super::store::names(conn, ids)? {
            let at = changed.get(&id).copied().map(|at| rfc3339(from_millis(at)));
            let mut record = Document::new();
            record.insert("id".into(), id.into());
            record.insert("name".into(), name.into());
            record.insert("status".into(), status.into());
            if let Some(at) = at {
                record.insert("last_modified".into(), at.into());
            }
            records.push(record);
        }
    }
    Ok(records)
}
