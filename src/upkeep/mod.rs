//! Upkeep: once a day, what nobody needs any more is deleted, a few rows at a time, so that whoever
//! writes meanwhile waits for a moment only, and the numbers of organisations are brought in step with
//! what they say. One node does it for all.

mod rows;

use crate::db::{Database, Tx, settings};
use crate::directory::numbers;
use crate::domain::schedule::local_day;
use crate::error::Result;
use jiff::{Timestamp, ToSpan};

/// Days for which a delivery that has arrived is kept, for whoever asks what was told.
pub const DELIVERIES_DAYS: i64 = 30;
/// Days for which a subscription is kept after it has ended, or was not wanted.
pub const SUBSCRIPTIONS_DAYS: i64 = 30;
/// Days for which a one-tap link is kept after its end: so long a new one can be asked for with it.
pub const LINKS_DAYS: i64 = 180;
/// Days for which it is kept that a message was sent.
pub const MESSAGES_DAYS: i64 = 90;
/// Days for which looks and searches are kept: a year, and what is needed to compare two months of it.
pub const LOOKS_DAYS: i64 = 400;

const DAY_MS: i64 = 86_400_000;

/// How many rows were deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Deleted {
    /// Deliveries that have arrived.
    pub deliveries: usize,
    /// Subscriptions.
    pub subscriptions: usize,
    /// Old secrets of webhooks.
    pub secrets: usize,
    /// One-tap links.
    pub links: usize,
    /// Sessions that are over.
    pub sessions: usize,
    /// Links to sign in that are over.
    pub sign_ins: usize,
    /// Messages that were sent.
    pub messages: usize,
    /// Looks, by service and day.
    pub looks: usize,
    /// Searches, by week, need, outcode and what was found.
    pub searches: usize,
    /// Sheets that were sent up a day ago.
    pub sheets: usize,
}

/// Does the upkeep of this day, unless it was begun already; what was deleted, if it did.
///
/// # Errors
/// The database fails; what is left then is deleted on the next day.
pub fn daily(db: &Database, now: Timestamp) -> Result<Option<Deleted>> {
    let day = local_day(now, 0).to_string();
    if db.read(|conn| settings::is_upkeep_done(conn, &day))? {
        return Ok(None);
    }
    if !db.write(move |tx| settings::take_upkeep(tx, &day))? {
        return Ok(None);
    }
    numbers::store::bring_up(db)?;
    tidy(db, now).map(Some)
}

/// Deletes what is too old at `now`.
///
/// # Errors
/// The database fails; what was deleted by then stays deleted.
pub fn tidy(db: &Database, now: Timestamp) -> Result<Deleted> {
    let before = |days: i64| now.as_millisecond() - days * DAY_MS;
    let first_day = local_day(now, 0)
        .saturating_sub(LOOKS_DAYS.days())
        .to_string();
    Ok(Deleted {
        deliveries: all_of(db, rows::deliveries, before(DELIVERIES_DAYS))?,
        subscriptions: all_of(db, rows::subscriptions, before(SUBSCRIPTIONS_DAYS))?,
        secrets: all_of(db, rows::secrets, before(0))?,
        links: all_of(db, rows::links, before(LINKS_DAYS))?,
        sessions: all_of(db, rows::sessions, before(1))?,
        sign_ins: all_of(db, rows::sign_ins, before(1))?,
        messages: all_of(db, rows::messages, before(MESSAGES_DAYS))?,
        looks: all_of(db, rows::looks, first_day.clone())?,
        searches: all_of(db, rows::searches, first_day)?,
        sheets: all_of(db, rows::sheets, before(1))?,
    })
}

/// Deletes again and again, each time in a transaction of its own, until nothing is left.
fn all_of<B>(db: &Database, some: fn(&mut Tx, &B) -> Result<usize>, before: B) -> Result<usize>
where
    B: Clone + Send + 'static,
{
    let mut deleted = 0;
    loop {
        let before = before.clone();
        match db.write(move |tx| some(tx, &before))? {
            0 => return Ok(deleted),
            more => deleted += more,
        }
    }
}
