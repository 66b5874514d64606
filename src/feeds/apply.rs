//! Taking what a run has fetched: compared with what is held and written a few services at a time, each
//! time in one transaction, so that nobody waits long and whoever goes on finds out where. To take the same
//! again changes nothing.

mod chunk;
mod gather;

use super::store::{runs, turns};
use super::{Feed, Run};
use crate::db::{Database, Tx};
use crate::error::{Error, Result};
use crate::exchange::progress::Progress;
use crate::reminders::service::Stop;
use chunk::Chunk;
use gather::Stock;
use jiff::Timestamp;

/// Services that are taken in one transaction.
const AT_ONCE: usize = 200;
/// How often one of these is tried, where others write the same at that moment.
const TRIES: usize = 4;

/// Takes all that is staged, from where the run has come to; false if it was told to stop before the end.
///
/// # Errors
/// The database fails; what was taken so far stays, and the rest is taken when the run goes on.
pub fn apply(
    db: &Database,
    (feed, run): (&mut Feed, &mut Run),
    (stop, progress): (&Stop, &Progress),
) -> Result<bool> {
    let stock = Stock::gather(db, feed, run)?;
    progress.begin(
        &format!("taking {}", feed.name),
        Some(stock.services() as u64),
    );
    let mut from = usize::try_from(run.report.taken).unwrap_or(usize::MAX);
    progress.step(from as u64);
    if from == 0 {
        listed(db, feed, run, &stock)?;
    }
    while from < stock.services() {
        if stop.is_told() {
            return Ok(false);
        }
        let to = (from + AT_ONCE).min(stock.services());
        let chunk = stock.chunk(from..to, feed, run);
        insist(db, &chunk, feed, run)?;
        progress.step((to - from) as u64);
        from = to;
    }
    progress.end();
    Ok(true)
}

/// Notes what is listed though there is nothing new to take of it, and the ids of what is new.
fn listed(db: &Database, feed: &Feed, run: &Run, stock: &Stock) -> Result<()> {
    let (feed, run) = (feed.id.clone(), run.id.clone());
    let (seen, fresh) = (stock.seen(), stock.fresh());
    db.write(move |tx| {
        super::store::records::see(tx, &feed, &run, &seen)?;
        super::store::records::replace(tx, &fresh)
    })
}

/// Takes some of it; again where somebody else wrote the same in the same moment.
fn insist(db: &Database, chunk: &Chunk, feed: &mut Feed, run: &mut Run) -> Result<()> {
    let mut tried = 1;
    loop {
        match take(db, chunk.clone(), feed, run.clone()) {
            Err(Error::Busy(_)) if tried < TRIES => tried += 1,
            Err(error) => return Err(error),
            Ok((lease, after)) => {
                feed.lease_until = lease;
                *run = after;
                return Ok(());
            }
        }
    }
}

fn take(db: &Database, chunk: Chunk, feed: &Feed, mut run: Run) -> Result<(i64, Run)> {
    let (id, lease) = (feed.id.clone(), feed.lease_until);
    db.write(move |tx: &mut Tx| {
        let now = Timestamp::now().as_millisecond();
        let lease = turns::renew(tx, &id, lease, now)?;
        chunk.take(tx, &mut run, now)?;
        runs::save(tx, &run)?;
        Ok((lease, run))
    })
}
