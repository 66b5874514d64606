//! The page of a link in a letter about a subscription. Looking at it changes nothing, because programs
//! that check mail follow links; only a button does, or the one-click request of a mail program.

use super::page;
use crate::app::App;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::gate::origin;
use crate::subscriptions::Subscription;
use crate::subscriptions::making::{about, confirm, is_too_late};
use crate::subscriptions::store::{self, links};
use crate::web::page::Answer;
use crate::web::tongue::filters;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use jiff::{SignedDuration, Timestamp};
use std::net::IpAddr;

/// What the page says.
#[derive(Template)]
#[template(path = "letters.html")]
struct LettersPage {
    title: &'static str,
    lead: String,
    /// The value of its button, and what it says.
    button: Option<(&'static str, &'static str)>,
    action: String,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Confirm,
    End,
}

/// Shows what the link is for.
pub async fn show(app: web::Data<App>, request: HttpRequest, token: web::Path<String>) -> Answer {
    let from = origin::of(&request);
    answer(move || done(&app, &token, None, from)).await
}

/// Does what the button says. Doing it twice changes nothing more.
pub async fn say(
    app: web::Data<App>,
    request: HttpRequest,
    token: web::Path<String>,
    body: Result<web::Bytes, actix_web::Error>,
) -> Answer {
    let from = origin::of(&request);
    let wanted = body.ok().and_then(|body| wanted(&body));
    let Some(wanted) = wanted else {
        let unread = "cannot be read: open the link again and use its button";
        return super::problem(&Error::bad("form", unread));
    };
    answer(move || done(&app, &token, Some(wanted), from)).await
}

/// Reads the form of the page, or the request of a mail program (RFC 8058), which may send it in parts.
fn wanted(body: &[u8]) -> Option<Wanted> {
    let text = std::str::from_utf8(body).ok()?;
    match text.trim() {
        "say=confirm" => Some(Wanted::Confirm),
        "say=end" | "List-Unsubscribe=One-Click" => Some(Wanted::End),
        text if text.contains("List-Unsubscribe") && text.contains("One-Click") => {
            Some(Wanted::End)
        }
        _ => None,
    }
}

/// What becomes of a request.
enum Outcome {
    /// The page.
    Page(Box<LettersPage>),
    /// There is no such link; or, after too many tries, how long to wait.
    Unknown(Result<(), SignedDuration>),
}

async fn answer(work: impl FnOnce() -> Result<Outcome> + Send + 'static) -> Answer {
    let response = match web::block(work).await {
        Ok(Ok(Outcome::Page(made))) => page::respond(StatusCode::OK, *made),
        Ok(Ok(Outcome::Unknown(tries))) => super::update::unknown_link(tries),
        Ok(Err(error)) => super::problem(&error),
        Err(_) => super::problem(&Error::Busy("too much to do".into())),
    };
    response.private()
}

fn done(app: &App, token: &str, wanted: Option<Wanted>, from: Option<IpAddr>) -> Result<Outcome> {
    let now = Timestamp::now();
    let Some(found) = app.db.read(|conn| links::find(conn, token))? else {
        return Ok(Outcome::Unknown(app.guard.wrong_from(from, now)));
    };
    let millis = now.as_millisecond();
    let id = found.id.clone();
    match wanted {
        Some(Wanted::End) => {
            app.db.write(move |tx| store::end(tx, &id, millis))?;
        }
        Some(Wanted::Confirm) if found.ended_at.is_none() && !is_too_late(&found, millis) => {
            app.db.write(move |tx| confirm(tx, &found, millis))?;
        }
        _ => {}
    }
    let load = |conn: &mut Conn| {
        let found = links::find(conn, token)?;
        let found = found.ok_or_else(|| Error::NotFound("the link is gone".into()))?;
        let about = about(conn, &found.what)?;
        Ok((found, about))
    };
    let (found, about) = app.db.read(load)?;
    let page = LettersPage::of(&found, &about, format!("/s/{token}"), millis);
    Ok(Outcome::Page(Box::new(page)))
}

impl LettersPage {
    fn of(found: &Subscription, about: &str, action: String, now: i64) -> Self {
        let (title, lead, button) = if found.ended_at.is_some() {
            let lead = format!("This address is no longer told when {about}.");
            ("That has ended", lead, None)
        } else if found.confirmed_at.is_some() {
            let lead = format!("This address is told when {about}.");
            ("You are told", lead, Some(("end", "Tell me no longer")))
        } else if is_too_late(found, now) {
            let lead = "A week has passed, so nothing is told. Please ask for it once more.";
            ("This link is too old", lead.to_owned(), None)
        } else {
            let lead = format!("Shall this address be told when {about}?");
            let button = Some(("confirm", "Yes, tell me"));
            ("Do you want to be told?", lead, button)
        };
        Self {
            title,
            lead,
            button,
            action,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_program_may_end_it_in_either_form() {
        let parts = "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
        for body in ["List-Unsubscribe=One-Click", "say=end", parts] {
            assert_eq!(wanted(body.as_bytes()), Some(Wanted::End), "{body}");
        }
        assert_eq!(wanted(b"say=confirm"), Some(Wanted::Confirm));
        for body in ["", "say=", "say=end&x", "\u{0}"] {
            assert_eq!(wanted(body.as_bytes()), None, "{body}");
        }
        assert_eq!(wanted(b"\xff"), None);
    }
}
