//! Tasks as they are shown, most urgent first.

use super::causes::Causes;
use super::demand::weights;
use super::priority::Weight;
use super::reason::Reason;
use super::rules::Ending;
use super::store::{self, Row};
use crate::db::Conn;
use crate::db::schema::services;
use crate::domain::schedule::local_day;
use crate::domain::time::from_millis;
use crate::error::Result;
use diesel::prelude::*;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// Services asked for in one statement.
const AT_ONCE: usize = 500;

/// A service that somebody should ring.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Task {
    /// Its id.
    pub id: String,
    /// The service.
    pub service_id: String,
    /// What the service is called.
    pub service_name: String,
    /// Why it is on the list.
    pub reasons: Vec<Reason>,
    /// Why it is on the list and where it is on it, in words, what weighs most first.
    pub because: Vec<String>,
    /// How urgent it is now: the higher, the sooner. Only good for putting tasks in order.
    pub priority: f64,
    /// Since when something is the matter.
    #[serde(with = "crate::domain::time::required")]
    #[schema(value_type = String, format = DateTime)]
    pub opened_at: Timestamp,
    /// The day until which it is put off, `YYYY-MM-DD`; null where it is not.
    #[schema(value_type = Option<String>, format = Date)]
    pub not_before: Option<Date>,
    /// The name of the key that has it; null where nobody does.
    pub claimed_by: Option<String>,
    /// Until when.
    #[serde(with = "crate::domain::time::optional")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub claimed_until: Option<Timestamp>,
    /// Whether it is the key that asks that has it.
    pub mine: bool,
    /// Calls that nobody answered.
    pub attempts: i32,
    /// When it was closed; null while it is open.
    #[serde(with = "crate::domain::time::optional")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub done_at: Option<Timestamp>,
    /// The name of the key that closed it; null where its reasons have gone by themselves.
    pub done_by: Option<String>,
    /// How it was closed.
    pub result: Option<Ending>,
    /// What whoever closed it says to those who look after the listing.
    pub note: Option<String>,
}

/// Which tasks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// With any of these reasons; all, if there are none.
    pub reasons: Vec<Reason>,
    /// Only those that whoever asks has.
    pub mine: bool,
    /// Those that are put off as well.
    pub put_off: bool,
}

impl Filter {
    fn lets(&self, row: &Row, key_id: &str, now: Timestamp) -> bool {
        let reasons = row.reasons();
        let is_meant =
            self.reasons.is_empty() || self.reasons.iter().any(|one| reasons.contains(one));
        let is_now = self.put_off || row.put_off_until(local_day(now, 0)).is_none();
        let is_mine = || row.claim(now).is_some_and(|claim| claim.key_id == key_id);
        is_meant && is_now && (!self.mine || is_mine())
    }
}

/// The open tasks that are asked for by this key, most urgent first.
///
/// # Errors
/// The database fails.
pub fn list(
    conn: &mut Conn,
    causes: &Causes,
    filter: &Filter,
    key_id: &str,
    now: Timestamp,
) -> Result<Vec<Task>> {
    let mut rows = store::open_ones(conn)?;
    rows.retain(|row| filter.lets(row, key_id, now));
    let mut tasks = shown(conn, causes, rows, key_id, now)?;
    tasks.sort_by(|one, other| {
        let urgent_first = other.priority.total_cmp(&one.priority);
        urgent_first
            .then_with(|| one.opened_at.cmp(&other.opened_at))
            .then_with(|| one.service_id.cmp(&other.service_id))
    });
    Ok(tasks)
}

/// These tasks as they are shown to whoever has this key, in their order.
///
/// # Errors
/// The database fails.
pub fn shown(
    conn: &mut Conn,
    causes: &Causes,
    rows: Vec<Row>,
    key_id: &str,
    now: Timestamp,
) -> Result<Vec<Task>> {
    let ids: Vec<String> = rows.iter().map(|row| row.service_id.clone()).collect();
    let weights = weights(conn, causes, &ids, now)?;
    let names = names(conn, &ids)?;
    let tasks = rows.into_iter().map(|row| {
        let weight = weights.get(&row.service_id).copied().unwrap_or_default();
        let name = names.get(&row.service_id).cloned().unwrap_or_default();
        let removed_on = causes.get(&row.service_id).and_then(|one| one.removed_on);
        task(row, name, &weight, removed_on, (key_id, now))
    });
    Ok(tasks.collect())
}

/// A reason in words, with the day of a removal where it is known.
fn said(reason: Reason, removed_on: Option<Date>) -> Option<String> {
    let label = reason.label()?;
    let day = removed_on.filter(|_| reason == Reason::CharityRemoved);
    Some(day.map_or(label.to_owned(), |day| {
        format!("{label} on {}", day.strftime("%-d %B %Y"))
    }))
}

fn task(
    row: Row,
    service_name: String,
    weight: &Weight,
    removed_on: Option<Date>,
    (key_id, now): (&str, Timestamp),
) -> Task {
    let reasons = row.reasons();
    let labels = reasons
        .iter()
        .filter_map(|reason| said(*reason, removed_on));
    let mut because = weight.because();
    because.extend(labels);
    let claim = row.claim(now);
    Task {
        service_name,
        reasons: reasons.into_iter().collect(),
        because,
        priority: (weight.score() * 1000.0).round() / 1000.0,
        opened_at: from_millis(row.opened_at),
        not_before: row.put_off_until(local_day(now, 0)),
        mine: claim.as_ref().is_some_and(|claim| claim.key_id == key_id),
        claimed_until: claim.as_ref().map(|claim| claim.until),
        claimed_by: claim.map(|claim| claim.name),
        attempts: row.attempts,
        done_at: row.done_at.map(from_millis),
        result: row.result(),
        done_by: row.done_by,
        note: row.note,
        id: row.id,
        service_id: row.service_id,
    }
}

fn names(conn: &mut Conn, ids: &[String]) -> Result<HashMap<String, String>> {
    let mut names = HashMap::new();
    for ids in ids.chunks(AT_ONCE) {
        let found: Vec<(String, String)> = services::table
            .filter(services::id.eq_any(ids))
            .select((services::id, services::name))
            .load(conn)?;
        names.extend(found);
    }
    Ok(names)
}
