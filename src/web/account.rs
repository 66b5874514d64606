//! The page of one's own account: who one is here, and signing out.

use super::error::problem;
use super::frame::role_words;
use super::page::{self, Answer};
use crate::accounts::sessions::{self, Session};
use crate::app::App;
use crate::app::work::{read, write};
use crate::db::{Conn, Tx};
use crate::directory::record::text;
use crate::directory::store::{Shelf, document};
use crate::error::Result;
use crate::gate::form::Typed;
use crate::gate::{Visitor, cookie};
use crate::web::tongue::filters;
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data};
use askama::Template;
use jiff::Timestamp;

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    name: String,
    email: String,
    role: &'static str,
    organization: Option<String>,
    room_only: bool,
    areas: Vec<String>,
    /// Sessions elsewhere, such as on another telephone.
    elsewhere: i64,
}

/// Shows who one is here.
pub async fn show(app: Data<App>, visitor: Visitor) -> Answer {
    let session = match visitor.signed_in() {
        Ok(session) => session.clone(),
        Err(error) => return problem(&error),
    };
    match read(&app, move |conn| view(conn, &session)).await {
        Ok(page) => page::respond(StatusCode::OK, page).private(),
        Err(error) => problem(&error),
    }
}

fn view(conn: &mut Conn, session: &Session) -> Result<AccountPage> {
    let account = &session.account;
    let organization = match &account.organization_id {
        Some(id) => document(conn, Shelf::Organizations, id)?,
        None => None,
    };
    let count = sessions::count_of(conn, &account.id, Timestamp::now())?;
    Ok(AccountPage {
        name: account.name.clone(),
        email: account.email.clone(),
        role: role_words(account.role),
        organization: organization
            .as_ref()
            .and_then(|organization| text(organization, "name"))
            .map(str::to_owned),
        room_only: account.room_only,
        areas: account.areas.clone(),
        elsewhere: (count - 1).max(0),
    })
}

/// Ends the session of this browser.
pub async fn sign_out(
    app: Data<App>,
    visitor: Visitor,
    request: HttpRequest,
    body: Bytes,
) -> Answer {
    let token = cookie::token(&request).unwrap_or_default();
    let done = sent(&visitor, &body).map(|_| ());
    let done = match done {
        Ok(()) => write(&app, move |tx: &mut Tx| sessions::end(tx, &token)).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => page::lead_to("/").with_cookie(cookie::gone(&app.address)),
        Err(error) => problem(&error),
    }
}

/// Ends one's sessions in all other browsers.
pub async fn elsewhere(app: Data<App>, visitor: Visitor, body: Bytes) -> Answer {
    let done = match sent(&visitor, &body) {
        Ok(session) => write(&app, move |tx: &mut Tx| sessions::end_others(tx, &session)).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(_) => page::lead_to("/account"),
        Err(error) => problem(&error),
    }
}

/// The session that a form without other fields was sent from.
fn sent(visitor: &Visitor, body: &[u8]) -> Result<Session> {
    visitor.must_have_sent(&Typed::read(body, &[])?)?;
    visitor.signed_in().cloned()
}
