//! Keeping each day: when one has ended, what there was is counted and written down, so that trends need not be
//! put together from the histories again. Days that nobody counted, because no server ran, are counted later.
//! One node does it for all.

use super::store::{self, Counted, Row};
use super::{Day, ended, first_day, then};
use crate::app::App;
use crate::coverage::supply::{Supply, Tally};
use crate::db::Conn;
use crate::domain::schedule::local_day;
use crate::error::{Error, Result};
use crate::geography::ground::{Ground, Patch};
use crate::reminders::service::Stop;
use crate::search::survey::{Grounds, Then, When};
use jiff::{Timestamp, ToSpan};
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

/// Days that are counted at most after they were missed.
pub const DAYS_BACK: i64 = 400;
/// The most areas of a kind that are kept: more make more rows than anybody looks at.
const MOST_AREAS: usize = 400;
/// The kind of areas of which each need is kept.
pub(super) const BY_NEED: &str = "lad";
/// Days that are counted in one turn.
const A_TURN: usize = 5;
/// How long a turn lasts at most.
const TURN_MS: i64 = 600_000;
/// How often it is looked whether a day has ended.
const LOOK_EVERY: Duration = Duration::from_secs(300);
/// Between two turns, where days wait to be counted: others want to write too.
const BETWEEN: Duration = Duration::from_secs(1);

/// Counts the days that have ended, again and again until it is told to stop.
pub async fn keep_counting(app: App, stop: Arc<Stop>) {
    while !stop.is_told() {
        let here = app.clone();
        let work = move || turn(&here, A_TURN, Timestamp::now());
        let done = tokio::task::spawn_blocking(work).await;
        let pause = match done.map_err(Error::internal).and_then(|done| done) {
            Ok(days) if days.len() == A_TURN => BETWEEN,
            Ok(_) => LOOK_EVERY,
            Err(error) => {
                tracing::warn!(%error, "the days that have ended will be counted later");
                LOOK_EVERY
            }
        };
        stop.pause(pause).await;
    }
}

/// Counts up to so many of the days that have ended at `now` and are not kept yet, the first first, unless
/// another node does so; which they were.
///
/// # Errors
/// The database fails, or the index is being built.
pub fn turn(app: &App, most: usize, now: Timestamp) -> Result<Vec<Day>> {
    let (begun, until) = (now.as_millisecond(), now.as_millisecond() + TURN_MS);
    let waiting = app.db.read(|conn| match store::is_free(conn, begun)? {
        true => missing(conn, now),
        false => Ok(Vec::new()),
    })?;
    if waiting.is_empty() || !app.db.write(move |tx| store::take(tx, begun, until))? {
        return Ok(Vec::new());
    }
    let days: Vec<Day> = waiting.into_iter().take(most).collect();
    let done = days.iter().try_for_each(|day| count(app, *day));
    app.db.write(move |tx| store::give_back(tx, until))?;
    done.map(|()| days)
}

/// The days that have ended and are not kept, the first first.
fn missing(conn: &mut Conn, now: Timestamp) -> Result<Vec<Day>> {
    let (earliest, last) = (local_day(now, -DAYS_BACK), local_day(now, -1));
    let Some(first) = first_day(conn)?.map(|first| first.max(earliest)) else {
        return Ok(Vec::new());
    };
    let kept: HashSet<_> = store::kept(conn, first, last)?.into_iter().collect();
    let all = (0..).map(|later: i64| first.saturating_add(later.days()));
    let days = all.take_while(|day| *day <= last);
    let missing = days.filter(|day| !kept.contains(day));
    Ok(missing.filter_map(|day| ended(day, now)).collect())
}

fn count(app: &App, day: Day) -> Result<()> {
    let (then, patches) = app.db.read(|conn| {
        let then = then(conn, day.end()?)?;
        Ok((then, patches(app, conn)?))
    })?;
    let rows = rows(app, &then, patches)?;
    app.db.write(move |tx| store::keep(tx, day.date(), &rows))?;
    Ok(())
}

/// The areas that are kept: of each kind of which there are not too many, all.
fn patches(app: &App, conn: &mut Conn) -> Result<Vec<Arc<Patch>>> {
    let gazetteer = app.engine.gazetteer();
    let mut patches = Vec::new();
    for (kind, _) in app.areas.kinds(conn, &gazetteer)? {
        let all = app.areas.of_kind(conn, &gazetteer, &kind)?;
        if all.len() <= MOST_AREAS {
            patches.extend(all.iter().cloned());
        }
    }
    patches.truncate(usize::from(u16::MAX));
    Ok(patches)
}

fn rows(app: &App, then: &Then, patches: Vec<Arc<Patch>>) -> Result<Vec<Row>> {
    let tags = app.engine.need_tags();
    let is_need = tags.iter().map(Option::is_some).collect();
    let by_need = patches.iter().map(|patch| &*patch.kind == BY_NEED);
    let tally = Tally::new(is_need, patches.len(), None);
    let mut tally = tally.telling_apart(by_need.collect());
    let parts = Ground::new(patches);
    let grounds = Grounds {
        within: None,
        parts: &parts,
    };
    app.engine
        .survey_as(&grounds, When::Then(then), |service| tally.add(service))?;
    let need = |number: usize| Some(tags.get(number)?.as_ref()?.id.clone());
    Ok(told(&tally.finish(), parts.patches(), need))
}

/// What is kept: always everything, and of the rest what there was any of.
fn told(
    supply: &Supply,
    patches: &[Arc<Patch>],
    need: impl Fn(usize) -> Option<String>,
) -> Vec<Row> {
    let row = |patch: Option<&Patch>, need: String, count| Row {
        kind: patch
            .map(|patch| patch.kind.to_string())
            .unwrap_or_default(),
        code: patch
            .map(|patch| patch.code.to_string())
            .unwrap_or_default(),
        need,
        counted: Counted::from(count),
    };
    let everything = std::iter::once(row(None, String::new(), &supply.all));
    let needs = (0..).zip(&supply.needs);
    let needs = needs.filter_map(|(number, count)| Some(row(None, need(number)?, count)));
    let areas = patches.iter().zip(&supply.parts);
    let areas = areas.map(|(patch, count)| row(Some(patch), String::new(), count));
    let both = supply.needs_of_parts.iter().filter_map(|(of, count)| {
        let patch = patches.get(usize::from(of.0))?;
        Some(row(Some(patch), need(usize::try_from(of.1).ok()?)?, count))
    });
    let some = needs.chain(areas).chain(both);
    everything
        .chain(some.filter(|row| row.counted.services > 0))
        .collect()
}
