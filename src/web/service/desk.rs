//! What the page of a service has for somebody who is signed in.

use crate::accounts::{Principal, Role, secret};
use crate::db::Conn;
use crate::directory;
use crate::error::Result;
use crate::gate::Visitor;
use crate::notes;
use crate::tasks::doubt::Wrong;
use crate::web::view::service::Desk;
use crate::web::view::service::desk::{Remark, span, thanks, wrongs};
use jiff::{SignedDuration, Timestamp};

/// Bytes of chance that tell one page from all others.
const ONCE_BYTES: usize = 16;
/// The parameter of the page that says what was just said to be wrong.
pub const SAID: &str = "said";

/// What somebody needs to send people to a service; none for whoever only looks.
///
/// # Errors
/// The system has no chance to give.
pub fn of(visitor: &Visitor, service: &str, kept_for: SignedDuration) -> Result<Option<Desk>> {
    let Some(session) = visitor.session() else {
        return Ok(None);
    };
    let account = &session.account;
    Ok(Some(Desk {
        service: service.to_owned(),
        form: session.form.clone(),
        once: secret::<ONCE_BYTES>()?,
        kept: span(kept_for),
        sends: Desk::is_for(account.role) && !account.room_only,
        edits: false,
        curates: false,
        sees_money: false,
        wrongs: Vec::new(),
        said: None,
        notes: None,
    }))
}

/// The same with what else this person may say and read there.
///
/// # Errors
/// The database fails.
pub fn filled(
    conn: &mut Conn,
    desk: Desk,
    who: &Principal,
    query: &str,
    now: Timestamp,
) -> Result<Desk> {
    let knows = may_doubt(conn, who, &desk.service)?.is_ok();
    let reads = notes::must_be_professional(who).is_ok();
    let notes = match reads {
        true => Some(notes::store::of_service(conn, &desk.service)?),
        false => None,
    };
    let remarks = notes.map(|notes| {
        let remark = |note| Remark::view(note, who, now);
        notes.iter().map(remark).collect()
    });
    Ok(Desk {
        edits: may_edit(conn, who, &desk.service)?,
        curates: who.role == Role::Steward,
        sees_money: may_see_money(conn, who, &desk.service)?,
        wrongs: if knows { wrongs() } else { Vec::new() },
        said: said(query).filter(|_| knows).map(thanks),
        notes: remarks,
        ..desk
    })
}

/// Whether somebody may say that something is wrong with a service: those who send people, and those
/// who run it. The outer result is the database's.
///
/// # Errors
/// The database fails.
pub fn may_doubt(conn: &mut Conn, who: &Principal, service: &str) -> Result<Result<()>> {
    let owners = directory::store::owners(conn, service)?.unwrap_or_default();
    let is_one = who.must_be(&[Role::Navigator, Role::Provider]);
    Ok(is_one.and_then(|()| who.must_speak_for(&owners)))
}

/// Whether somebody may edit the listing: stewards, and those who run the service.
fn may_edit(conn: &mut Conn, who: &Principal, service: &str) -> Result<bool> {
    let owners = directory::store::owners(conn, service)?.unwrap_or_default();
    Ok(who.must_be(&[Role::Provider]).is_ok() && who.must_speak_for(&owners).is_ok())
}

/// Whether somebody may see what pays for a service: those who run it, commissioners and stewards.
fn may_see_money(conn: &mut Conn, who: &Principal, service: &str) -> Result<bool> {
    let owners = directory::store::owners(conn, service)?.unwrap_or_default();
    let roles = [Role::Provider, Role::Commissioner];
    Ok(who.must_be(&roles).is_ok() && who.must_speak_for(&owners).is_ok())
}

/// What was just said to be wrong, by the address.
fn said(query: &str) -> Option<Wrong> {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, word) = pairs.find(|(name, _)| *name == SAID)?;
    Wrong::parse(word)
}
