//! Rows of tasks. Whoever changes one names the state that it expects, so that of two who change it
//! at once only one does.

mod moves;

pub use moves::{claim, finish, put_off, release};

use super::reason::{self, Reasons};
use super::rules::Ending;
use crate::db::schema::{services, tasks};
use crate::db::{Conn, Tx};
use crate::domain::time::from_millis;
use crate::error::{Error, Result};
use diesel::prelude::*;
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

/// How often opening a task is tried while others close it.
const TRIES: usize = 3;

/// A row of `tasks`.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = tasks)]
pub struct Row {
    /// Its id.
    pub id: String,
    /// The service that it is about.
    pub service_id: String,
    reasons: String,
    /// Since when something is the matter, in milliseconds since 1970.
    pub opened_at: i64,
    not_before: Option<String>,
    claimed_key: Option<String>,
    claimed_by: Option<String>,
    claimed_until: Option<i64>,
    /// Calls that nobody answered.
    pub attempts: i32,
    /// When it was closed, in milliseconds since 1970.
    pub done_at: Option<i64>,
    /// The name of the key that closed it.
    pub done_by: Option<String>,
    result: Option<String>,
    /// What whoever closed it says to those who look after the listing.
    pub note: Option<String>,
    revision: i64,
}

/// Who has a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The id of the key.
    pub key_id: String,
    /// The name of the key.
    pub name: String,
    /// Until when.
    pub until: Timestamp,
}

impl Row {
    /// Its reasons when it was last brought in step.
    pub fn reasons(&self) -> Reasons {
        reason::read(&self.reasons)
    }

    /// How it ended.
    pub fn result(&self) -> Option<Ending> {
        self.result.as_deref().and_then(Ending::parse)
    }

    /// The day until which it is put off, if that has not come on this day.
    pub fn put_off_until(&self, today: Date) -> Option<Date> {
        let day = self.not_before.as_deref()?.parse().ok()?;
        (today < day).then_some(day)
    }

    /// Who has it at `now`: a claim ends by itself.
    pub fn claim(&self, now: Timestamp) -> Option<Claim> {
        let until = from_millis(self.claimed_until?);
        (now < until).then(|| Claim {
            key_id: self.claimed_key.clone().unwrap_or_default(),
            name: self.claimed_by.clone().unwrap_or_default(),
            until,
        })
    }
}

/// The task with this id.
///
/// # Errors
/// There is none.
pub fn find(conn: &mut Conn, id: &str) -> Result<Row> {
    let row = tasks::table.find(id).select(Row::as_select()).first(conn);
    row.optional()?
        .ok_or_else(|| Error::NotFound(format!("there is no task {id}")))
}

/// The tasks that are not closed.
///
/// # Errors
/// The database fails.
pub fn open_ones(conn: &mut Conn) -> Result<Vec<Row>> {
    Ok(tasks::table
        .filter(tasks::done_at.is_null())
        .order(tasks::service_id)
        .select(Row::as_select())
        .load(conn)?)
}

/// The tasks of which a steward has found that the service does not run, while its listing says that
/// it does; the latest first.
///
/// # Errors
/// The database fails.
pub fn found_closed(conn: &mut Conn) -> Result<Vec<Row>> {
    Ok(tasks::table
        .inner_join(services::table.on(services::id.eq(tasks::service_id)))
        .filter(services::status.eq("active"))
        .filter(tasks::result.eq(Ending::Closed.as_str()))
        .order((tasks::done_at.desc(), tasks::id))
        .select(Row::as_select())
        .load(conn)?)
}

/// The services of which somebody has closed a task since then, how, and when.
///
/// # Errors
/// The database fails.
pub fn dealt_with_since(conn: &mut Conn, since: i64) -> Result<Vec<(String, Ending, i64)>> {
    let rows: Vec<Row> = tasks::table
        .filter(tasks::done_at.ge(since))
        .filter(tasks::result.ne(Ending::Resolved.as_str()))
        .select(Row::as_select())
        .load(conn)?;
    let dealt = rows.into_iter().filter_map(|row| {
        let (ending, done_at) = (row.result()?, row.done_at?);
        Some((row.service_id, ending, done_at))
    });
    Ok(dealt.collect())
}

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
