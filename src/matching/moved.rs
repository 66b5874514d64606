//! What follows a listing that goes: its one-tap links, notes, contacts and subscriptions, and what was said
//! of its room where the other has nothing. Each thing that was moved is written down, so that it can go back.

use crate::accounts::audit::Actor;
use crate::capacity::Author;
use crate::capacity::store::{Before, before, lines_of, undo};
use crate::db::schema::{notes, service_contacts, services, subscriptions, update_links};
use crate::db::{Conn, Tx};
use crate::domain::availability::Source;
use crate::error::Result;
use crate::search::truth::LineRow;
use diesel::prelude::*;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What was moved, by ids.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// One-tap links, each with the location that it was for.
    links: Vec<(String, String)>,
    /// Notes.
    notes: Vec<String>,
    /// Subscriptions.
    subscriptions: Vec<String>,
    /// Whether contacts were moved.
    contacts: bool,
    /// Lines whose room was taken over: the slot, the version since, and what it said before.
    room: Vec<(u32, i64, String)>,
}

/// Which listing stands for which, for all that were merged.
///
/// # Errors
/// The database fails.
pub fn moves(conn: &mut Conn) -> Result<HashMap<String, String>> {
    let rows: Vec<(String, Option<String>)> = services::table
        .filter(services::merged_into.is_not_null())
        .select((services::id, services::merged_into))
        .load(conn)?;
    let known: HashMap<String, String> = rows
        .into_iter()
        .filter_map(|(id, to)| Some((id, to?)))
        .collect();
    let end = |id: &String| {
        let mut last = known.get(id)?;
        // As many steps as there are merges: a ring ends too.
        for _ in 0..known.len() {
            last = known.get(last).unwrap_or(last);
        }
        Some((id.clone(), last.clone()))
    };
    Ok(known.keys().filter_map(end).collect())
}

/// Moves everything from the listing that goes to the one that stays; what was moved, and the lines whose
/// room is another since.
pub(super) fn follow(
    tx: &mut Tx,
    (kept, gone): (&str, &str),
    who: &Actor,
    now: Timestamp,
) -> Result<(Moved, Vec<LineRow>)> {
    let (ours, theirs) = (lines_of(tx, kept)?, lines_of(tx, gone)?);
    let mut moved = Moved {
        links: links(tx, (kept, gone), &ours)?,
        ..Moved::default()
    };
    let conn: &mut Conn = tx;
    moved.notes = notes::table
        .filter(notes::service_id.eq(gone))
        .select(notes::id)
        .load(conn)?;
    moved.subscriptions = subscriptions::table
        .filter(subscriptions::service_id.eq(gone))
        .select(subscriptions::id)
        .load(conn)?;
    point(conn, &moved, kept)?;
    moved.contacts = contacts(conn, kept, gone)?;
    let mut changed = Vec::new();
    for line in ours.iter().filter(|line| line.known.version == 0) {
        if let Some(said) = spoken(&theirs, &line.location_id, ours.len() + theirs.len() == 2) {
            let (held, says) = (before(tx, line.slot)?, before(tx, said.slot)?);
            let row = undo(tx, line.slot, line.known.version, &says, &author(who), now)?;
            moved
                .room
                .push((line.slot, row.known.version, held.write()));
            changed.push(row);
        }
    }
    Ok((moved, changed))
}

fn author(who: &Actor) -> Author {
    Author {
        source: Source::Steward,
        name: who.name.clone(),
    }
}

/// The line at the same place of which something was said; the only line, where each has one.
fn spoken<'a>(lines: &'a [LineRow], location: &str, is_only: bool) -> Option<&'a LineRow> {
    let mut spoken = lines.iter().filter(|line| line.known.statement.is_some());
    spoken.find(|line| is_only || line.location_id == location)
}

/// Points links at the line of the same place, or at the first.
fn links(
    tx: &mut Tx,
    (kept, gone): (&str, &str),
    ours: &[LineRow],
) -> Result<Vec<(String, String)>> {
    let conn: &mut Conn = tx;
    let held: Vec<(String, String)> = update_links::table
        .filter(update_links::service_id.eq(gone))
        .filter(update_links::revoked_at.is_null())
        .select((update_links::id, update_links::location_id))
        .load(conn)?;
    let first = ours
        .first()
        .map(|line| line.location_id.as_str())
        .unwrap_or_default();
    for (id, location) in &held {
        let same = ours.iter().any(|line| line.location_id == *location);
        diesel::update(update_links::table.find(id))
            .set((
                update_links::service_id.eq(kept),
                update_links::location_id.eq(if same { location } else { first }),
            ))
            .execute(conn)?;
    }
    Ok(held)
}

fn point(conn: &mut Conn, moved: &Moved, to: &str) -> Result<()> {
    diesel::update(notes::table.filter(notes::id.eq_any(&moved.notes)))
        .set(notes::service_id.eq(to))
        .execute(conn)?;
    let theirs = subscriptions::table.filter(subscriptions::id.eq_any(&moved.subscriptions));
    diesel::update(theirs)
        .set(subscriptions::service_id.eq(to))
        .execute(conn)?;
    Ok(())
}

/// Gives the contacts of one to another that has none.
fn contacts(conn: &mut Conn, to: &str, from: &str) -> Result<bool> {
    let count = |conn: &mut Conn, id: &str| -> Result<i64> {
        let theirs = service_contacts::table.filter(service_contacts::service_id.eq(id));
        Ok(theirs.count().get_result(conn)?)
    };
    if count(conn, to)? > 0 || count(conn, from)? == 0 {
        return Ok(false);
    }
    diesel::update(service_contacts::table.filter(service_contacts::service_id.eq(from)))
        .set(service_contacts::service_id.eq(to))
        .execute(conn)?;
    Ok(true)
}

/// Gives everything back that was moved; the lines whose room is another since.
pub(super) fn back(
    tx: &mut Tx,
    (kept, gone): (&str, &str),
    moved: &Moved,
    who: &Actor,
    now: Timestamp,
) -> Result<Vec<LineRow>> {
    let conn: &mut Conn = tx;
    for (id, location) in &moved.links {
        diesel::update(update_links::table.find(id))
            .set((
                update_links::service_id.eq(gone),
                update_links::location_id.eq(location),
            ))
            .execute(conn)?;
    }
    point(conn, moved, gone)?;
    if moved.contacts {
        contacts(conn, gone, kept)?;
    }
    let mut changed = Vec::new();
    for (slot, version, held) in &moved.room {
        let known = crate::capacity::store::line_at(tx, i64::from(*slot))?;
        // What was said since is said of the one that stays.
        if let Some(held) = Before::read(held).filter(|_| known.known.version == *version) {
            changed.push(undo(tx, *slot, *version, &held, &author(who), now)?);
        }
    }
    Ok(changed)
}
