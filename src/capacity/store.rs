//! Rows of capacity lines, with the statement in force.

mod holds;
mod many;
mod outcodes;
mod statements;
mod undo;

pub use holds::{count_sent, dispute, take, touch};
pub use many::{Lines, lines_of_all, lines_of_one, lines_with_keys};
pub use outcodes::outcodes_of;
pub use statements::{confirm, observe_feed, state};
pub use undo::{Before, Used, before, undo};

use crate::db::schema::{capacity_lines, services};
use crate::db::{Conn, Tx};
use crate::domain::availability::{Details, Holds, Known, Source, StatedState, Statement, Vitals};
use crate::domain::time::from_millis;
use crate::error::{Error, Result};
use crate::search::truth::LineRow;
use diesel::prelude::*;
use jiff::Timestamp;

type Backend = <Conn as diesel::Connection>::Backend;

/// A row of `capacity_lines`.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = capacity_lines)]
pub struct LineRecord {
    slot: i64,
    service_id: String,
    location_id: String,
    confirm_every_days: i32,
    version: i64,
    state: Option<String>,
    places_free: Option<i32>,
    places_total: Option<i32>,
    unit: Option<String>,
    waiting: Option<i32>,
    wait_weeks: Option<i32>,
    opens_on: Option<String>,
    until: Option<i64>,
    note: Option<String>,
    as_of: Option<i64>,
    confirmed_at: Option<i64>,
    source: Option<String>,
    disputed: bool,
    revision: i64,
    taken: i32,
    held_until: Option<i64>,
    sent: i32,
    disputed_at: Option<i64>,
}

impl LineRecord {
    fn statement(&self) -> Option<Statement> {
        Some(Statement {
            vitals: Vitals {
                state: StatedState::parse(self.state.as_deref()?)?,
                places_free: self.places_free,
                confirmed_at: from_millis(self.confirmed_at?),
                until: self.until.map(from_millis),
                confirm_every_days: self.confirm_every_days,
            },
            details: Details {
                places_total: self.places_total,
                unit: self.unit.clone(),
                waiting: self.waiting,
                wait_weeks: self.wait_weeks,
                opens_on: self.opens_on.as_deref().and_then(|day| day.parse().ok()),
                note: self.note.clone(),
            },
            as_of: from_millis(self.as_of?),
            source: Source::parse(self.source.as_deref().unwrap_or_default()),
        })
    }

    /// The line as the board takes it, with the holds on it.
    fn row(self, holds: Holds) -> LineRow {
        LineRow {
            slot: u32::try_from(self.slot).unwrap_or(u32::MAX),
            known: Known {
                statement: self.statement(),
                taken: self.taken,
                sent: self.sent,
                holds,
                disputed: self.disputed,
                disputed_at: self.disputed_at.map(from_millis),
                version: self.version,
                revision: self.revision,
            },
            closed: false,
            service_id: self.service_id,
            location_id: self.location_id,
        }
    }
}

/// The columns of a record, for statements that return what they made of it.
fn columns() -> <LineRecord as Selectable<Backend>>::SelectExpression {
    <LineRecord as Selectable<Backend>>::construct_selection()
}

/// Lines with the holds on them, in the order of the records.
fn rows(conn: &mut Conn, records: Vec<LineRecord>) -> Result<Vec<LineRow>> {
    let now = Timestamp::now().as_millisecond();
    let held = records
        .iter()
        .filter(|line| line.held_until.is_some_and(|until| until > now));
    let held: Vec<i64> = held.map(|line| line.slot).collect();
    let mut ends = holds::ends(conn, &held, now)?;
    let rows = records.into_iter().map(|record| {
        let holds = ends.remove(&record.slot).unwrap_or_default();
        record.row(Holds::ending(holds))
    });
    Ok(rows.collect())
}

/// The key of a line in the change feed.
pub fn key(service_id: &str, location_id: &str) -> String {
    if location_id.is_empty() {
        service_id.to_owned()
    } else {
        format!("{service_id}/{location_id}")
    }
}

