//! Rows of signposts.

mod became;
mod made;
mod reliability;

pub use became::{Flowed, sent_between};
pub use made::{Listed, made_by};
pub use reliability::{Reliability, reliability};

use super::{Code, Outcome, Signpost, Wish};
use crate::capacity::{Author, store as capacity};
use crate::db::schema::{capacity_lines, signposts};
use crate::db::{Conn, Tx};
use crate::directory::store::merged_into;
use crate::domain::time::from_millis;
use crate::error::{Error, Result};
use crate::search::truth::LineRow;
use diesel::prelude::*;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use uuid::Uuid;

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = signposts)]
struct Row {
    id: String,
    code: String,
    slot: i64,
    service_id: String,
    need: Option<String>,
    outcode: Option<String>,
    created_at: i64,
    held_until: Option<i64>,
    freed_at: Option<i64>,
    outcome: Option<String>,
    outcome_at: Option<i64>,
}

impl Row {
    fn outcome(&self) -> Option<Outcome> {
        self.outcome.as_deref().and_then(Outcome::parse)
    }

    /// Whether somebody went by it, or may still go.
    fn goes(&self) -> bool {
        self.outcome()
            .map_or(self.freed_at.is_none(), Outcome::went)
    }
}

/// A signpost with its line, as both now are.
#[derive(Debug)]
pub struct Standing {
    /// The signpost.
    pub signpost: Signpost,
    /// The line that it leads to.
    pub line: LineRow,
}

/// Sends somebody where the wish says, and keeps a place there for so long if it asks for one. No
/// place is given twice: the line is locked before its room is looked at.
///
/// # Errors
/// There is no such service, or not there; there is no room ([`Error::NoRoom`]).
pub fn make(
    tx: &mut Tx,
    wish: &Wish,
    made_by: &str,
    kept_for: SignedDuration,
    now: Timestamp,
) -> Result<Standing> {
    for line in candidates(tx, wish, now)? {
        let line = capacity::touch(tx, i64::from(line.slot))?;
        if wish.fits(&line.known, line.closed, now) {
            return put_up(
                tx,
                wish,
                &line,
                made_by,
                wish.hold.then(|| now + kept_for),
                now,
            );
        }
    }
    Err(Error::NoRoom(format!(
        "service {} has no room now",
        wish.service_id
    )))
}

/// The lines that somebody may be sent to, where there is most room first.
fn candidates(tx: &mut Tx, wish: &Wish, now: Timestamp) -> Result<Vec<LineRow>> {
    let mut lines = capacity::lines_of(tx, &wish.service_id)?;
    if lines.is_empty()
        && let Some(to) = merged_into(tx, &wish.service_id)?
    {
        // Another stands for it: somebody is sent there, at the same place where that is known.
        let location_id = wish.location_id.clone();
        let there = capacity::lines_of(tx, &to)?;
        let is_there = |id: &String| there.iter().any(|line| line.location_id == *id);
        let wish = Wish {
            service_id: to,
            location_id: location_id.filter(is_there),
            ..wish.clone()
        };
        return candidates(tx, &wish, now);
    }
    if lines.is_empty() {
        return Err(Error::NotFound(format!(
            "there is no service {}",
            wish.service_id
        )));
    }
    if let Some(location) = &wish.location_id {
        lines.retain(|line| line.location_id == *location);
        if lines.is_empty() {
            let service = &wish.service_id;
            return Err(Error::NotFound(format!(
                "service {service} is not given at location {location}"
            )));
        }
    }
    lines.retain(|line| wish.fits(&line.known, line.closed, now));
    let most_room = |line: &LineRow| {
        let free = line.known.free(now).unwrap_or(0);
        (line.known.state(line.closed, now), -free)
    };
    lines.sort_by_key(most_room);
    Ok(lines)
}

