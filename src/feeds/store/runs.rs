//! Rows of runs.

use super::super::report::Report;
use crate::db::schema::{feed_problems, feed_runs, feeds};
use crate::db::{Conn, Tx};
use crate::error::{Error, Result};
use diesel::prelude::*;
use std::collections::HashMap;
use uuid::Uuid;

/// Runs that are forgotten in one transaction.
const AT_ONCE: i64 = 100;

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It fetches what the feed has.
    Fetching,
    /// It has all of it, and a steward is to look before anything is taken.
    Waiting,
    /// It takes what it has fetched.
    Taking,
    /// It is done.
    Done,
    /// Nothing of it was taken.
    Failed,
}

impl State {
    const ALL: [Self; 5] = [
        Self::Fetching,
        Self::Waiting,
        Self::Taking,
        Self::Done,
        Self::Failed,
    ];

    /// The word in the table.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fetching => "fetching",
            Self::Waiting => "waiting",
            Self::Taking => "taking",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    /// Whether somebody is at it, or was when the power went.
    pub fn is_under_way(self) -> bool {
        matches!(self, Self::Fetching | Self::Taking)
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = feed_runs)]
struct Row {
    id: String,
    feed_id: String,
    state: String,
    whole: bool,
    began_at: i64,
    ended_at: Option<i64>,
    next_page: i64,
    accepted_by: Option<String>,
    why: Option<String>,
    report: String,
}

/// One time that a feed was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Its id; ids are in the order of time.
    pub id: String,
    /// The feed.
    pub feed_id: String,
    /// How far it has come.
    pub state: State,
    /// Whether all of the feed was asked for, and not only what changed.
    pub whole: bool,
    /// When it began, in milliseconds since 1970.
    pub began_at: i64,
    /// When it ended.
    pub ended_at: Option<i64>,
    /// The page that is to be fetched next.
    pub next_page: u64,
    /// The steward who said that it is to be taken all the same.
    pub accepted_by: Option<String>,
    /// Why it failed or waits.
    pub why: Option<String>,
    /// What it has done.
    pub report: Report,
}

impl Row {
    fn run(self) -> Run {
        let state = State::ALL
            .into_iter()
            .find(|state| state.as_str() == self.state);
        Run {
            id: self.id,
            feed_id: self.feed_id,
            state: state.unwrap_or(State::Failed),
            whole: self.whole,
            began_at: self.began_at,
            ended_at: self.ended_at,
            next_page: u64::try_from(self.next_page).unwrap_or(1),
            accepted_by: self.accepted_by,
            why: self.why,
            report: serde_json::from_str(&self.report).unwrap_or_default(),
        }
    }
}

/// Begins a run.
///
/// # Errors
/// The database fails.
pub fn begin(tx: &mut Tx, feed_id: &str, whole: bool, now: i64) -> Result<Run> {
    let run = Run {
        id: Uuid::now_v7().to_string(),
        feed_id: feed_id.to_owned(),
        state: State::Fetching,
        whole,
        began_at: now,
        ended_at: None,
        next_page: 1,
        accepted_by: None,
        why: None,
        report: Report::default(),
    };
    diesel::insert_into(feed_runs::table)
        .values((
            feed_runs::id.eq(&run.id),
            feed_runs::feed_id.eq(feed_id),
            feed_runs::state.eq(run.state.as_str()),
            feed_runs::whole.eq(whole),
            feed_runs::began_at.eq(now),
            feed_runs::next_page.eq(1),
            feed_runs::report.eq(text(&run.report)?),
        ))
        .execute(tx as &mut Conn)?;
    Ok(run)
}

fn text(report: &Report) -> Result<String> {
    serde_json::to_string(report).map_err(Error::internal)
}

/// Writes down how far a run has come.
///
/// # Errors
/// The database fails.
pub fn save(tx: &mut Tx, run: &Run) -> Result<()> {
    diesel::update(feed_runs::table.find(&run.id))
        .set((
            feed_runs::state.eq(run.state.as_str()),
            feed_runs::whole.eq(run.whole),
            feed_runs::ended_at.eq(run.ended_at),
            feed_runs::next_page.eq(i64::try_from(run.next_page).unwrap_or(i64::MAX)),
            feed_runs::accepted_by.eq(&run.accepted_by),
            feed_runs::why.eq(&run.why),
            feed_runs::report.eq(text(&run.report)?),
        ))
        .execute(tx as &mut Conn)?;
    Ok(())
}

/// One run.
///
/// # Errors
/// There is none.
pub fn find(conn: &mut Conn, id: &str) -> Result<Run> {
    let found: Option<Row> = feed_runs::table
        .find(id)
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    let found = found.ok_or_else(|| Error::NotFound(format!("there is no run {id}")))?;
    Ok(found.run())
}

/// The latest runs of a feed, the latest first.
///
/// # Errors
/// The database fails.
pub fn of_feed(conn: &mut Conn, feed_id: &str, limit: i64) -> Result<Vec<Run>> {
    let rows: Vec<Row> = feed_runs::table
        .filter(feed_runs::feed_id.eq(feed_id))
        .order(feed_runs::id.desc())
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Row::run).collect())
}

/// Forgets the runs of a feed but for the latest, and what was wrong in them.
///
/// # Errors
/// The database fails.
pub fn forget_old(tx: &mut Tx, feed_id: &str, kept: i64) -> Result<()> {
    let conn: &mut Conn = tx;
    let old: Vec<String> = feed_runs::table
        .filter(feed_runs::feed_id.eq(feed_id))
        .order(feed_runs::id.desc())
        .offset(kept)
        .limit(AT_ONCE)
        .select(feed_runs::id)
        .load(conn)?;
    diesel::delete(feed_problems::table.filter(feed_problems::run_id.eq_any(&old)))
        .execute(conn)?;
    diesel::delete(feed_runs::table.filter(feed_runs::id.eq_any(&old))).execute(conn)?;
    Ok(())
}

/// How many runs wait for a steward.
///
/// # Errors
/// The database fails.
pub fn waiting(conn: &mut Conn) -> Result<i64> {
    let asked: Vec<String> = feeds::table
        .filter(feeds::removed_at.is_null())
        .select(feeds::id)
        .load(conn)?;
    Ok(feed_runs::table
        .filter(feed_runs::state.eq(State::Waiting.as_str()))
        .filter(feed_runs::feed_id.eq_any(asked))
        .count()
        .get_result(conn)?)
}

/// The latest run of each of these feeds.
///
/// # Errors
/// The database fails.
pub fn latest(conn: &mut Conn, feed_ids: &[String]) -> Result<HashMap<String, Run>> {
    let newest: Vec<(String, Option<String>)> = feed_runs::table
        .filter(feed_runs::feed_id.eq_any(feed_ids))
        .group_by(feed_runs::feed_id)
        .select((feed_runs::feed_id, diesel::dsl::max(feed_runs::id)))
        .load(conn)?;
    let ids: Vec<String> = newest.into_iter().filter_map(|(_, id)| id).collect();
    let rows: Vec<Row> = feed_runs::table
        .filter(feed_runs::id.eq_any(&ids))
        .select(Row::as_select())
        .load(conn)?;
    let runs = rows.into_iter().map(|row| (row.feed_id.clone(), row.run()));
    Ok(runs.collect())
}
