//! Signing in: a link is asked for by e-mail address, and used by a button. Looking at the page of a link
//! changes nothing, because programs that check mail follow links.

use super::error::problem;
use super::page::{self, Answer};
use crate::accounts::sign_in::{self, local_path};
use crate::accounts::{people, people::tidy_email};
use crate::app::App;
use crate::app::work::{read, write};
use crate::error::Result;
use crate::gate::form::{Typed, must_be_from_here};
use crate::gate::origin;
use crate::gate::{Visitor, cookie};
use crate::reminders::contact::Channel;
use crate::reminders::renewal::Renewals;
use crate::reminders::sign_in::send as send_letter;
use crate::web::tongue::filters;
use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, web};
use askama::Template;
use jiff::Timestamp;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use std::net::IpAddr;

/// The page that asks for an address.
#[derive(Template)]
#[template(path = "sign_in.html")]
struct AskPage {
    /// Where it leads afterwards.
    to: String,
    /// What was typed.
    email: String,
    /// What is wrong with it.
    problem: Option<&'static str>,
    /// Whether this server can send letters.
    can_write: bool,
    /// The link to sign in with one's own organisation, and what that is called.
    elsewhere: Option<(String, String)>,
}

/// The page that says what comes next, or what is the matter.
#[derive(Template)]
#[template(path = "sign_in_said.html")]
struct SaidPage {
    title: &'static str,
    lines: Vec<String>,
}

/// The page of a link.
#[derive(Template)]
#[template(path = "sign_in_link.html")]
struct LinkPage {
    name: String,
    action: String,
}

/// What may stand in the address of the page.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    to: Option<String>,
}

impl Wanted {
    fn path(&self) -> String {
        let to = self.to.as_deref().and_then(local_path);
        to.unwrap_or_default().to_owned()
    }
}

/// Asks for an address.
pub async fn ask(
    app: Data<App>,
    wanted: web::Query<Wanted>,
    visitor: Visitor,
    renewals: Data<Renewals>,
) -> Answer {
    let to = wanted.path();
    if visitor.session().is_some() {
        return page::lead_to(if to.is_empty() { "/account" } else { &to });
    }
    asking(StatusCode::OK, to, String::new(), None, &app, &renewals)
}

fn asking(
    status: StatusCode,
    to: String,
    email: String,
    problem: Option<&'static str>,
    app: &App,
    renewals: &Renewals,
) -> Answer {
    let elsewhere = app.openid.as_ref().map(|provider| {
        let to = utf8_percent_encode(&to, NON_ALPHANUMERIC);
        (
            format!("/sign-in/openid?to={to}"),
            provider.name().to_owned(),
        )
    });
    let can_write = renewals.channels.contains(&Channel::Email);
    let page = AskPage {
        to,
        email,
        problem,
        can_write,
        elsewhere,
    };
    page::respond(status, page)
}

/// Sends a link to an address, if somebody has an account with it. The answer is the same whether or not
/// somebody has, and so is the time it takes: what is to be done is done after it.
pub async fn send(
    app: Data<App>,
    renewals: Data<Renewals>,
    request: HttpRequest,
    body: Bytes,
) -> Answer {
    let now = Timestamp::now();
    let typed = match must_be_from_here(request.headers())
        .and_then(|()| Typed::read(&body, &["email", "to"]))
    {
        Ok(typed) => typed,
        Err(error) => return problem(&error),
    };
    let to = local_path(typed.get("to")).unwrap_or_default().to_owned();
    let Some(email) = tidy_email(typed.get("email")) else {
        let wrong = Some("Write your e-mail address, such as sam@practice.example.");
        let typed = typed.get("email").chars().take(200).collect();
        return asking(
            StatusCode::UNPROCESSABLE_ENTITY,
            to,
            typed,
            wrong,
            &app,
            &renewals,
        );
    };
    let from: Option<IpAddr> = origin::of(&request);
    if let Err(wait) = app.door.asked_from(from, now) {
        let seconds = wait.as_secs().saturating_add(1).max(1);
        let lines = vec!["That was asked for many times within a few minutes. Please wait a quarter of an hour and try once more.".to_owned()];
        return said(StatusCode::TOO_MANY_REQUESTS, "One moment, please", lines)
            .with(RETRY_AFTER, seconds);
    }
    if renewals.channels.contains(&Channel::Email) {
        actix_web::rt::spawn(async move {
            if let Err(error) = write_to(&app, email, to, now).await {
                tracing::warn!(%error, "a link to sign in could not be sent");
            }
        });
    }
    let lines = vec![
        "If this address has an account here, a letter with a link is on its way. It may take a minute.".to_owned(),
        "The link works once, within twenty minutes. Nothing came? Look among the unwanted mail, or ask whoever looks after your directory whether you have an account.".to_owned(),
    ];
    said(StatusCode::OK, "Please look at your e-mail", lines)
}