fn put_up(
    tx: &mut Tx,
    wish: &Wish,
    line: &LineRow,
    made_by: &str,
    held_until: Option<Timestamp>,
    now: Timestamp,
) -> Result<Standing> {
    let (code, slot) = (Code::random()?, i64::from(line.slot));
    let until = held_until.map(Timestamp::as_millisecond);
    diesel::insert_into(signposts::table)
        .values((
            signposts::id.eq(Uuid::now_v7().to_string()),
            signposts::code.eq(code.as_str()),
            signposts::slot.eq(slot),
            signposts::service_id.eq(&line.service_id),
            signposts::need.eq(&wish.need),
            signposts::outcode.eq(&wish.outcode),
            signposts::made_by.eq(made_by),
            signposts::created_at.eq(now.as_millisecond()),
            signposts::held_until.eq(until),
        ))
        .execute(tx as &mut Conn)?;
    capacity::count_sent(tx, slot, 1)?;
    if let Some(until) = until {
        let latest = capacity_lines::held_until
            .is_null()
            .or(capacity_lines::held_until.lt(until));
        diesel::update(capacity_lines::table.find(slot).filter(latest))
            .set(capacity_lines::held_until.eq(until))
            .execute(tx as &mut Conn)?;
    }
    standing(tx, &code, now)
}

/// The signpost with this code.
///
/// # Errors
/// There is none, or the code has a slip.
pub fn standing(conn: &mut Conn, code: &Code, now: Timestamp) -> Result<Standing> {
    let row = find(conn, code)?;
    let line = capacity::line_at(conn, row.slot)?;
    Ok(Standing {
        signpost: shown(row, &line.location_id, now),
        line,
    })
}

fn find(conn: &mut Conn, code: &Code) -> Result<Row> {
    let row = signposts::table
        .filter(signposts::code.eq(code.as_str()))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.ok_or_else(|| {
        Error::NotFound(format!(
            "there is no signpost {code}: it may be a slip, or too old"
        ))
    })
}

/// Lets go of the place that a signpost keeps, if it does.
///
/// # Errors
/// There is no such signpost.
pub fn release(tx: &mut Tx, code: &Code, now: Timestamp) -> Result<Standing> {
    let row = find(tx, code)?;
    // Locked first, so that what is read of the line next is what this transaction leaves.
    let line = capacity::touch(tx, row.slot)?;
    let row = find(tx, code)?;
    free(tx, &row, now)?;
    if row.held_until.is_some() {
        recount(tx, &row, &line, row.outcome().is_some_and(Outcome::went))?;
    }
    standing(tx, code, now)
}

/// Records what became of a signpost: its place is not kept any longer; who came for it has it; and a
/// report that what is shown is wrong counts at once.
///
/// # Errors
/// There is no such signpost.
pub fn tell(
    tx: &mut Tx,
    code: &Code,
    outcome: Outcome,
    by: &Author,
    now: Timestamp,
) -> Result<Standing> {
    let row = find(tx, code)?;
    let line = capacity::touch(tx, row.slot)?;
    // Read again behind the lock: another may have told it meanwhile.
    let row = find(tx, code)?;
    let was_held = free(tx, &row, now)?;
    let is_news = row.outcome.as_deref() != Some(outcome.as_str());
    diesel::update(signposts::table.find(&row.id))
        .set((
            signposts::outcome.eq(outcome.as_str()),
            signposts::outcome_at.eq(now.as_millisecond()),
            signposts::outcome_source.eq(by.source.as_str()),
        ))
        .execute(tx as &mut Conn)?;
    if is_news {
        let came = arrivals(&row, outcome, was_held, &line);
        if came != 0 {
            capacity::take(tx, row.slot, came)?;
        }
        recount(tx, &row, &line, outcome.went())?;
        if outcome.disputes(&line.known, now) {
            capacity::dispute(tx, line.slot, by, now)?;
        }
    }
    standing(tx, code, now)
}

