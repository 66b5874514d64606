//! Opening tasks, and keeping them in step with what is the matter.

use super::Row;
use crate::db::schema::tasks;
use crate::db::{Conn, Tx};
use crate::error::{Error, Result};
use crate::tasks::reason::{self, Reasons};
use crate::tasks::rules::Ending;
use diesel::prelude::*;
use uuid::Uuid;

/// How often opening a task is tried while others close it.
const TRIES: usize = 3;

/// Sees to it that the service has an open task with these reasons, beside those that it has. One that
/// joins is news: the task is not put off any longer.
///
/// # Errors
/// The database fails.
pub fn open(tx: &mut Tx, service_id: &str, reasons: &Reasons, opened_at: i64) -> Result<()> {
    for _ in 0..TRIES {
        if let Some(row) = lock(tx, service_id)? {
            let known = row.reasons();
            if !reasons.is_subset(&known) {
                follow(tx, &row, &(&known | reasons))?;
            }
            return Ok(());
        }
        if insert(tx, service_id, reasons, opened_at)? {
            return Ok(());
        }
    }
    Err(Error::Busy(
        "a task is being closed at this moment: try again".into(),
    ))
}

/// Keeps others from changing the open task of a service until this transaction ends.
fn lock(tx: &mut Tx, service_id: &str) -> Result<Option<Row>> {
    let conn: &mut Conn = tx;
    let here = tasks::service_id
        .eq(service_id)
        .and(tasks::done_at.is_null());
    let locked = diesel::update(tasks::table.filter(here))
        .set(tasks::revision.eq(tasks::revision + 1))
        .execute(conn)?;
    if locked == 0 {
        return Ok(None);
    }
    let row = tasks::table.filter(here).select(Row::as_select());
    Ok(row.first(conn).optional()?)
}

/// Whether there was no open task of this service.
fn insert(tx: &mut Tx, service_id: &str, reasons: &Reasons, opened_at: i64) -> Result<bool> {
    let insert = diesel::insert_into(tasks::table).values((
        tasks::id.eq(Uuid::now_v7().to_string()),
        tasks::service_id.eq(service_id),
        tasks::reasons.eq(reason::write(reasons)),
        tasks::opened_at.eq(opened_at),
    ));
    let conn: &mut Conn = tx;
    let added = match conn {
        Conn::Postgres(conn) => insert.on_conflict_do_nothing().execute(conn)?,
        Conn::Sqlite(conn) => insert.on_conflict_do_nothing().execute(conn)?,
    };
    Ok(added == 1)
}

/// Puts these reasons in the place of those of an open task, unless it has changed since it was read.
///
/// # Errors
/// The database fails.
pub fn follow(tx: &mut Tx, row: &Row, reasons: &Reasons) -> Result<()> {
    let not_before = row
        .not_before
        .as_ref()
        .filter(|_| reasons.is_subset(&row.reasons()));
    diesel::update(
        tasks::table
            .find(&row.id)
            .filter(tasks::revision.eq(row.revision)),
    )
    .set((
        tasks::reasons.eq(reason::write(reasons)),
        tasks::not_before.eq(not_before),
        tasks::revision.eq(row.revision + 1),
    ))
    .execute(tx as &mut Conn)?;
    Ok(())
}

/// Closes an open task whose reasons have gone, unless it has changed since it was read.
///
/// # Errors
/// The database fails.
pub fn resolve(tx: &mut Tx, row: &Row, now: i64) -> Result<()> {
    diesel::update(
        tasks::table
            .find(&row.id)
            .filter(tasks::revision.eq(row.revision)),
    )
    .set((
        tasks::done_at.eq(now),
        tasks::result.eq(Ending::Resolved.as_str()),
        tasks::revision.eq(row.revision + 1),
    ))
    .execute(tx as &mut Conn)?;
    Ok(())
}
