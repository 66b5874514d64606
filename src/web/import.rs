//! Sheets of groups: sent up, looked at, corrected, and taken in.

use super::csv;
use super::error::problem;
use super::page::{self, Answer};
use super::post::{id_of, or_problem, posted};
use super::view::import::sheet::SheetPage;
use super::view::import::{ImportPage, Refused};
use crate::accounts::audit::Actor;
use crate::app::App;
use crate::app::work::{read, write};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::exchange::sheet::desk::{self, MOST_BYTES};
use crate::exchange::sheet::staged;
use crate::exchange::sheet::{Sheet, words};
use crate::gate::Visitor;
use crate::gate::upload::Upload;
use crate::matching;
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::{Bytes, Data, Path, Payload, block};
use actix_web::{HttpRequest, HttpResponse, Responder};
use jiff::Timestamp;

/// Bytes of a form around its file.
const AROUND: usize = 64 << 10;
/// Columns that a form can speak of.
const MOST_COLUMNS: usize = crate::exchange::sheet::grid::MOST_COLUMNS;

/// The sheets that were sent up lately, and the form for another.
pub async fn list(app: Data<App>, visitor: Visitor) -> Answer {
    or_problem(match visitor.must_be(&[]) {
        Ok(_) => listed(&app, None).await,
        Err(error) => Err(error),
    })
}

async fn listed(app: &Data<App>, refused: Option<Refused>) -> Result<Answer> {
    let status = match refused {
        None => StatusCode::OK,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let sheets = read(app, staged::list).await?;
    Ok(page::respond(
        status,
        ImportPage::view(sheets, refused, Timestamp::now()),
    ))
}

/// Takes a file up, and leads to what it would change.
pub async fn send(
    app: Data<App>,
    visitor: Visitor,
    request: HttpRequest,
    payload: Payload,
) -> Answer {
    or_problem(sent(&app, &visitor, &request, payload).await)
}

async fn sent(
    app: &Data<App>,
    visitor: &Visitor,
    request: &HttpRequest,
    payload: Payload,
) -> Result<Answer> {
    // Before anything is read: nobody else fills the memory with files.
    let who = visitor.must_be(&[])?;
    let kind = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().to_owned();
    let body = match payload.to_bytes_limited(MOST_BYTES + AROUND).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return Err(Error::bad("file", "did not come whole: send it again")),
        Err(_) => return listed(app, Some(Refused::TooLarge)).await,
    };
    let upload = Upload::read(&kind, &body, &[])?;
    visitor.must_have_sent(&upload.typed)?;
    let Some((name, bytes)) = upload.file else {
        return listed(app, Some(Refused::Nothing)).await;
    };
    if bytes.len() > MOST_BYTES {
        return listed(app, Some(Refused::TooLarge)).await;
    }
    let name = desk::name_of(&name);
    let checked = block(move || Sheet::read(&name, &bytes, None).map(|sheet| (sheet, bytes)));
    let (sheet, bytes) = match checked.await.map_err(Error::internal)? {
        Ok(read) => read,
        Err(Error::Usage(reason)) => return listed(app, Some(Refused::Because(reason))).await,
        Err(error) => return Err(error),
    };
    let by = who.name;
    let id = write(app, move |tx: &mut Tx| {
        let now = Timestamp::now().as_millisecond();
        staged::add(tx, (&sheet.name, &sheet.source, &by), &bytes, now)
    });
    Ok(page::lead_to(&format!("/import/{}", id.await?)))
}

/// Shows what a sheet would change, or what came of it.
pub async fn show(app: Data<App>, visitor: Visitor, path: Path<String>) -> Answer {
    or_problem(shown(&app, &visitor, &path).await)
}

async fn shown(app: &Data<App>, visitor: &Visitor, path: &str) -> Result<Answer> {
    visitor.must_be(&[])?;
    let id = id_of(path)?;
    let page = read(app, move |conn| {
        let staged = staged::find(conn, &id)?;
        let looked = desk::look(conn, &staged)?;
        SheetPage::view(&staged, looked)
    });
    Ok(page::respond(StatusCode::OK, page.await?))
}

/// Keeps what somebody says of the columns.
pub async fn tell(app: Data<App>, visitor: Visitor, path: Path<String>, body: Bytes) -> Answer {
    or_problem(told(&app, &visitor, &path, &body).await)
}

async fn told(app: &Data<App>, visitor: &Visitor, path: &str, body: &[u8]) -> Result<Answer> {
    let numbered: Vec<String> = (1..=MOST_COLUMNS)
        .map(|number| format!("c{number}"))
        .collect();
    let fields: Vec<&str> = numbered
        .iter()
        .map(String::as_str)
        .chain(["source"])
        .collect();
    let (_, typed) = posted(visitor, &[], body, &fields)?;
    let id = id_of(path)?;
    let to = format!("/import/{id}");
    // Nothing but what is said otherwise than guessed: a later look guesses the rest again.
    let said = (1..).zip(&numbered).filter_map(|(number, field)| {
        let target = typed.came(field).then(|| typed.get(field))?;
        Some((number, target.to_owned()))
    });
    let said: Vec<(usize, String)> = said.collect();
    let source = words(typed.get("source"));
    write(app, move |tx: &mut Tx| {
        let staged = staged::find(tx, &id)?;
        let source = if source.is_empty() {
            staged.source.clone()
        } else {
            source
        };
        let told = desk::told(&staged, &said)?;
        staged::tell(tx, &id, &told, &source)
    })
    .await?;
    Ok(page::lead_to(&to))
}

/// Takes a sheet in, as it was looked at.
pub async fn take(app: Data<App>, visitor: Visitor, path: Path<String>, body: Bytes) -> Answer {
    or_problem(taken(&app, &visitor, &path, &body).await)
}

async fn taken(app: &Data<App>, visitor: &Visitor, path: &str, body: &[u8]) -> Result<Answer> {
    let (who, typed) = posted(visitor, &[], body, &["looked"])?;
    let (id, actor) = (id_of(path)?, Actor::from(&who));
    let (to, looked, here) = (
        format!("/import/{id}"),
        typed.get("looked").to_owned(),
        Data::clone(app),
    );
    let work = move || {
        let report = desk::take(&here.db, &id, &looked, actor)?;
        // What is new may be listed already.
        if report.added > 0 {
            matching::sweep(&here.db)?;
        }
        Ok::<_, Error>(())
    };
    block(work).await.map_err(Error::internal)??;
    Ok(page::lead_to(&to))
}

/// Sends the rows that could not be used, as a table to send back.
pub async fn wrong(
    app: Data<App>,
    visitor: Visitor,
    path: Path<String>,
    request: HttpRequest,
) -> HttpResponse {
    match to_send_back(&app, &visitor, &path).await {
        Ok(rows) => csv::answer("rows-to-correct.csv").body(rows),
        Err(error) => problem(&error).private().respond_to(&request),
    }
}

async fn to_send_back(app: &Data<App>, visitor: &Visitor, path: &str) -> Result<Bytes> {
    visitor.must_be(&[])?;
    let id = id_of(path)?;
    let rows = read(app, move |conn| {
        let staged = staged::find(conn, &id)?;
        desk::wrong_rows(conn, &staged)
    });
    csv::written(&rows.await?)
}

/// Sends a sheet to give to groups.
pub async fn template(request: HttpRequest) -> HttpResponse {
    match csv::written(&desk::template()) {
        Ok(rows) => csv::answer("services-template.csv").body(rows),
        Err(error) => problem(&error).respond_to(&request),
    }
}
