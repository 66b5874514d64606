//! Lines that may be due: what the rules need of them, and no more.

use crate::db::Conn;
use crate::db::schema::{capacity_lines, capacity_statements, nudges, services};
use crate::domain::availability::Source;
use crate::error::Result;
use crate::reminders::due::Facts;
use crate::reminders::rhythm::{self, DAY_MS};
use crate::reminders::steps::WEEK_MS;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::HashMap;

/// Lines taken into account in one go; the others come when these are answered for.
const MOST: i64 = 20_000;
/// Lines asked for in one statement.
const AT_ONCE: usize = 500;
/// How far back the history says how often room changes.
const MEMORY_MS: i64 = 730 * DAY_MS;

/// What a navigator reported is a reason to ask those who run a service, and no answer of theirs.
const REPORT: &str = "report";

/// A line that may be due.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The service.
    pub service_id: String,
    /// The location; empty for none.
    pub location_id: String,
    /// What the service is called.
    pub name: String,
    /// The version of the line.
    pub version: i64,
    /// Whether somebody has reported otherwise.
    pub disputed: bool,
    /// When something was last said about it, in milliseconds since 1970; 0 if never.
    pub heard_at: i64,
    /// What decides when it is due; looks are not in it yet.
    pub facts: Facts,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = capacity_lines)]
struct Row {
    slot: i64,
    service_id: String,
    location_id: String,
    confirm_every_days: i32,
    version: i64,
    state: Option<String>,
    opens_on: Option<String>,
    until: Option<i64>,
    confirmed_at: Option<i64>,
    source: Option<String>,
    disputed: bool,
}

/// What the history of a line says, and up to which version that is known.
#[derive(Debug, Clone, Copy)]
struct Past {
    version: i64,
    heard_at: i64,
    rhythm: Option<i64>,
}

/// What is remembered of histories, so that only those that grew are read again.
#[derive(Debug, Default)]
pub struct Memory(HashMap<i64, Past>);

/// The lines that may be due at `now` and whose turn it can be, those longest silent first.
///
/// # Errors
/// The database fails.
pub fn candidates(conn: &mut Conn, memory: &mut Memory, now: i64) -> Result<Vec<Line>> {
    let rows: Vec<(Row, String)> = capacity_lines::table
        .inner_join(services::table.on(services::id.eq(capacity_lines::service_id)))
        .left_join(
            nudges::table.on(nudges::service_id
                .eq(capacity_lines::service_id)
                .and(nudges::location_id.eq(capacity_lines::location_id))),
        )
        .filter(capacity_lines::listed.eq(true))
        .filter(services::status.eq("active"))
        .filter(sql::<Bool>(&may_be_due(now)))
        .filter(sql::<Bool>(&may_be_its_turn(now)))
        .order((
            capacity_lines::disputed.desc(),
            sql::<diesel::sql_types::BigInt>("COALESCE(capacity_lines.confirmed_at, 0)"),
            capacity_lines::slot,
        ))
        .limit(MOST)
        .select((Row::as_select(), services::name))
        .load(conn)?;
    memory.learn(conn, rows.iter().map(|(row, _)| row), now)?;
    Ok(rows
        .into_iter()
        .map(|(row, name)| memory.line(row, name))
        .collect())
}

/// No rule makes a line due before a third of its interval is over, or what was said has ended.
fn may_be_due(now: i64) -> String {
    let third = DAY_MS / 3;
    format!(
        "(capacity_lines.confirmed_at IS NULL OR capacity_lines.disputed \
         OR capacity_lines.until <= {now} \
         OR capacity_lines.confirmed_at <= {now} - capacity_lines.confirm_every_days * CAST({third} AS BIGINT))"
    )
}

/// Not those that were asked about this week, nor those that the stewards have, unless anything has
/// happened to them since. A message that was refused makes it somebody else's turn at once.
fn may_be_its_turn(now: i64) -> String {
    let week_ago = now.saturating_sub(WEEK_MS);
    format!(
        "(nudges.service_id IS NULL OR nudges.version <> capacity_lines.version \
         OR (capacity_lines.disputed AND NOT nudges.disputed) \
         OR (nudges.handed_at IS NULL AND (nudges.asked_at IS NULL OR nudges.asked_at <= {week_ago} \
             OR EXISTS (SELECT 1 FROM messages WHERE messages.id = nudges.message_id AND messages.state = 'failed'))))"
    )
}

impl Memory {
    fn learn<'a>(
        &mut self,
        conn: &mut Conn,
        rows: impl Iterator<Item = &'a Row>,
        now: i64,
    ) -> Result<()> {
        let grown = rows.filter(|row| {
            self.0
                .get(&row.slot)
                .is_none_or(|past| past.version != row.version)
        });
        let grown: Vec<(i64, i64)> = grown.map(|row| (row.slot, row.version)).collect();
        for chunk in grown.chunks(AT_ONCE) {
            let slots: Vec<i64> = chunk.iter().map(|(slot, _)| *slot).collect();
            let mut said = histories(conn, &slots, now - MEMORY_MS)?;
            for (slot, version) in chunk {
                let said = said.remove(slot).unwrap_or_default();
                let heard_at = said.iter().map(|said| said.recorded_at).max().unwrap_or(0);
                let rhythm = rhythm::of(said.iter().map(|said| (said.state.as_str(), said.as_of)));
                let version = *version;
                self.0.insert(
                    *slot,
                    Past {
                        version,
                        heard_at,
                        rhythm,
                    },
                );
            }
        }
        Ok(())
    }

    fn line(&self, row: Row, name: String) -> Line {
        let past = self.0.get(&row.slot);
        Line {
            facts: row.facts(past.and_then(|past| past.rhythm)),
            heard_at: past.map_or(0, |past| past.heard_at),
            service_id: row.service_id,
            location_id: row.location_id,
            version: row.version,
            disputed: row.disputed,
            name,
        }
    }
}

impl Row {
    fn facts(&self, rhythm: Option<i64>) -> Facts {
        let opens = self
            .opens_on
            .as_deref()
            .and_then(|day| day.parse::<Date>().ok());
        let opens = opens.and_then(|day| day.to_zoned(TimeZone::UTC).ok());
        let opens = opens.map(|day| day.timestamp().as_millisecond());
        let paused = self.state.as_deref() == Some("paused");
        Facts {
            confirm_every_days: self.confirm_every_days,
            confirmed_at: self.confirmed_at,
            source: Source::parse(self.source.as_deref().unwrap_or_default()),
            disputed: self.disputed,
            until: self.until,
            paused_until: self.until.max(opens).filter(|_| paused),
            closed: false,
            rhythm,
            looks: 0,
        }
    }
}

#[derive(Queryable)]
struct Said {
    slot: i64,
    state: String,
    as_of: i64,
    recorded_at: i64,
}

fn histories(conn: &mut Conn, slots: &[i64], since: i64) -> Result<HashMap<i64, Vec<Said>>> {
    let said: Vec<Said> = capacity_statements::table
        .filter(capacity_statements::slot.eq_any(slots))
        .filter(capacity_statements::recorded_at.ge(since))
        .filter(capacity_statements::kind.ne(REPORT))
        .order((capacity_statements::slot, capacity_statements::version))
        .select((
            capacity_statements::slot,
            capacity_statements::state,
            capacity_statements::as_of,
            capacity_statements::recorded_at,
        ))
        .load(conn)?;
    let mut histories: HashMap<i64, Vec<Said>> = HashMap::new();
    for said in said {
        histories.entry(said.slot).or_default().push(said);
    }
    Ok(histories)
}
