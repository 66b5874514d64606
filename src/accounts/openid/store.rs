//! Which account a provider means, and letting it in.

use super::{Grant, Identity};
use crate::accounts::audit::{self, Actor, Deed};
use crate::accounts::people::{self, Account, NewAccount};
use crate::accounts::sessions;
use crate::accounts::sign_in::SignedIn;
use crate::db::schema::identities;
use crate::db::{Conn, Tx};
use crate::error::Result;
use diesel::prelude::*;
use jiff::Timestamp;

/// What became of somebody whom a provider vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entered {
    /// They are signed in.
    In(Box<SignedIn>),
    /// Their claims give no role here.
    NoRole,
    /// They have no account, and no address that one could be made with.
    NoAddress,
    /// Their account was closed.
    Closed,
}

/// Lets somebody in: with the account that the same person had before, else with the one that has their
/// address, else with a new one. What they may do follows their claims each time.
///
/// # Errors
/// The database fails, or the role is for an organisation that is not known.
pub fn enter(tx: &mut Tx, who: &Identity, leads_to: &str, now: Timestamp) -> Result<Entered> {
    let Some(grant) = &who.grant else {
        return Ok(Entered::NoRole);
    };
    let known = linked(tx, who)?;
    let account = match (known, who.email.as_deref()) {
        (Some(account), _) => account,
        (None, Some(email)) => match by_address(tx, who, email, now)? {
            Some(account) => account,
            None => made(tx, who, email, grant, now)?,
        },
        (None, None) => return Ok(Entered::NoAddress),
    };
    if account.closed_at.is_some() {
        return Ok(Entered::Closed);
    }
    let account = granted(tx, account, grant, now)?;
    people::signed_in(tx, &account.id, now)?;
    Ok(Entered::In(Box::new(SignedIn {
        token: sessions::begin(tx, &account.id, now)?,
        account,
        leads_to: leads_to.to_owned(),
    })))
}

fn linked(conn: &mut Conn, who: &Identity) -> Result<Option<Account>> {
    let id: Option<String> = identities::table
        .find((&who.issuer, &who.subject))
        .select(identities::account_id)
        .first(conn)
        .optional()?;
    id.map_or(Ok(None), |id| people::find(conn, &id))
}

/// The account with an address that the provider has made sure of; a closed one is not linked.
fn by_address(tx: &mut Tx, who: &Identity, email: &str, now: Timestamp) -> Result<Option<Account>> {
    let account = people::by_email(tx, email)?;
    if let Some(open) = account.as_ref().filter(|one| one.closed_at.is_none()) {
        link(tx, who, open, now)?;
    }
    Ok(account)
}

fn link(tx: &mut Tx, who: &Identity, account: &Account, now: Timestamp) -> Result<()> {
    diesel::insert_into(identities::table)
        .values((
            identities::issuer.eq(&who.issuer),
            identities::subject.eq(&who.subject),
            identities::account_id.eq(&account.id),
            identities::linked_at.eq(now.as_millisecond()),
        ))
        .execute(tx as &mut Conn)?;
    let after = serde_json::json!({ "issuer": who.issuer, "subject": who.subject });
    note(
        tx,
        "account.linked",
        account,
        (None::<&Account>, Some(&after)),
        now,
    )
}

fn made(
    tx: &mut Tx,
    who: &Identity,
    email: &str,
    grant: &Grant,
    now: Timestamp,
) -> Result<Account> {
    let new = |name: &str| NewAccount {
        email: email.to_owned(),
        name: name.to_owned(),
        role: grant.role,
        organization_id: grant.organization_id.clone(),
        areas: grant.areas.clone(),
        room_only: false,
    };
    let name: String = who
        .name
        .as_deref()
        .unwrap_or(email)
        .chars()
        .take(200)
        .collect();
    let name = match name.chars().any(char::is_control) {
        true => email.to_owned(),
        false => name,
    };
    let account = people::create(tx, &new(&name), now)?;
    note(
        tx,
        "account.created",
        &account,
        (None::<&Account>, Some(&account)),
        now,
    )?;
    link(tx, who, &account, now)?;
    Ok(account)
}

/// The account with what its claims give it now. Who may only speak of room still may do no more.
fn granted(tx: &mut Tx, account: Account, grant: &Grant, now: Timestamp) -> Result<Account> {
    let after = people::grant(
        tx,
        &account,
        grant.role,
        grant.organization_id.as_deref(),
        &grant.areas,
    )?;
    if after != account {
        note(
            tx,
            "account.role_changed",
            &after,
            (Some(&account), Some(&after)),
            now,
        )?;
    }
    Ok(after)
}

fn note<B: serde::Serialize, A: serde::Serialize>(
    tx: &mut Tx,
    action: &str,
    account: &Account,
    change: (Option<&B>, Option<&A>),
    now: Timestamp,
) -> Result<()> {
    let deed = Deed {
        action,
        kind: "account",
        id: &account.id,
    };
    let by = Actor::from(&account.principal());
    audit::note(tx, &by, deed, change, now)
}
