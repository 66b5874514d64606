//! Reading the change feed: what there is to tell is put where it leaves from, in the transaction that
//! moves the cursor. However many nodes read, and whenever one dies, each change is looked at once.

mod added;
mod look;
mod touched;

use super::store::{self, cursor};
use super::{Subscription, SubscriptionKind};
use crate::db::{Conn, Database, Tx, changes};
use crate::domain::schedule::local_day;
use crate::error::Result;
use crate::geography::Gazetteer;
use jiff::Timestamp;
use jiff::civil::Date;
use look::Scope;
use std::collections::HashSet;
use std::sync::Arc;
use touched::Touched;

/// Changes that are looked at in one transaction.
const AT_ONCE: i64 = 500;

/// What following needs to know beside the database.
#[derive(Clone)]
pub struct Here {
    /// Where postcodes are.
    pub gazetteer: Arc<Gazetteer>,
    /// The address under which people reach this server, without a slash at its end.
    pub public_url: String,
}

/// The moment at which somebody looks.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// Milliseconds since 1970.
    pub now: i64,
    /// The day in the UK.
    pub today: Date,
}

impl Moment {
    /// This one.
    pub fn of(now: Timestamp) -> Self {
        Self {
            now: now.as_millisecond(),
            today: local_day(now, 0),
        }
    }
}

/// Reads what there is to read, and says how many messages came of it.
///
/// # Errors
/// The database fails; what was read by then stays read, and told.
pub fn follow(db: &Database, here: &Here, now: Timestamp) -> Result<u64> {
    let moment = Moment::of(now);
    let mut told = 0;
    while db.read(|conn| is_anything_new(conn, moment))? {
        let here = here.clone();
        let (messages, more) = db.write(move |tx| step(tx, &here, moment))?;
        told += messages;
        // What came meanwhile can wait: whoever writes all the time is not to be kept company.
        if !more {
            break;
        }
    }
    Ok(told)
}

/// Whether there is anything to look at. Asked first, so that nothing is written where nothing happens.
fn is_anything_new(conn: &mut Conn, moment: Moment) -> Result<bool> {
    let cursor = cursor::read(conn)?;
    let news = changes::latest(conn)? > cursor.seq || cursor.funding_day != day(moment);
    Ok(news || !store::due(conn, moment.now)?.is_empty())
}

fn day(moment: Moment) -> String {
    moment.today.to_string()
}

/// Looks at some changes, and moves the cursor behind them. Says how many messages came of them, and
/// whether there are more changes.
fn step(tx: &mut Tx, here: &Here, moment: Moment) -> Result<(u64, bool)> {
    let mut cursor = cursor::take(tx)?;
    // Before those who want to be told are read: whoever comes in between is told of what comes after.
    let latest = changes::latest(tx)?;
    let live = store::live(tx, moment.now)?;
    let read = changes::after(tx, cursor.seq, AT_ONCE)?;
    let touched = Touched::by(&read);
    let all_awards = cursor.funding_day != day(moment);
    cursor.funding_day = day(moment);
    cursor.seq = match read.last() {
        // Nobody is to be told anything: what changed until now is of no interest.
        _ if live.is_empty() => latest,
        Some(last) => last.seq,
        None => cursor.seq,
    };
    let mut due = store::due(tx, moment.now)?;
    let added = added::note(tx, &live, &touched.listings, &here.gazetteer)?;
    let mut told = 0;
    for one in &live {
        let is_due = due.remove(&one.id);
        if let Some(scope) = scope(one, is_due, all_awards, &added, &touched) {
            told += look::look(tx, one, scope, here, moment)?;
        }
    }
    // Those of keys that no longer work.
    for id in due {
        store::look_no_more(tx, &id)?;
    }
    cursor::put(tx, &cursor)?;
    Ok((told, cursor.seq < latest))
}

/// What of a subscription is to be looked at, if anything is.
fn scope<'a>(
    one: &Subscription,
    is_due: bool,
    all_awards: bool,
    added: &HashSet<String>,
    touched: &'a Touched,
) -> Option<Scope<'a>> {
    if is_due {
        return Some(Scope::Everything);
    }
    let service = one.what.service_id.as_deref();
    match one.what.kind {
        SubscriptionKind::RoomAgain => {
            let is_touched = service.is_some_and(|id| touched.has(id));
            is_touched.then_some(Scope::Everything)
        }
        SubscriptionKind::NewService => added.contains(&one.id).then_some(Scope::Everything),
        SubscriptionKind::FundingEnds if all_awards => Some(Scope::Everything),
        SubscriptionKind::FundingEnds => {
            let is_listed = |id: &str| touched.listings.iter().any(|listed| listed == id);
            let concerns = service.map_or(!touched.listings.is_empty(), is_listed);
            concerns.then_some(Scope::Listings(&touched.listings))
        }
    }
}
