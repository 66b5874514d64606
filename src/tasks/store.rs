//! Rows of tasks. Whoever changes one names the state that it expects, so that of two who change it
//! at once only one does.

pub mod doubts;
mod moves;
mod opening;

pub use moves::{claim, finish, put_off, release};
pub use opening::{follow, open, resolve};

use super::reason::{self, Reasons};
use super::rules::Ending;
use crate::db::Conn;
use crate::db::schema::{services, tasks};
use crate::domain::time::from_millis;
use crate::error::{Error, Result};
use diesel::prelude::*;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

/// A row of `tasks`.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize)]
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
    #[serde(skip)]
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
    #[serde(skip)]
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

/// How many tasks are not closed.
///
/// # Errors
/// The database fails.
pub fn count_of_open(conn: &mut Conn) -> Result<i64> {
    let open = tasks::table.filter(tasks::done_at.is_null());
    Ok(open.count().get_result(conn)?)
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
