//! What is done with an account that is there: it is closed, opened again, or let in.

use super::said;
use crate::accounts::Principal;
use crate::accounts::audit::{self, Actor, Deed};
use crate::accounts::people::{self, Account};
use crate::accounts::sign_in::{self, NewSignIn};
use crate::app::App;
use crate::app::work::write;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::gate::Visitor;
use crate::reminders::contact::Channel;
use crate::reminders::renewal::Renewals;
use crate::reminders::sign_in::send;
use crate::web::page::{self, Answer};
use crate::web::post::{id_of, or_problem, posted};
use actix_web::web::{Bytes, Data, Path};
use jiff::Timestamp;

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// It is closed: whoever is signed in with it no longer is.
    Close,
    /// It is opened again.
    Open,
}

/// How people are let in here.
#[derive(Debug, Clone)]
pub struct Entrance {
    can_write: bool,
    public_url: String,
}

impl Entrance {
    /// By letter where this server can send letters, else by a link that is shown.
    pub fn of(app: &App, renewals: &Renewals) -> Self {
        Self {
            can_write: renewals.channels.contains(&Channel::Email),
            public_url: app.address.of(""),
        }
    }

    /// Lets somebody in; the link, if it is to be shown.
    ///
    /// # Errors
    /// The account is closed.
    pub fn open(
        &self,
        tx: &mut Tx,
        account: &Account,
        by: &Principal,
        now: Timestamp,
    ) -> Result<Option<String>> {
        if account.closed_at.is_some() {
            let why = "this account is closed: open it again first";
            return Err(Error::Conflict(why.into()));
        }
        note(tx, "account.link_made", by, (Some(account), account), now)?;
        if self.can_write {
            send(tx, account, "", &self.public_url, now)?;
            return Ok(None);
        }
        let token = sign_in::issue(tx, &NewSignIn::once(&account.id, "/"), now)?;
        Ok(Some(format!(
            "{}{}",
            self.public_url,
            sign_in::path(&token)
        )))
    }
}

/// Writes down who changed an account.
///
/// # Errors
/// The database fails.
pub fn note(
    tx: &mut Tx,
    action: &str,
    by: &Principal,
    (before, after): (Option<&Account>, &Account),
    now: Timestamp,
) -> Result<()> {
    let deed = Deed {
        action,
        kind: "account",
        id: &after.id,
    };
    audit::note(tx, &Actor::from(by), deed, (before, Some(after)), now)
}

/// Closes an account.
pub async fn close(app: Data<App>, visitor: Visitor, path: Path<String>, body: Bytes) -> Answer {
    or_problem(simply(&app, &visitor, &path, &body, Act::Close).await)
}

/// Opens it again.
pub async fn open(app: Data<App>, visitor: Visitor, path: Path<String>, body: Bytes) -> Answer {
    or_problem(simply(&app, &visitor, &path, &body, Act::Open).await)
}

async fn simply(
    app: &Data<App>,
    visitor: &Visitor,
    path: &str,
    body: &[u8],
    what: Act,
) -> Result<Answer> {
    let (who, _) = posted(visitor, &[], body, &[])?;
    let id = id_of(path)?;
    if what == Act::Close && id == who.id {
        let why = "this is your own account: ask another steward to close it";
        return Err(Error::Conflict(why.into()));
    }
    let work = move |tx: &mut Tx| put(tx, &id, what, &who, Timestamp::now());
    write(app, work).await?;
    Ok(page::lead_to("/people"))
}

/// Closes or opens an account.
///
/// # Errors
/// There is no such account.
pub fn put(tx: &mut Tx, id: &str, what: Act, by: &Principal, now: Timestamp) -> Result<()> {
    let closed = what == Act::Close;
    let before = people::close(tx, id, closed, now)?;
    let after = found(tx, id)?;
    let action = if closed {
        "account.closed"
    } else {
        "account.opened"
    };
    note(tx, action, by, (Some(&before), &after), now)
}

/// The account with this id.
///
/// # Errors
/// There is none.
pub fn found(tx: &mut Tx, id: &str) -> Result<Account> {
    let none = || Error::NotFound(format!("there is no account {id}"));
    people::find(tx, id)?.ok_or_else(none)
}

/// Lets somebody in who has an account.
pub async fn link(
    app: Data<App>,
    visitor: Visitor,
    renewals: Data<Renewals>,
    path: Path<String>,
    body: Bytes,
) -> Answer {
    or_problem(linked(&app, &visitor, &renewals, &path, &body).await)
}

async fn linked(
    app: &Data<App>,
    visitor: &Visitor,
    renewals: &Renewals,
    path: &str,
    body: &[u8],
) -> Result<Answer> {
    let (who, _) = posted(visitor, &[], body, &[])?;
    let (id, entrance) = (id_of(path)?, Entrance::of(app, renewals));
    let work = move |tx: &mut Tx| {
        let account = found(tx, &id)?;
        let link = entrance.open(tx, &account, &who, Timestamp::now())?;
        Ok((account.name, link))
    };
    let (name, link) = write(app, work).await?;
    Ok(said(&name, link, "/people"))
}
