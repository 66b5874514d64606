//! Letters with a link that signs somebody in.

use super::contact::Channel;
use super::outbox::NewMessage;
use super::outbox::store::queue;
use crate::accounts::people::Account;
use crate::accounts::sign_in::{self, NewSignIn, VALID_FOR};
use crate::db::Tx;
use crate::error::{Error, Result};
use askama::Template;
use jiff::Timestamp;

#[derive(Template)]
#[template(path = "messages/sign_in.txt", escape = "none")]
struct Plain<'a> {
    name: &'a str,
    link: &'a str,
    minutes: i64,
}

#[derive(Template)]
#[template(path = "messages/sign_in.html")]
struct Html<'a> {
    name: &'a str,
    link: &'a str,
    minutes: i64,
}

/// Makes a link for an account and queues the letter that brings it.
///
/// # Errors
/// The database fails.
pub fn send(
    tx: &mut Tx,
    account: &Account,
    leads_to: &str,
    public_url: &str,
    now: Timestamp,
) -> Result<()> {
    let token = sign_in::issue(tx, &NewSignIn::once(&account.id, leads_to), now)?;
    let link = format!("{public_url}{}", sign_in::path(&token));
    let (name, minutes) = (account.name.as_str(), VALID_FOR.as_mins());
    let (link, plain) = (
        link.as_str(),
        Plain {
            name,
            link: &link,
            minutes,
        },
    );
    let html = Html {
        name,
        link,
        minutes,
    };
    let letter = NewMessage {
        // Each link is a letter of its own.
        dedupe_key: format!("sign_in/{}", token.hash()),
        channel: Channel::Email,
        address: account.email.clone(),
        subject: "Sign in to Headroom".into(),
        body: plain.render().map_err(Error::internal)?,
        html: html.render().map_err(Error::internal)?,
        unsubscribe: None,
        any_hour: true,
    };
    queue(tx, &letter, now.as_millisecond())?;
    Ok(())
}