/// Writes to whoever has an account with this address.
async fn write_to(app: &Data<App>, email: String, to: String, now: Timestamp) -> Result<()> {
    let account = read(app, move |conn| people::by_email(conn, &email)).await?;
    let Some(account) = account.filter(|account| account.closed_at.is_none()) else {
        return Ok(());
    };
    if !app.door.may_write_to(&account.id, now) {
        return Ok(());
    }
    let public_url = app.address.of("");
    write(app, move |tx| {
        send_letter(tx, &account, &to, &public_url, now)
    })
    .await
}

/// Shows whom a link signs in.
pub async fn show(app: Data<App>, token: Path<String>) -> Answer {
    let token = token.into_inner();
    let action = format!("/sign-in/{token}");
    let now = Timestamp::now();
    match read(&app, move |conn| sign_in::whose(conn, &token, now)).await {
        Ok(Some(account)) => {
            let name = account.name;
            page::respond(StatusCode::OK, LinkPage { name, action }).private()
        }
        Ok(None) => over(),
        Err(error) => problem(&error),
    }
}

/// Signs somebody in, and leads where they wanted to go.
pub async fn take(app: Data<App>, request: HttpRequest, token: Path<String>) -> Answer {
    if let Err(error) = must_be_from_here(request.headers()) {
        return problem(&error);
    }
    let (token, now) = (token.into_inner(), Timestamp::now());
    // Whoever was signed in here until now is not any more.
    let before = cookie::token(&request);
    let work = move |tx: &mut crate::db::Tx| {
        let signed_in = sign_in::take(tx, &token, now)?;
        if let (Some(_), Some(before)) = (&signed_in, &before) {
            crate::accounts::sessions::end(tx, before)?;
        }
        Ok(signed_in)
    };
    match write(&app, work).await {
        Ok(Some(signed_in)) => {
            let to = match signed_in.leads_to.as_str() {
                "/" | "" => super::frame::home(signed_in.account.role),
                to => to,
            };
            page::lead_to(to).with_cookie(cookie::holding(&signed_in.token, &app.address))
        }
        Ok(None) => over(),
        Err(error) => problem(&error),
    }
}

fn over() -> Answer {
    let lines = vec!["Each link works once, and for a short time only. Please ask for a new one: it takes a minute.".to_owned()];
    said(StatusCode::GONE, "This link works no longer", lines)
}

fn said(status: StatusCode, title: &'static str, lines: Vec<String>) -> Answer {
    page::respond(status, SaidPage { title, lines }).private()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_leads_nowhere_but_to_this_server() {
        let to = |to: &str| {
            Wanted {
                to: Some(to.to_owned()),
            }
            .path()
        };
        assert_eq!(to("/services/a?at=b"), "/services/a?at=b");
        assert_eq!(to("//evil.example"), "");
        assert_eq!(Wanted { to: None }.path(), "");
    }
}
