//! Asking the feeds whose turn it is: all of them once from the command line, or again and again beside the
//! server. One node asks a feed, whichever takes it first.

use super::fetch::Limits;
use super::run::run;
use super::store::{feeds, turns};
use super::{Feed, Run, State};
use crate::db::Database;
use crate::error::{Error, Result};
use crate::exchange::progress::Progress;
use crate::reminders::service::Stop;
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;

/// How often it is looked whose turn it is.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Asks every feed that is not paused once, whosever turn it is; tells each of them. A feed that another
/// node is asking is left to it. Must not be called where asynchronous code runs.
///
/// # Errors
/// The database fails.
pub fn all(
    db: &Database,
    limits: &Limits,
    progress: &Progress,
    mut tell: impl FnMut(&Feed, Option<&Run>),
) -> Result<()> {
    let registered = db.read(feeds::all)?;
    for feed in registered.iter().filter(|feed| feed.paused_at.is_none()) {
        let ran = one(db, &feed.id, limits, (&Arc::default(), progress))?;
        tell(feed, ran.as_ref());
    }
    Ok(())
}

/// Asks one feed; none if another is asking it, or its server.
fn one(
    db: &Database,
    id: &str,
    limits: &Limits,
    how: (&Arc<Stop>, &Progress),
) -> Result<Option<Run>> {
    let id = id.to_owned();
    let now = Timestamp::now().as_millisecond();
    match db.write(move |tx| turns::take(tx, &id, now))? {
        Some(feed) => run(db, feed, limits.clone(), how).map(Some),
        None => Ok(None),
    }
}

/// Asks the feeds whose turn it is, again and again until it is told to stop.
pub async fn keep_asking(db: Database, limits: Limits, stop: Arc<Stop>) {
    while !stop.is_told() {
        let (db, limits) = (db.clone(), limits.clone());
        let told = Arc::clone(&stop);
        let work = move || due(&db, &limits, &told);
        let done = tokio::task::spawn_blocking(work).await;
        if let Err(error) = done.map_err(Error::internal).and_then(|done| done) {
            tracing::warn!(%error, "feeds will be asked again");
        }
        stop.pause(LOOK_EVERY).await;
    }
}

fn due(db: &Database, limits: &Limits, stop: &Arc<Stop>) -> Result<()> {
    let now = Timestamp::now().as_millisecond();
    for id in db.read(move |conn| turns::due(conn, now))? {
        if stop.is_told() {
            return Ok(());
        }
        if let Some(run) = one(db, &id, limits, (stop, &Progress::quiet()))? {
            log(&run);
        }
    }
    Ok(())
}

fn log(run: &Run) {
    let (feed, report) = (&run.feed_id, &run.report);
    match (run.state, &run.why) {
        (State::Fetching | State::Taking, _) => {
            tracing::info!(%feed, "a feed will be gone on with");
        }
        (State::Done, _) => tracing::info!(%feed, %report, "a feed was taken"),
        (_, why) => {
            let why = why.as_deref().unwrap_or_default();
            tracing::warn!(%feed, %why, "nothing of a feed was taken");
        }
    }
}
