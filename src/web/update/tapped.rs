//! What a tap on a button of room changes, and what is kept so that it can be undone: the same for the
//! page of a link and for that of somebody who is signed in.

use super::typed::{Tap, Typed};
use crate::capacity::Author;
use crate::capacity::store::{self as room, Used};
use crate::db::Tx;
use crate::domain::undo;
use crate::error::{Error, Result};
use crate::search::truth::LineRow;
use jiff::Timestamp;

/// Who taps, and what they tapped last on this line.
pub struct Hand<'a> {
    /// How it is marked.
    pub author: &'a Author,
    /// The last tap of the same hand, whenever that was.
    pub last: Option<&'a Used>,
}

/// Does what was tapped, and returns the line as it then is, with what is to be kept of it; nothing, where
/// it was done already.
///
/// # Errors
/// What was typed cannot be taken; the line has changed since the page was shown; it is too late to undo.
pub fn tapped(
    tx: &mut Tx,
    line: &LineRow,
    what: (Tap, &Typed),
    hand: &Hand,
    now: Timestamp,
) -> Result<(LineRow, Option<Used>)> {
    let (row, kept) = match what.0 {
        Tap::Undo => take_back(tx, line, hand, now)?,
        _ => put(tx, line, what, hand, now)?,
    };
    let closed = line.closed;
    Ok((LineRow { closed, ..row }, kept))
}

fn version(line: &LineRow) -> i64 {
    line.known.version
}

/// Puts what was tapped on record; what was there before is to be kept.
fn put(
    tx: &mut Tx,
    line: &LineRow,
    (tap, typed): (Tap, &Typed),
    hand: &Hand,
    now: Timestamp,
) -> Result<(LineRow, Option<Used>)> {
    let held = room::before(tx, line.slot)?;
    let first = last(hand, line, now).and_then(|used| used.before.clone());
    let confirmed = first
        .as_ref()
        .is_some_and(|first| first.says_the_same_as(&held));
    if tap == Tap::Same && confirmed && typed.expected() == Some(version(line) - 1) {
        // A second tap on "Nothing has changed", from the page as it was before the first.
        return Ok((line.clone(), None));
    }
    let row = record(tx, line, tap, typed, hand.author, now)?;
    // Who taps the same button twice means it once, and would go back to what was before the first.
    let again = held.says_the_same_as(&room::before(tx, line.slot)?);
    let before = first.filter(|_| again).unwrap_or(held);
    let kept = kept(&row, Some(before), now);
    Ok((row, Some(kept)))
}

fn kept(row: &LineRow, before: Option<room::Before>, now: Timestamp) -> Used {
    Used {
        at: now,
        version: version(row),
        before,
    }
}

/// The last tap, if nobody has changed the line since and it can still be undone.
fn last<'a>(hand: &Hand<'a>, line: &LineRow, now: Timestamp) -> Option<&'a Used> {
    let used = hand.last?;
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

/// Brings back what was there before the last tap.
fn take_back(
    tx: &mut Tx,
    line: &LineRow,
    hand: &Hand,
    now: Timestamp,
) -> Result<(LineRow, Option<Used>)> {
    let too_late = || Error::Conflict("what was done can no longer be undone".into());
    let used = hand
        .last
        .filter(|used| undo::is_open(used.at, now))
        .ok_or_else(too_late)?;
    let Some(before) = &used.before else {
        // A second tap on "Undo": it is undone already.
        return match used.version == version(line) {
            true => Ok((line.clone(), None)),
            false => Err(too_late()),
        };
    };
    let row = room::undo(tx, line.slot, used.version, before, hand.author, now)?;
    let kept = kept(&row, None, now);
    Ok((row, Some(kept)))
}
