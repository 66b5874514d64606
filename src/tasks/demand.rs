//! What decides how urgent tasks are, read for many services at once.

use super::causes::Causes;
use super::priority::{Silence, Weight};
use crate::db::Conn;
use crate::db::schema::{capacity_lines, signposts};
use crate::error::Result;
use crate::gathered::store::looks;
use crate::reminders::due::LOOKED_DAYS;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use std::collections::HashMap;

/// Services asked for in one statement.
const AT_ONCE: usize = 500;

/// The weight of each of these services at `now`.
///
/// # Errors
/// The database fails.
pub fn weights(
    conn: &mut Conn,
    causes: &Causes,
    ids: &[String],
    now: Timestamp,
) -> Result<HashMap<String, Weight>> {
    let today = now.to_zoned(TimeZone::UTC).date();
    let looks = looks::since(conn, today.saturating_sub(LOOKED_DAYS.days()), ids)?;
    let signposts = sent(
        conn,
        ids,
        now - SignedDuration::from_hours(24 * LOOKED_DAYS),
    )?;
    let silences = silences(conn, ids, now.as_millisecond())?;
    let weights = ids.iter().map(|id| {
        let weight = Weight {
            reports: causes.get(id).map_or(0, |matter| matter.reports),
            looks: looks.get(id).copied().unwrap_or(0),
            signposts: signposts.get(id).copied().unwrap_or(0),
            silence: silences.get(id).copied().unwrap_or_default(),
        };
        (id.clone(), weight)
    });
    Ok(weights.collect())
}

/// How many were sent to each of these since then.
fn sent(conn: &mut Conn, ids: &[String], since: Timestamp) -> Result<HashMap<String, i64>> {
    let mut found = HashMap::new();
    for ids in ids.chunks(AT_ONCE) {
        let rows: Vec<(String, i64)> = signposts::table
            .filter(signposts::service_id.eq_any(ids))
            .filter(signposts::created_at.ge(since.as_millisecond()))
            .group_by(signposts::service_id)
            .select((sql::<Text>("service_id"), sql::<BigInt>("COUNT(*)")))
            .load(conn)?;
        found.extend(rows);
    }
    Ok(found)
}

/// How long nothing has been said of each of these, where that is longest.
fn silences(conn: &mut Conn, ids: &[String], now: i64) -> Result<HashMap<String, Silence>> {
    let mut found: HashMap<String, Silence> = HashMap::new();
    for ids in ids.chunks(AT_ONCE) {
        let lines: Vec<(String, Option<i64>, i32)> = capacity_lines::table
            .filter(capacity_lines::service_id.eq_any(ids))
            .filter(capacity_lines::listed)
            .select((
                capacity_lines::service_id,
                capacity_lines::confirmed_at,
                capacity_lines::confirm_every_days,
            ))
            .load(conn)?;
        for (service, heard_at, every_days) in lines {
            let silence = heard_at.map_or(Silence::Always, |heard_at| Silence::For {
                millis: now.saturating_sub(heard_at),
                every_days,
            });
            let longest = found.entry(service).or_insert(silence);
            if silence.intervals() > longest.intervals() {
                *longest = silence;
            }
        }
    }
    Ok(found)
}
