//! Asking for a new link on the page of one that works no longer. Whoever asks is told the same whether
//! or not one is sent, and it goes only to where the old one went.

use super::{Outcome, answer};
use crate::app::App;
use crate::error::{Error, Result};
use crate::gate::origin;
use crate::links::store::{self as rows, Found};
use crate::reminders::renewal::{Renewals, renew, worn};
use crate::web::page::Answer;
use actix_web::{HttpRequest, web};
use jiff::Timestamp;
use std::net::IpAddr;

/// The button that asks for a new link in the place of this one.
pub struct Offer {
    renewals: Renewals,
    path: String,
}

impl Offer {
    /// On the page of this token.
    pub fn on(renewals: &Renewals, token: &str) -> Self {
        Self {
            renewals: renewals.clone(),
            path: format!("/u/{token}/new"),
        }
    }

    /// Where the button leads, if there is one.
    pub fn path_for(&self, found: &Found) -> Option<String> {
        self.renewals.offered_for(found).then(|| self.path.clone())
    }
}

/// Sends a new link, if this one was sent to somebody who still is a contact.
pub async fn ask(
    app: web::Data<App>,
    renewals: web::Data<Renewals>,
    request: HttpRequest,
    token: web::Path<String>,
) -> Answer {
    let from = origin::of(&request);
    let offer = Offer::on(&renewals, &token);
    let kept = offer.renewals.clone();
    answer(offer, move || {
        take(&app, kept, &token, from, Timestamp::now())
    })
    .await
}

fn take(
    app: &App,
    renewals: Renewals,
    token: &str,
    from: Option<IpAddr>,
    now: Timestamp,
) -> Result<Outcome> {
    let found = app.db.read(|conn| rows::find(conn, token, now))?;
    let allowed = match worn(&found) {
        Some(link) => renewals.offered_for(&found) && app.guard.use_of(&link.id, now).is_ok(),
        None => {
            if found == Found::Unknown {
                // It counts as a wrong try; that it was one too many is not told here.
                let _ = app.guard.wrong_from(from, now);
            }
            false
        }
    };
    if !allowed {
        return Ok(Outcome::Asked);
    }
    let (secret, public_url) = (token.to_owned(), app.address.of(""));
    match app
        .db
        .write(move |tx| renew(tx, &secret, &renewals, &public_url, now))
    {
        Ok(_) | Err(Error::Conflict(_)) => Ok(Outcome::Asked),
        Err(error) => Err(error),
    }
}
