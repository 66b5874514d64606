//! Rows of links.

use super::{MOST_ALIVE, NewLink, Token, expiry};
use crate::capacity;
use crate::capacity::store::Before;
pub use crate::capacity::store::Used;
use crate::db::schema::update_links;
use crate::db::{Conn, Tx};
use crate::domain::time::from_millis;
use crate::error::{Error, Result};
use diesel::prelude::*;
use jiff::Timestamp;
use uuid::Uuid;

/// What a link is for; so far there is one thing.
const PURPOSE: &str = "capacity";

/// A link that was made once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its id.
    pub id: String,
    /// The service that it speaks for.
    pub service_id: String,
    /// The location; empty for none.
    pub location_id: String,
    /// Whose it is; may be empty.
    pub issued_to: String,
    /// To whom it was sent, as a hash, if a message took it there.
    pub sent_to: Option<String>,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// When it was last used, if it was.
    pub used: Option<Used>,
}

/// What is known of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// It works.
    Good(Link),
    /// It was made, and its time is over.
    Expired(Link),
    /// It was made, and newer ones for the same contact took its place.
    Replaced(Link),
    /// It was made, and taken back.
    Revoked(Link),
    /// It was never made.
    Unknown,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = update_links)]
struct Row {
    id: String,
    service_id: String,
    location_id: String,
    issued_to: String,
    expires_at: i64,
    revoked_at: Option<i64>,
    used_at: Option<i64>,
    used_version: Option<i64>,
    held_before: Option<String>,
    sent_to: Option<String>,
    replaced: bool,
}

impl Row {
    fn found(self, now: Timestamp) -> Found {
        let (revoked, replaced) = (self.revoked_at.is_some(), self.replaced);
        let link = self.link();
        match link.expires_at <= now {
            _ if replaced => Found::Replaced(link),
            _ if revoked => Found::Revoked(link),
            true => Found::Expired(link),
            false => Found::Good(link),
        }
    }

    fn link(self) -> Link {
        let before = self.held_before.as_deref().and_then(Before::read);
        let used = self.used_at.zip(self.used_version);
        Link {
            id: self.id,
            service_id: self.service_id,
            location_id: self.location_id,
            issued_to: self.issued_to,
            sent_to: self.sent_to,
            expires_at: from_millis(self.expires_at),
            used: used.map(|(at, version)| Used {
                at: from_millis(at),
                version,
                before,
            }),
        }
    }
}

/// Makes a link that works until [`expiry`], and returns its token; it cannot be read again later.
///
/// # Errors
/// The service has no such line, or the label cannot be taken.
pub fn issue(tx: &mut Tx, new: &NewLink, now: Timestamp) -> Result<Token> {
    let faults = new.faults();
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let lines = capacity::store::lines_of(tx, &new.service_id)?;
    if lines.iter().all(|line| line.location_id != new.location_id) {
        let NewLink {
            service_id,
            location_id,
            ..
        } = new;
        return Err(Error::NotFound(format!(
            "there is no service {service_id} that is given at \"{location_id}\""
        )));
    }
    make_space(tx, new, now)?;
    let token = Token::new()?;
    diesel::insert_into(update_links::table)
        .values((
            update_links::id.eq(Uuid::new_v4().to_string()),
            update_links::hash.eq(token.hash()),
            update_links::service_id.eq(&new.service_id),
            update_links::location_id.eq(&new.location_id),
            update_links::purpose.eq(PURPOSE),
            update_links::issued_to.eq(&new.issued_to),
            update_links::sent_to.eq(&new.sent_to),
            update_links::issued_at.eq(now.as_millisecond()),
            update_links::expires_at.eq(expiry(now).as_millisecond()),
        ))
        .execute(tx as &mut Conn)?;
    Ok(token)
}

/// Revokes the oldest links of the same contact for the same line, so that one more is not too many.
fn make_space(tx: &mut Tx, new: &NewLink, now: Timestamp) -> Result<()> {
    let alive: Vec<String> = update_links::table
        .filter(update_links::service_id.eq(&new.service_id))
        .filter(update_links::location_id.eq(&new.location_id))
        .filter(update_links::issued_to.eq(&new.issued_to))
        .filter(update_links::revoked_at.is_null())
        .filter(update_links::expires_at.gt(now.as_millisecond()))
        .order((update_links::issued_at.desc(), update_links::id))
        .select(update_links::id)
        .load(tx as &mut Conn)?;
    let too_many = alive.get(MOST_ALIVE - 1..).unwrap_or_default();
    diesel::update(update_links::table.filter(update_links::id.eq_any(too_many)))
        .set((
            update_links::revoked_at.eq(now.as_millisecond()),
            update_links::replaced.eq(true),
        ))
        .execute(tx as &mut Conn)?;
    Ok(())
}

/// What is known of the token in an address, at `now`.
///
/// # Errors
/// The database fails.
pub fn find(conn: &mut Conn, token: &str, now: Timestamp) -> Result<Found> {
    let Some(token) = Token::read(token) else {
        return Ok(Found::Unknown);
    };
    // What is compared is the hash of a long random text, so the time it takes tells nothing.
    let row: Option<Row> = update_links::table
        .filter(update_links::hash.eq(token.hash()))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map_or(Found::Unknown, |row| row.found(now)))
}

/// Notes that a link made this version of its line at `now`, and what was held before; nothing for
/// an undoing, which is not undone in turn.
///
/// # Errors
/// The database fails.
pub fn used(
    tx: &mut Tx,
    id: &str,
    version: i64,
    before: Option<&Before>,
    now: Timestamp,
) -> Result<()> {
    diesel::update(update_links::table.find(id))
        .set((
            update_links::used_at.eq(now.as_millisecond()),
            update_links::used_version.eq(version),
            update_links::held_before.eq(before.map(Before::write)),
        ))
        .execute(tx as &mut Conn)?;
    Ok(())
}

/// Takes back all links of a service, and says how many still worked. Those that are too old, or were
/// replaced, are taken back too: no new link is sent for them.
///
/// # Errors
/// The database fails.
pub fn revoke_all(tx: &mut Tx, service_id: &str, now: Timestamp) -> Result<usize> {
    let taken_back = (
        update_links::revoked_at.eq(now.as_millisecond()),
        update_links::replaced.eq(false),
    );
    let mine = || update_links::table.filter(update_links::service_id.eq(service_id));
    let alive = mine()
        .filter(update_links::revoked_at.is_null())
        .filter(update_links::expires_at.gt(now.as_millisecond()));
    let alive = diesel::update(alive)
        .set(taken_back)
        .execute(tx as &mut Conn)?;
    let rest = mine().filter(
        update_links::revoked_at
            .is_null()
            .or(update_links::replaced),
    );
    diesel::update(rest)
        .set(taken_back)
        .execute(tx as &mut Conn)?;
    Ok(alive)
}
