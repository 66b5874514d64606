//! What stewards do with a task. Each begins with a claim, which is one statement: of two who claim
//! a task at once, one has it and the other is told who.

use super::{Row, find};
use crate::accounts::Principal;
use crate::db::schema::tasks;
use crate::db::{Conn, Tx};
use crate::domain::time::{from_millis, rfc3339};
use crate::error::{Error, Result};
use crate::tasks::rules::{CLAIMED_FOR, Ending};
use diesel::prelude::*;
use jiff::Timestamp;
use jiff::civil::Date;

/// Gives somebody the task for two hours from `now`, anew where they have it already.
///
/// # Errors
/// There is no such task, it is closed, or somebody else has it.
pub fn claim(tx: &mut Tx, id: &str, who: &Principal, now: Timestamp) -> Result<Row> {
    let at = now.as_millisecond();
    let is_free = tasks::claimed_until
        .is_null()
        .or(tasks::claimed_until.le(at))
        .or(tasks::claimed_key.eq(&who.id));
    let open = tasks::table.find(id).filter(tasks::done_at.is_null());
    let claimed = diesel::update(open.filter(is_free))
        .set((
            tasks::claimed_key.eq(&who.id),
            tasks::claimed_by.eq(&who.name),
            tasks::claimed_until.eq((now + CLAIMED_FOR).as_millisecond()),
            tasks::revision.eq(tasks::revision + 1),
        ))
        .execute(tx as &mut Conn)?;
    let row = find(tx, id)?;
    match claimed {
        0 => Err(refusal(&row, now)),
        _ => Ok(row),
    }
}

/// Gives a task back that somebody has; nothing happens where they do not have it any longer.
///
/// # Errors
/// There is no such task, it is closed, or somebody else has it.
pub fn release(tx: &mut Tx, id: &str, who: &Principal, now: Timestamp) -> Result<()> {
    let given_back = diesel::update(
        tasks::table
            .find(id)
            .filter(tasks::done_at.is_null())
            .filter(tasks::claimed_key.eq(&who.id)),
    )
    .set((
        Unclaimed::default(),
        tasks::revision.eq(tasks::revision + 1),
    ))
    .execute(tx as &mut Conn)?;
    let row = find(tx, id)?;
    let is_anothers = row.claim(now).is_some() || row.done_at.is_some();
    match given_back {
        0 if is_anothers => Err(refusal(&row, now)),
        _ => Ok(()),
    }
}

/// Puts a task off until this day, with so many calls that nobody answered.
///
/// # Errors
/// There is no such task, it is closed, or somebody else has it.
pub fn put_off(
    tx: &mut Tx,
    id: &str,
    who: &Principal,
    until: impl FnOnce(&Row) -> (Date, i32),
    now: Timestamp,
) -> Result<()> {
    let row = claim(tx, id, who, now)?;
    let (day, attempts) = until(&row);
    diesel::update(tasks::table.find(id))
        .set((
            tasks::not_before.eq(day.to_string()),
            tasks::attempts.eq(attempts),
            Unclaimed::default(),
        ))
        .execute(tx as &mut Conn)?;
    Ok(())
}

/// Closes a task.
///
/// # Errors
/// There is no such task, it is closed already, or somebody else has it.
pub fn finish(
    tx: &mut Tx,
    id: &str,
    who: &Principal,
    (ending, note): (Ending, Option<&str>),
    now: Timestamp,
) -> Result<()> {
    let task = claim(tx, id, who, now)?;
    // Whoever has spoken to them has heard what is right, and puts it so.
    super::doubts::settle(tx, &task.service_id)?;
    diesel::update(tasks::table.find(id))
        .set((
            tasks::done_at.eq(now.as_millisecond()),
            tasks::done_by.eq(&who.name),
            tasks::result.eq(ending.as_str()),
            tasks::note.eq(note),
            Unclaimed::default(),
        ))
        .execute(tx as &mut Conn)?;
    Ok(())
}

/// Nobody has it.
#[derive(Default, AsChangeset)]
#[diesel(table_name = tasks, treat_none_as_null = true)]
struct Unclaimed {
    claimed_key: Option<String>,
    claimed_by: Option<String>,
    claimed_until: Option<i64>,
}

/// Why somebody cannot have a task.
fn refusal(row: &Row, now: Timestamp) -> Error {
    if let Some(at) = row.done_at {
        let at = rfc3339(from_millis(at));
        let by = row
            .done_by
            .as_deref()
            .unwrap_or("nobody: its reasons had gone");
        return Error::Conflict(format!(
            "this task was closed at {at} by {by}; what you know of the room now, say at the service's own address"
        ));
    }
    match row.claim(now) {
        Some(claim) => Error::Conflict(format!(
            "{} has this task until {}: take another",
            claim.name,
            rfc3339(claim.until)
        )),
        None => Error::Conflict("somebody else had this task just now: read it again".into()),
    }
}
