//! What stewards do with feeds: each is one transaction, with its entry in the audit.

use super::store::feeds::{self, NewFeed};
use super::store::runs;
use super::{Feed, State, address};
use crate::accounts::audit::{self, Actor, Deed};
use crate::db::Tx;
use crate::error::{Error, Result};
use jiff::Timestamp;
use serde::Serialize;

/// Letters that a name may have.
const LONGEST_NAME: usize = 100;
/// Hours between two runs at most: a month.
pub const MOST_HOURS: i32 = 24 * 31;

/// What somebody wants to register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish<'a> {
    /// Its address.
    pub address: &'a str,
    /// What it is called; its server, if empty.
    pub name: &'a str,
    /// Hours between two runs.
    pub every_hours: i32,
    /// Whether records that are held already, with the same ids, are its own.
    pub adopts: bool,
}

/// What the audit keeps of a feed.
#[derive(Serialize)]
struct Trace<'a> {
    name: &'a str,
    address: &'a str,
    every_hours: i32,
    adopts: bool,
    paused: bool,
}

impl<'a> From<&'a Feed> for Trace<'a> {
    fn from(feed: &'a Feed) -> Self {
        Self {
            name: &feed.name,
            address: &feed.address,
            every_hours: feed.every_hours,
            adopts: feed.adopts,
            paused: feed.paused_at.is_some(),
        }
    }
}

/// Checks what is to be registered; `private` lets it be on a network of one's own.
///
/// # Errors
/// What cannot be, field by field.
pub fn checked(wish: &Wish, private: bool) -> Result<NewFeed> {
    let address =
        address::read(wish.address, private).map_err(|why| Error::invalid("address", why))?;
    if !(1..=MOST_HOURS).contains(&wish.every_hours) {
        let why = format!("must be from 1 to {MOST_HOURS}");
        return Err(Error::invalid("every_hours", why));
    }
    let name = crate::edits::one_line(wish.name);
    if name.chars().count() > LONGEST_NAME {
        let why = format!("has over {LONGEST_NAME} letters: say it shorter");
        return Err(Error::invalid("name", why));
    }
    let host = address.host_str().unwrap_or_default();
    let port = address.port_or_known_default().unwrap_or_default();
    Ok(NewFeed {
        name: if name.is_empty() {
            host.to_owned()
        } else {
            name
        },
        host: format!("{host}:{port}"),
        adopts: wish.adopts,
        every_hours: wish.every_hours,
        address: address.to_string(),
    })
}

/// Registers a feed; its id.
///
/// # Errors
/// It is registered already.
pub fn add(tx: &mut Tx, new: &NewFeed, who: &Actor, now: Timestamp) -> Result<String> {
    let at = now.as_millisecond();
    let id = match feeds::at(tx, &new.address)? {
        None => feeds::add(tx, new, &who.name, at)?,
        Some(old) if old.removed_at.is_some() => {
            feeds::revive(tx, &old.id, new, at)?;
            old.id
        }
        Some(old) => {
            let why = format!("is registered already, as {}", old.name);
            return Err(Error::invalid("address", why));
        }
    };
    let feed = feeds::find(tx, &id)?;
    note(tx, "feed.added", (None, Some(&feed)), &id, who, now)?;
    Ok(id)
}

/// Pauses a feed, or lets it go on.
///
/// # Errors
/// There is no such feed.
pub fn pause(tx: &mut Tx, id: &str, pause: bool, who: &Actor, now: Timestamp) -> Result<()> {
    let before = feeds::find(tx, id)?;
    if before.paused_at.is_some() == pause {
        return Ok(());
    }
    feeds::pause(tx, id, pause.then(|| now.as_millisecond()))?;
    let after = feeds::find(tx, id)?;
    let action = if pause { "feed.paused" } else { "feed.resumed" };
    note(tx, action, (Some(&before), Some(&after)), id, who, now)
}

/// Removes a feed. What it gave stays.
///
/// # Errors
/// There is no such feed.
pub fn remove(tx: &mut Tx, id: &str, who: &Actor, now: Timestamp) -> Result<()> {
    let before = feeds::find(tx, id)?;
    feeds::remove(tx, id, now.as_millisecond())?;
    note(tx, "feed.removed", (Some(&before), None), id, who, now)
}

/// Has a feed asked at the next opportunity.
///
/// # Errors
/// There is no such feed, or it is paused.
pub fn hurry(tx: &mut Tx, id: &str, who: &Actor, now: Timestamp) -> Result<()> {
    let feed = feeds::find(tx, id)?;
    if feed.paused_at.is_some() {
        return Err(Error::Conflict(
            "this feed is paused: let it go on first".into(),
        ));
    }
    feeds::hurry(tx, id, now.as_millisecond())?;
    note(tx, "feed.hurried", (None, Some(&feed)), id, who, now)
}

/// Has a run that waits taken all the same.
///
/// # Errors
/// There is no such run, or it waits no longer.
pub fn accept(tx: &mut Tx, id: &str, run_id: &str, who: &Actor, now: Timestamp) -> Result<()> {
    let feed = feeds::find(tx, id)?;
    let mut run = runs::find(tx, run_id)?;
    if run.feed_id != feed.id || run.state != State::Waiting {
        let why = "this run waits no longer: look at the latest";
        return Err(Error::Conflict(why.into()));
    }
    run.state = State::Taking;
    run.ended_at = None;
    run.accepted_by = Some(who.name.clone());
    runs::save(tx, &run)?;
    feeds::hurry(tx, id, now.as_millisecond())?;
    note(tx, "feed.accepted", (None, Some(&feed)), id, who, now)
}

fn note(
    tx: &mut Tx,
    action: &str,
    (before, after): (Option<&Feed>, Option<&Feed>),
    id: &str,
    who: &Actor,
    now: Timestamp,
) -> Result<()> {
    let deed = Deed {
        action,
        kind: "feed",
        id,
    };
    let (before, after) = (before.map(Trace::from), after.map(Trace::from));
    audit::note(tx, who, deed, (before.as_ref(), after.as_ref()), now)
}