/// Counts somebody as sent, or not any longer, by what is now known of them, if they were sent after
/// the last word.
fn recount(tx: &mut Tx, row: &Row, line: &LineRow, goes: bool) -> Result<()> {
    let said = line.known.statement.as_ref();
    let heard = said.map_or(0, |said| said.vitals.confirmed_at.as_millisecond());
    match i32::from(goes) - i32::from(row.goes()) {
        0 => Ok(()),
        _ if row.created_at < heard => Ok(()),
        people => capacity::count_sent(tx, row.slot, people),
    }
}

/// How many more places are gone by what is told now: whoever came after the places were counted is
/// not among those counted; and one who did not come after all gives a place back.
fn arrivals(row: &Row, outcome: Outcome, was_held: bool, line: &LineRow) -> i32 {
    let said = line.known.statement.as_ref();
    let counted = said.map_or(0, |said| said.as_of.as_millisecond());
    let had_come = row.outcome.as_deref() == Some(Outcome::Attended.as_str());
    let was_taken = had_come && row.outcome_at >= Some(counted) && line.known.taken > 0;
    match outcome {
        Outcome::Attended => i32::from(was_held || row.created_at >= counted),
        _ => -i32::from(was_taken),
    }
}

/// Lets go of the place that is kept; whether one was.
fn free(tx: &mut Tx, row: &Row, now: Timestamp) -> Result<bool> {
    let at = now.as_millisecond();
    let is_held = row.freed_at.is_none() && row.held_until.is_some_and(|until| until > at);
    if row.freed_at.is_none() && row.held_until.is_some() {
        diesel::update(signposts::table.find(&row.id))
            .set(signposts::freed_at.eq(at))
            .execute(tx as &mut Conn)?;
    }
    Ok(is_held)
}

/// The latest signposts to a line that were made since then, newest first: those of which nobody has
/// told what became of them, and those of which it was told after `told_since`.
///
/// # Errors
/// The database fails.
pub fn latest_of(
    conn: &mut Conn,
    line: &LineRow,
    spans: (Timestamp, Timestamp),
    limit: i64,
    now: Timestamp,
) -> Result<Vec<Signpost>> {
    latest_of_all(conn, std::slice::from_ref(line), spans, limit, now)
}

/// The same for several lines together.
///
/// # Errors
/// The database fails.
pub fn latest_of_all(
    conn: &mut Conn,
    lines: &[LineRow],
    (since, told_since): (Timestamp, Timestamp),
    limit: i64,
    now: Timestamp,
) -> Result<Vec<Signpost>> {
    let told_lately = signposts::outcome_at.gt(told_since.as_millisecond());
    let lines: HashMap<i64, &LineRow> = lines.iter().map(|line| (line.slot.into(), line)).collect();
    let rows: Vec<Row> = signposts::table
        .filter(signposts::slot.eq_any(lines.keys()))
        .filter(signposts::created_at.ge(since.as_millisecond()))
        .filter(signposts::outcome.is_null().or(told_lately))
        .order(signposts::created_at.desc())
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    let shown = rows.into_iter().filter_map(|row| {
        let line = lines.get(&row.slot)?;
        Some(shown(row, &line.location_id, now))
    });
    Ok(shown.collect())
}

fn shown(row: Row, location_id: &str, now: Timestamp) -> Signpost {
    let held = row
        .held_until
        .filter(|until| row.freed_at.is_none() && *until > now.as_millisecond());
    let code = Code::parse(&row.code).map_or(row.code.clone(), |code| code.to_string());
    Signpost {
        id: row.id,
        code,
        service_id: row.service_id,
        location_id: Some(location_id.to_owned()).filter(|id| !id.is_empty()),
        need: row.need,
        outcode: row.outcode,
        created_at: from_millis(row.created_at),
        held_until: held.map(from_millis),
        outcome: row.outcome.as_deref().and_then(Outcome::parse),
        outcome_at: row.outcome_at.map(from_millis),
    }
}