/// Sees to it that the service has exactly these lines listed (`""` stands for no location at
/// all). Lines that are no longer listed stay, for their history does.
pub fn ensure_lines(tx: &mut Tx, service_id: &str, location_ids: &[String]) -> Result<()> {
    let conn: &mut Conn = tx;
    let known: Vec<(i64, String, bool)> = capacity_lines::table
        .filter(capacity_lines::service_id.eq(service_id))
        .select((
            capacity_lines::slot,
            capacity_lines::location_id,
            capacity_lines::listed,
        ))
        .load(conn)?;
    for (slot, location_id, listed) in &known {
        let wanted = location_ids.contains(location_id);
        if wanted != *listed {
            diesel::update(capacity_lines::table.find(slot))
                .set(capacity_lines::listed.eq(wanted))
                .execute(conn)?;
        }
    }
    for location_id in location_ids {
        if known.iter().all(|(_, known, _)| known != location_id) {
            diesel::insert_into(capacity_lines::table)
                .values((
                    capacity_lines::service_id.eq(service_id),
                    capacity_lines::location_id.eq(location_id),
                ))
                .execute(conn)?;
        }
    }
    Ok(())
}

/// The listed lines of a service, in the order of their slots.
pub fn lines_of(conn: &mut Conn, service_id: &str) -> Result<Vec<LineRow>> {
    let records: Vec<LineRecord> = capacity_lines::table
        .filter(capacity_lines::service_id.eq(service_id))
        .filter(capacity_lines::listed.eq(true))
        .order(capacity_lines::slot)
        .select(LineRecord::as_select())
        .load(conn)?;
    let closed = is_closed(conn, service_id)?;
    let rows = rows(conn, records)?.into_iter();
    Ok(rows.map(|row| LineRow { closed, ..row }).collect())
}

/// The slots of the listed lines of these services, as `(service, location, slot)`.
pub fn slots_of(conn: &mut Conn, service_ids: &[String]) -> Result<Vec<(String, String, i64)>> {
    Ok(capacity_lines::table
        .filter(capacity_lines::service_id.eq_any(service_ids))
        .filter(capacity_lines::listed.eq(true))
        .select((
            capacity_lines::service_id,
            capacity_lines::location_id,
            capacity_lines::slot,
        ))
        .load(conn)?)
}

/// Up to `limit` lines with slots above this one, in order.
pub fn lines_after(conn: &mut Conn, slot: i64, limit: i64) -> Result<Vec<LineRow>> {
    let records: Vec<LineRecord> = capacity_lines::table
        .filter(capacity_lines::slot.gt(slot))
        .order(capacity_lines::slot)
        .limit(limit)
        .select(LineRecord::as_select())
        .load(conn)?;
    rows(conn, records)
}

/// The line of a service at a location (`""` for none), listed or not.
pub fn line(conn: &mut Conn, service_id: &str, location_id: &str) -> Result<Option<LineRow>> {
    let record = capacity_lines::table
        .filter(capacity_lines::service_id.eq(service_id))
        .filter(capacity_lines::location_id.eq(location_id))
        .select(LineRecord::as_select())
        .first(conn)
        .optional()?;
    let row = rows(conn, record.into_iter().collect())?.pop();
    row.map(|row| with_closed(conn, row)).transpose()
}

/// The line with this slot.
///
/// # Errors
/// There is none, or the database fails.
pub fn line_at(conn: &mut Conn, slot: i64) -> Result<LineRow> {
    let record = capacity_lines::table
        .find(slot)
        .select(LineRecord::as_select())
        .first(conn)?;
    let row = rows(conn, vec![record])?.pop();
    let row = row.ok_or_else(|| Error::internal("a line was lost"))?;
    with_closed(conn, row)
}

fn with_closed(conn: &mut Conn, row: LineRow) -> Result<LineRow> {
    let closed = is_closed(conn, &row.service_id)?;
    Ok(LineRow { closed, ..row })
}

/// Whether the listing says that the service does not run.
fn is_closed(conn: &mut Conn, service_id: &str) -> Result<bool> {
    let status: Option<String> = services::table
        .find(service_id)
        .select(services::status)
        .first(conn)
        .optional()?;
    Ok(status.is_some_and(|status| status != "active"))
}
