//! Room of many services at once, one JSON object a line.

mod answer;
mod batch;
mod line;
mod targets;
mod turns;

use super::body::Body;
use super::params;
use super::problem::{Problem, ProblemDocument};
use crate::accounts::Principal;
use crate::app::App;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::gate::Credential;
use actix_web::web::{Data, block};
use actix_web::{HttpRequest, HttpResponse};
use answer::LineAnswer;
use jiff::Timestamp;
use line::Line;

/// The largest body, in bytes.
pub const LARGEST: usize = 4 * 1024 * 1024;
/// Lines at most.
const MOST_LINES: usize = 10_000;
/// Lines that are committed together: few enough that nobody else waits long to write.
const BATCH: usize = 250;

/// Say how much room many services have
///
/// One JSON object a line: `service_id`, `location_id` where there are several, and the fields of a
/// `PUT` of room. Each line is answered by a line, in order, with its own `status`: 200 with the
/// `availability`, or 403, 404, 409 or 422 with the `problem`. A line that is wrong costs no other.
/// At most 10,000 lines and 4 MiB. Every later search shows what was said.
#[utoipa::path(
    post, path = "/api/v1/capacity/bulk", tag = "Capacity",
    request_body(content = Option<String>, content_type = "application/x-ndjson", description = "One object a line"),
    security(("key" = [])),
    responses(
        (status = 200, description = "One line for each", body = LineAnswer, content_type = "application/x-ndjson"),
        (status = 401, description = "A key is needed", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 403, description = "The key is neither a provider's nor a steward's", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 413, description = "Too many lines, or too large", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn post(
    request: HttpRequest,
    key: Credential,
    payload: Body,
    app: Data<App>,
) -> Result<HttpResponse, Problem> {
    params::known(&request, &[])?;
    let done = block(move || {
        let who = app.db.read(|conn| speaker(conn, &key))?;
        let lines = lines(payload.bytes())?;
        Ok::<_, Error>(say_all(&app, &who, lines))
    });
    let answers = done.await.map_err(Error::internal)??;
    Ok(HttpResponse::Ok()
        .content_type("application/x-ndjson")
        .body(answers))
}

fn speaker(conn: &mut Conn, key: &Credential) -> Result<Principal> {
    let who = key.principal(conn)?;
    who.must_speak_of_room()?;
    Ok(who)
}

/// What is on the lines that are not blank.
fn lines(body: &[u8]) -> Result<Vec<Line>> {
    let lines = (1..).zip(body.split(|byte| *byte == b'\n'));
    let lines = lines.map(|(number, text)| (number, text.trim_ascii()));
    let written: Vec<(usize, &[u8])> = lines.filter(|(_, text)| !text.is_empty()).collect();
    if written.len() > MOST_LINES {
        return Err(Error::TooLarge(format!(
            "there are {} lines, and {MOST_LINES} at most can be sent at once: send them in parts",
            written.len()
        )));
    }
    let now = Timestamp::now();
    let read = written.into_iter();
    Ok(read
        .map(|(number, text)| Line::read(number, text, now))
        .collect())
}

/// Says all of it, batch by batch, and returns the answers.
fn say_all(app: &App, who: &Principal, mut lines: Vec<Line>) -> Vec<u8> {
    let mut answers = Vec::new();
    while !lines.is_empty() {
        let rest = lines.split_off(lines.len().min(BATCH));
        let batch = std::mem::replace(&mut lines, rest);
        for answer in batch::say(app, who, batch) {
            answer.write(&mut answers);
        }
    }
    answers
}
