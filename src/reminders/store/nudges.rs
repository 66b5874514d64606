//! Rows of nudges: how far the asking about each line has come.

use super::lines::Line;
use crate::db::schema::nudges;
use crate::db::{Conn, Tx};
use crate::domain::time::from_millis;
use crate::error::{Error, Result};
use crate::reminders::outbox;
use crate::reminders::steps::Asked;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use jiff::Timestamp;
use std::collections::{HashMap, HashSet};

/// Services asked for in one statement.
const AT_ONCE: usize = 500;

/// Listed, and without a word since it was last asked about.
const STILL_UNANSWERED: &str = "EXISTS (SELECT 1 FROM capacity_lines AS line \
     WHERE line.service_id = nudges.service_id AND line.location_id = nudges.location_id AND line.listed \
     AND NOT EXISTS (SELECT 1 FROM capacity_statements AS said \
         WHERE said.slot = line.slot AND said.kind <> 'report' AND said.recorded_at > nudges.heard_at))";

/// A line that nobody answers for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unanswered {
    /// The service.
    pub service_id: String,
    /// The location; empty for none.
    pub location_id: String,
    /// How often somebody was asked; 0 where there is nobody to ask.
    pub asked: i32,
    /// When somebody was asked last.
    pub asked_at: Option<Timestamp>,
    /// Since when it is the stewards' to look into.
    pub since: Timestamp,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = nudges)]
struct Row {
    service_id: String,
    location_id: String,
    asked: i32,
    asked_at: Option<i64>,
    message_id: Option<String>,
    heard_at: i64,
    disputed: bool,
    handed_at: Option<i64>,
}

/// How far the asking about each of these lines has come. A word since the last question is an
/// answer, and the asking begins anew.
///
/// # Errors
/// The database fails.
pub fn how_far(conn: &mut Conn, lines: &[Line]) -> Result<Vec<Asked>> {
    let mut rows: HashMap<(String, String), Row> = HashMap::new();
    for lines in lines.chunks(AT_ONCE) {
        let ids: Vec<&str> = lines.iter().map(|line| line.service_id.as_str()).collect();
        let found: Vec<Row> = nudges::table
            .filter(nudges::service_id.eq_any(&ids))
            .select(Row::as_select())
            .load(conn)?;
        rows.extend(
            found
                .into_iter()
                .map(|row| ((row.service_id.clone(), row.location_id.clone()), row)),
        );
    }
    let ids: Vec<String> = rows
        .values()
        .filter_map(|row| row.message_id.clone())
        .collect();
    let mut refused = HashSet::new();
    for ids in ids.chunks(AT_ONCE) {
        refused.extend(outbox::store::refused(conn, ids)?);
    }
    let far = |line: &Line| {
        let row = rows.get(&(line.service_id.clone(), line.location_id.clone()))?;
        (row.heard_at >= line.heard_at).then(|| Asked {
            times: row.asked,
            last_at: row.asked_at,
            refused: row
                .message_id
                .as_ref()
                .is_some_and(|id| refused.contains(id)),
            disputed: row.disputed,
            handed: row.handed_at.is_some(),
        })
    };
    Ok(lines
        .iter()
        .map(|line| far(line).unwrap_or_default())
        .collect())
}

/// Records that somebody is asked about a line at `now`, by this message.
///
/// # Errors
/// Another node was quicker, or the database fails.
pub fn asked(tx: &mut Tx, line: &Line, before: &Asked, message_id: &str, now: i64) -> Result<()> {
    let next = Next {
        asked: before.times + 1,
        asked_at: Some(now),
        message_id: Some(message_id),
        handed_at: None,
    };
    step(tx, line, before, &next)
}

/// Records that a line is the stewards' to look into from `now` on.
///
/// # Errors
/// Another node was quicker, or the database fails.
pub fn hand_over(tx: &mut Tx, line: &Line, before: &Asked, now: i64) -> Result<()> {
    let next = Next {
        asked: before.times,
        asked_at: before.last_at,
        message_id: None,
        handed_at: Some(now),
    };
    step(tx, line, before, &next)
}

#[derive(AsChangeset)]
#[diesel(table_name = nudges, treat_none_as_null = true)]
struct Next<'a> {
    asked: i32,
    asked_at: Option<i64>,
    message_id: Option<&'a str>,
    handed_at: Option<i64>,
}

/// Goes one step on from where the line was found; whoever finds it elsewhere has lost the race.
fn step(tx: &mut Tx, line: &Line, before: &Asked, next: &Next) -> Result<()> {
    let (service, location) = (&line.service_id, &line.location_id);
    let conn: &mut Conn = tx;
    let answered = nudges::heard_at.lt(line.heard_at);
    let here = nudges::asked
        .eq(before.times)
        .and(nudges::handed_at.is_null());
    let kept = (
        nudges::heard_at.eq(line.heard_at),
        nudges::version.eq(line.version),
        nudges::disputed.eq(line.disputed),
    );
    let moved = diesel::update(
        nudges::table
            .find((service, location))
            .filter(answered.or(here)),
    )
    .set((next, kept))
    .execute(conn)?;
    if moved > 0 {
        return Ok(());
    }
    let insert = diesel::insert_into(nudges::table).values((
        nudges::service_id.eq(service),
        nudges::location_id.eq(location),
        nudges::asked.eq(next.asked),
        nudges::asked_at.eq(next.asked_at),
        nudges::message_id.eq(next.message_id),
        nudges::handed_at.eq(next.handed_at),
        kept,
    ));
    let added = match conn {
        Conn::Postgres(conn) => insert.on_conflict_do_nothing().execute(conn)?,
        Conn::Sqlite(conn) => insert.on_conflict_do_nothing().execute(conn)?,
    };
    if added == 0 {
        return Err(Error::Conflict(
            "another node asked about this line first".into(),
        ));
    }
    Ok(())
}

/// The lines that nobody answers for though they were asked about, and those that nobody can be
/// asked about; the longest waiting first. One about which something is said leaves the list.
///
/// # Errors
/// The database fails.
pub fn unanswered(conn: &mut Conn) -> Result<Vec<Unanswered>> {
    let rows: Vec<Row> = nudges::table
        .filter(nudges::handed_at.is_not_null())
        .filter(sql::<Bool>(STILL_UNANSWERED))
        .order((nudges::handed_at, nudges::service_id, nudges::location_id))
        .select(Row::as_select())
        .load(conn)?;
    let unanswered = rows.into_iter().map(|row| Unanswered {
        service_id: row.service_id,
        location_id: row.location_id,
        asked: row.asked,
        asked_at: row.asked_at.map(from_millis),
        since: from_millis(row.handed_at.unwrap_or_default()),
    });
    Ok(unanswered.collect())
}
