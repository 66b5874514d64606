//! What a tap changes, in one transaction.

use super::typed::{Tap, Typed};
use crate::capacity::Author;
use crate::capacity::store as room;
use crate::db::{Conn, Tx};
use crate::domain::undo;
use crate::error::{Error, Result};
use crate::links::author;
use crate::links::store::{self as rows, Found, Link, Used};
use crate::search::truth::LineRow;
use jiff::Timestamp;

/// Does what was tapped, and returns the line as it then is.
///
/// # Errors
/// The link has stopped working; what was typed cannot be taken; the line has changed since the page
/// was shown.
pub fn change(
    tx: &mut Tx,
    token: &str,
    tap: Tap,
    typed: &Typed,
    now: Timestamp,
) -> Result<LineRow> {
    let Found::Good(link) = rows::find(tx, token, now)? else {
        return Err(Error::NotFound("the link has just stopped working".into()));
    };
    let line = line(tx, &link)?;
    let author = author(&link.issued_to);
    let row = match tap {
        Tap::Undo => take_back(tx, &link, &line, &author, now)?,
        tap => put(tx, &link, &line, (tap, typed), &author, now)?,
    };
    let closed = line.closed;
    Ok(LineRow { closed, ..row })
}

fn line(conn: &mut Conn, link: &Link) -> Result<LineRow> {
    let lines = room::lines_of(conn, &link.service_id)?;
    let mut lines = lines.into_iter();
    let line = lines.find(|line| line.location_id == link.location_id);
    line.ok_or_else(|| Error::NotFound("the service is no longer listed there".into()))
}

fn version(line: &LineRow) -> i64 {
    line.known.version
}

/// Puts what was tapped on record, and keeps beside the link what was there before.
fn put(
    tx: &mut Tx,
    link: &Link,
    line: &LineRow,
    (tap, typed): (Tap, &Typed),
    author: &Author,
    now: Timestamp,
) -> Result<LineRow> {
    let held = room::before(tx, line.slot)?;
    let first = last_use(link, line, now).and_then(|used| used.before.clone());
    let confirmed = first
        .as_ref()
        .is_some_and(|first| first.says_the_same_as(&held));
    if tap == Tap::Same && confirmed && typed.expected() == Some(version(line) - 1) {
        // A second tap on "Nothing has changed", from the page as it was before the first.
        return Ok(line.clone());
    }
    let row = record(tx, line, tap, typed, author, now)?;
    // Who taps the same button twice means it once, and would go back to what was before the first.
    let again = held.says_the_same_as(&room::before(tx, line.slot)?);
    let before = first.filter(|_| again).unwrap_or(held);
    rows::used(tx, &link.id, version(&row), Some(&before), now)?;
    Ok(row)
}

/// The last use of the link, if nobody has changed the line since and it can still be undone.
fn last_use<'a>(link: &'a Link, line: &LineRow, now: Timestamp) -> Option<&'a Used> {
    let used = link.used.as_ref()?;
    (used.version == version(line) && undo::is_open(used.at, now)).then_some(used)
}

fn record(
    tx: &mut Tx,
    line: &LineRow,
    tap: Tap,
    typed: &Typed,
    author: &Author,
    now: Timestamp,
) -> Result<LineRow> {
    match tap {
        Tap::State(state) => {
            let report = typed.checked(state, line.known.statement.as_ref(), now)?;
            room::state(tx, line.slot, &report, author, None, now)
        }
        // What is confirmed is what was on the page.
        _ => room::confirm(tx, line.slot, author, typed.expected(), now),
    }
}

/// Brings back what was there before the last use of the link.
fn take_back(
    tx: &mut Tx,
    link: &Link,
    line: &LineRow,
    author: &Author,
    now: Timestamp,
) -> Result<LineRow> {
    let too_late =
        || Error::Conflict("what was done with this link can no longer be undone".into());
    let used = link.used.as_ref();
    let used = used
        .filter(|used| undo::is_open(used.at, now))
        .ok_or_else(too_late)?;
    let Some(before) = &used.before else {
        // A second tap on "Undo": it is undone already.
        return if used.version == version(line) {
            Ok(line.clone())
        } else {
            Err(too_late())
        };
    };
    let row = room::undo(tx, line.slot, used.version, before, author, now)?;
    rows::used(tx, &link.id, version(&row), None, now)?;
    Ok(row)
}
