//! What was shown at a moment in the past, put together again from what had been said until then.

use super::history::{Past, last_until};
use crate::db::Conn;
use crate::db::schema::{capacity_lines, signposts};
use crate::domain::availability::{
    Availability, Details, Holds, Known, Source, StatedState, Statement, Vitals,
};
use crate::error::Result;
use diesel::prelude::*;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// The outcome of somebody who came, as the table has it.
const ATTENDED: &str = "attended";

/// What one line showed at a moment, and who had said so.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Shown {
    /// The location; null where the service has none.
    pub location_id: Option<String>,
    /// What anybody was told. Whether the listing itself was marked as closed then is not part of it.
    pub availability: Availability,
    /// The last statement, confirmation or report before that moment; null if there was none.
    pub said: Option<Past>,
}

/// What the lines of a service showed at `then`.
///
/// # Errors
/// The database fails.
pub fn shown(conn: &mut Conn, service_id: &str, then: Timestamp) -> Result<Vec<Shown>> {
    let lines: Vec<(i64, String)> = capacity_lines::table
        .filter(capacity_lines::service_id.eq(service_id))
        .order(capacity_lines::slot)
        .select((capacity_lines::slot, capacity_lines::location_id))
        .load(conn)?;
    let shown = lines.into_iter().map(|(slot, location_id)| {
        let said = last_until(conn, slot, &location_id, then)?;
        let known = known(conn, slot, said.as_ref(), then)?;
        Ok(Shown {
            location_id: Some(location_id).filter(|id| !id.is_empty()),
            availability: Availability::of(&known, false, then),
            said,
        })
    });
    shown.collect()
}

fn known(conn: &mut Conn, slot: i64, said: Option<&Past>, then: Timestamp) -> Result<Known> {
    let sent = sent_until(conn, slot, then)?;
    let came: Vec<Came> = sent.iter().filter_map(Sent::came).collect();
    let came = came_since(&came, said, then);
    Ok(known_then(said, came, held_at(&sent, then)))
}

/// What was known of a line of which this was said last, to which so many came since, and on which these
/// places were kept.
pub(super) fn known_then(said: Option<&Past>, came: i32, holds: Holds) -> Known {
    Known {
        statement: said.and_then(statement),
        taken: said.map_or(0, |past| past.taken) + came,
        holds,
        disputed: said.is_some_and(|past| past.disputed),
        // These decide an order, and nothing that is shown.
        sent: 0,
        disputed_at: None,
        version: said.map_or(0, |past| past.version),
        revision: 0,
    }
}

fn statement(past: &Past) -> Option<Statement> {
    Some(Statement {
        vitals: Vitals {
            state: StatedState::parse(&past.state)?,
            places_free: past.places_free,
            confirmed_at: past.confirmed_at,
            until: past.until,
            confirm_every_days: past.confirm_every_days,
        },
        details: Details {
            places_total: past.places_total,
            unit: past.unit.clone(),
            waiting: past.waiting,
            wait_weeks: past.wait_weeks,
            opens_on: past.opens_on.as_deref().and_then(|day| day.parse().ok()),
            note: past.note.clone(),
        },
        as_of: past.as_of,
        source: Source::parse(&past.stated_by),
    })
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = signposts)]
struct Sent {
    created_at: i64,
    held_until: Option<i64>,
    freed_at: Option<i64>,
    outcome: Option<String>,
    outcome_at: Option<i64>,
}

fn sent_until(conn: &mut Conn, slot: i64, then: Timestamp) -> Result<Vec<Sent>> {
    Ok(signposts::table
        .filter(signposts::slot.eq(slot))
        .filter(signposts::created_at.le(then.as_millisecond()))
        .select(Sent::as_select())
        .load(conn)?)
}

/// The places that were kept at that moment.
fn held_at(sent: &[Sent], then: Timestamp) -> Holds {
    let then = then.as_millisecond();
    let held = sent
        .iter()
        .filter(|one| one.freed_at.is_none_or(|freed| freed > then));
    let ends = held.filter_map(|one| one.held_until.filter(|until| *until > then));
    Holds::ending(ends.collect())
}

/// Somebody who came; times are milliseconds since 1970.
#[derive(Debug, Clone, Copy)]
pub(super) struct Came {
    /// When they were sent.
    pub created_at: i64,
    /// Until when a place was kept for them.
    pub held_until: Option<i64>,
    /// When it was told that they came.
    pub at: i64,
}

impl Sent {
    fn came(&self) -> Option<Came> {
        let attended = self.outcome.as_deref() == Some(ATTENDED);
        Some(Came {
            created_at: self.created_at,
            held_until: self.held_until,
            at: self.outcome_at.filter(|_| attended)?,
        })
    }
}

/// How many had come since the last word, of those whom it did not count.
pub(super) fn came_since(came: &[Came], said: Option<&Past>, then: Timestamp) -> i32 {
    let since = said.map_or(0, |past| past.recorded_at.as_millisecond());
    let counted = said.map_or(0, |past| past.as_of.as_millisecond());
    let told = since + 1..=then.as_millisecond();
    let came = came.iter().filter(|one| {
        let was_held = one.held_until.is_some_and(|until| until > one.at);
        told.contains(&one.at) && (was_held || one.created_at >= counted)
    });
    i32::try_from(came.count()).unwrap_or(i32::MAX)
}
