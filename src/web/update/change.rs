//! What a tap on the page of a link changes, in one transaction.

use super::tapped::{Hand, tapped};
use super::typed::{Tap, Typed};
use crate::capacity::store as room;
use crate::capacity::which::at;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::links::author;
use crate::links::store::{self as rows, Found};
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
    let lines = room::lines_of(tx, &link.service_id)?;
    let line = at(lines, &link.service_id, &link.location_id)?;
    let hand = Hand {
        author: &author(&link.issued_to),
        last: link.used.as_ref(),
    };
    let (row, kept) = tapped(tx, &line, (tap, typed), &hand, now)?;
    if let Some(kept) = kept {
        rows::used(tx, &link.id, kept.version, kept.before.as_ref(), now)?;
    }
    Ok(row)
}
