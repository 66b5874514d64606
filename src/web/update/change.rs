//! What a tap changes, in one transaction.

use super::typed::{Tap, Typed};
use crate::capacity::store::{self as room, Before};
use crate::capacity::{Author, Report};
use crate::db::{Conn, Tx};
use crate::domain::availability::{StatedState, Statement};
use crate::domain::undo;
use crate::error::{Error, Result};
use crate::links::author;
use crate::links::store::{self as rows, Found, Link};
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
        tap => {
            let held = room::before(tx, line.slot)?;
            let row = record(tx, &line, tap, typed, &author, now)?;
            let before = worth_going_back_to(tx, &link, &line, held, now)?;
            rows::used(tx, &link.id, version(&row), Some(&before), now)?;
            row
        }
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
    line.statement.as_ref().map_or(0, |said| said.version)
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
            let report = report(typed, state, line.statement.as_ref(), now)?;
            room::state(tx, line.slot, &report, author, None, now)
        }
        // What is confirmed is what was on the page.
        _ => room::confirm(tx, line.slot, author, typed.expected(), now),
    }
}

fn report(
    typed: &Typed,
    state: StatedState,
    held: Option<&Statement>,
    now: Timestamp,
) -> Result<Report> {
    let report = typed.report(state, held).map_err(Error::Invalid)?;
    match report.faults(now) {
        faults if faults.is_empty() => Ok(report),
        faults => Err(Error::Invalid(faults)),
    }
}

/// What an undoing brings back. Somebody who taps the same button twice means it once, and wants to
/// go back to what was there before the first tap.
fn worth_going_back_to(
    tx: &mut Tx,
    link: &Link,
    line: &LineRow,
    held: Before,
    now: Timestamp,
) -> Result<Before> {
    let just_used = link
        .used
        .as_ref()
        .filter(|used| used.version == version(line) && undo::is_open(used.at, now));
    let Some(first) = just_used.and_then(|used| used.before.clone()) else {
        return Ok(held);
    };
    let after = room::before(tx, line.slot)?;
    Ok(if held.says_the_same_as(&after) {
        first
    } else {
        held
    })
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
