//! One run of a feed, from asking it to the report; or the rest of one that was broken off.

use super::apply::apply;
use super::download::{Broken, Download};
use super::fetch::{Fetcher, Limits, Stopped};
use super::report::{Note, Problem};
use super::store::turns::{self, After};
use super::store::{problems, records, runs, staged};
use super::withdraw::withdraw;
use super::{Feed, Run, State, missing, when};
use crate::db::{Database, Tx};
use crate::error::Result;
use crate::exchange::progress::Progress;
use crate::matching;
use crate::reminders::service::Stop;
use jiff::Timestamp;
use std::sync::Arc;

/// Milliseconds for which fetching may be gone on with: what a feed said longer ago may not fit what it
/// says now.
const FRESH_MS: i64 = 6 * 3_600_000;
/// Runs that are looked through for one to go on with.
const LATEST: i64 = 5;
/// Runs of a feed that are kept, with what was wrong in them.
const KEPT: i64 = 100;

/// Asks a feed that was taken, takes what it has, and lets it go. What a feed does wrong is in the report,
/// and no error. Must not be called where asynchronous code runs.
///
/// # Errors
/// The database fails: the run goes on when its lease has run out.
pub fn run(
    db: &Database,
    mut feed: Feed,
    limits: Limits,
    (stop, progress): (&Arc<Stop>, &Progress),
) -> Result<Run> {
    let mut run = begin(db, &feed)?;
    if run.state == State::Fetching {
        let mut fetcher = Fetcher::new(limits, Arc::clone(stop))?;
        let download = Download::new(db, (&mut feed, &mut run), &mut fetcher, progress)?;
        let fetched = download.all();
        progress.end();
        match fetched {
            Ok(()) => {}
            Err(Broken::Feed(stopped)) if stopped.told => return let_go(db, &feed, run),
            Err(Broken::Feed(stopped)) => return fail(db, &feed, run, &stopped),
            Err(Broken::Here(error)) => return Err(error),
        }
        if let Some(why) = too_much(db, &feed, &run)? {
            return wait(db, &feed, run, why);
        }
        run.state = State::Taking;
        run = saved(db, run)?;
    }
    if !apply(db, (&mut feed, &mut run), (stop, progress))? {
        return let_go(db, &feed, run);
    }
    if run.report.complete {
        withdraw(db, &mut feed, &mut run)?;
    }
    let run = done(db, &feed, run)?;
    if run.report.added > 0 {
        matching::sweep(db)?;
    }
    Ok(run)
}

/// Leaves a run as it is, for another node or a later start to go on with.
fn let_go(db: &Database, feed: &Feed, run: Run) -> Result<Run> {
    let (id, after) = (
        feed.id.clone(),
        as_before(feed, feed.next_at, feed.failures),
    );
    db.write(move |tx: &mut Tx| {
        runs::save(tx, &run)?;
        turns::release(tx, &id, &after)?;
        Ok(run)
    })
}

/// The run that is under way, unless it is too old; or a new one.
fn begin(db: &Database, feed: &Feed) -> Result<Run> {
    let feed = feed.clone();
    db.write(move |tx| {
        let now = Timestamp::now().as_millisecond();
        for mut run in runs::of_feed(tx, &feed.id, LATEST)? {
            let fresh = run.state == State::Taking || now - run.began_at < FRESH_MS;
            match run.state {
                State::Fetching | State::Taking if fresh => return Ok(run),
                State::Fetching => {
                    run.why = Some("it was broken off, and too old to go on with".into());
                }
                State::Waiting => {
                    run.why = run
                        .why
                        .map(|why| format!("{why}; it was asked again since"));
                }
                _ => continue,
            }
            run.state = State::Failed;
            run.ended_at = run.ended_at.or(Some(now));
            staged::forget(tx, &run.id, true)?;
            runs::save(tx, &run)?;
        }
        runs::forget_old(tx, &feed.id, KEPT)?;
        let whole = feed.kind.is_empty() || when::is_whole(feed.latest, feed.whole_at, now);
        runs::begin(tx, &feed.id, whole, now)
    })
}

fn saved(db: &Database, run: Run) -> Result<Run> {
    db.write(move |tx| runs::save(tx, &run).map(|()| run))
}

/// Why a steward is to look at a run first.
fn too_much(db: &Database, feed: &Feed, run: &Run) -> Result<Option<String>> {
    if !run.report.complete || run.accepted_by.is_some() {
        return Ok(None);
    }
    let (id, run_id) = (feed.id.clone(), run.id.clone());
    let (present, listed) =
        db.read(move |conn| Ok((records::present(conn, &id)?, staged::ids(conn, &run_id)?)))?;
    let (held, lost) = (
        present.len() as u64,
        present.iter().filter(|id| !listed.contains(*id)).count() as u64,
    );
    Ok(missing::is_too_much(held, lost).then(|| {
        format!("it lists {lost} of its {held} services no longer, which is more than a fifth")
    }))
}

/// How a feed stands that gave no reason to change anything about it.
fn as_before(feed: &Feed, next_at: i64, failures: i32) -> After {
    After {
        next_at,
        failures,
        list: feed.list.clone(),
        kind: feed.kind.clone(),
        latest: feed.latest,
        whole_at: feed.whole_at,
        pages_run: feed.pages_run.clone(),
        lease_until: 0,
    }
}

fn fail(db: &Database, feed: &Feed, mut run: Run, stopped: &Stopped) -> Result<Run> {
    let now = Timestamp::now().as_millisecond();
    let failures = feed.failures.saturating_add(1);
    let rest = stopped.rest.map_or(0, |rest| rest.as_millis());
    let rest = i64::try_from(rest).unwrap_or(i64::MAX / 4);
    let next_at = when::again(feed.every_hours, failures, rest, now);
    run.state = State::Failed;
    run.ended_at = Some(now);
    run.why = Some(stopped.why.clone());
    let problem = about(&stopped.why);
    let (id, mut after) = (feed.id.clone(), as_before(feed, next_at, failures));
    if feed.kind.is_empty() {
        // It has never given a list: what was found may be wrong.
        after.list = String::new();
    }
    db.write(move |tx: &mut Tx| {
        problems::add(tx, &run.id, run.report.problems, &[problem])?;
        run.report.problems += 1;
        staged::forget(tx, &run.id, true)?;
        runs::save(tx, &run)?;
        turns::release(tx, &id, &after)?;
        Ok(run)
    })
}

fn about(why: &str) -> Problem {
    Problem {
        note: Note::Run,
        record: String::new(),
        field: String::new(),
        message: why.to_owned(),
    }
}

fn wait(db: &Database, feed: &Feed, mut run: Run, why: String) -> Result<Run> {
    let now = Timestamp::now().as_millisecond();
    run.state = State::Waiting;
    run.ended_at = Some(now);
    run.why = Some(why.clone());
    let after = as_before(feed, when::next(feed.every_hours, now), 0);
    let id = feed.id.clone();
    db.write(move |tx: &mut Tx| {
        problems::add(tx, &run.id, run.report.problems, &[about(&why)])?;
        run.report.problems += 1;
        runs::save(tx, &run)?;
        turns::release(tx, &id, &after)?;
        Ok(run)
    })
}

fn done(db: &Database, feed: &Feed, mut run: Run) -> Result<Run> {
    let now = Timestamp::now().as_millisecond();
    run.state = State::Done;
    run.ended_at = Some(now);
    let after = after(feed, &run, now);
    let (id, old) = (feed.id.clone(), feed.pages_run.clone());
    db.write(move |tx: &mut Tx| {
        let keeps = after.pages_run.as_deref() == Some(&run.id);
        staged::forget(tx, &run.id, !keeps)?;
        if let Some(old) = old.filter(|_| keeps) {
            staged::forget(tx, &old, true)?;
        }
        runs::save(tx, &run)?;
        turns::release(tx, &id, &after)?;
        Ok(run)
    })
}

/// How a feed stands after a run that was taken.
fn after(feed: &Feed, run: &Run, now: i64) -> After {
    let report = &run.report;
    let mut after = as_before(feed, when::next(feed.every_hours, now), 0);
    if report.listed > 0 {
        after.kind = if report.old > 0 { "1" } else { "3" }.to_owned();
    }
    if report.same_pages > 0 && !feed.kind.is_empty() {
        after.kind.clone_from(&feed.kind);
    }
    // Only a feed that dates all of its records can be asked for those that changed.
    let knows = report.same_pages > 0 && feed.latest.is_some() || !run.whole;
    let dated = report.undated == 0 && !report.plain && (report.latest.is_some() || knows);
    after.latest = match dated {
        true => report.latest.max(feed.latest.filter(|_| knows)),
        false => None,
    };
    if report.complete {
        after.whole_at = Some(now);
        after.pages_run = Some(run.id.clone());
    }
    after
}
