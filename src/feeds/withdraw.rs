//! What a feed lists no longer: noted when it is first missed, and withdrawn when it has been missing for
//! long. Nothing is deleted, and what is listed again comes back.

use super::missing::{Verdict, verdict};
use super::report::{Note, Problem};
use super::store::records::{self, Given};
use super::store::{problems, runs, turns};
use super::{Feed, Run};
use crate::db::{Database, Tx};
use crate::directory::sources;
use crate::directory::store::{self, Shelf};
use crate::domain::time::{from_millis, rfc3339};
use crate::error::Result;
use crate::matching;
use jiff::Timestamp;

/// Services looked at in one transaction.
const AT_ONCE: i64 = 200;
/// What a service is that nobody is sent to.
const OVER: &str = "inactive";

/// Looks at all services that the feed has given and this run, which read all of it, has not seen.
///
/// # Errors
/// The database fails; the rest is looked at when the run goes on.
pub fn withdraw(db: &Database, feed: &mut Feed, run: &mut Run) -> Result<()> {
    run.report.missing = 0;
    let mut after = String::new();
    loop {
        let (id, run_id, from) = (feed.id.clone(), run.id.clone(), after.clone());
        let unseen = db.read(move |conn| records::unseen(conn, &id, &run_id, &from, AT_ONCE))?;
        let Some(last) = unseen.last() else {
            return Ok(());
        };
        after.clone_from(&last.their_id);
        let (id, lease, mut mine) = (feed.id.clone(), feed.lease_until, run.clone());
        (feed.lease_until, *run) = db.write(move |tx| {
            let now = Timestamp::now().as_millisecond();
            let lease = turns::renew(tx, &id, lease, now)?;
            some(tx, &mut mine, unseen, now)?;
            runs::save(tx, &mine)?;
            Ok((lease, mine))
        })?;
    }
}

fn some(tx: &mut Tx, run: &mut Run, unseen: Vec<Given>, now: i64) -> Result<()> {
    let mut noted = Vec::new();
    for given in unseen {
        let since = given.missing_since.unwrap_or(now);
        let withdrawn_at = match verdict(given.missing_since, given.withdrawn_at, now) {
            Verdict::Over => continue,
            Verdict::Wait => None,
            Verdict::Withdraw => {
                one(tx, run, &given, since, now)?;
                Some(now)
            }
        };
        run.report.missing += 1;
        noted.push(Given {
            missing_since: Some(since),
            withdrawn_at,
            ..given
        });
    }
    records::replace(tx, &noted)
}

/// Withdraws a service, unless somebody has edited it since it was last listed, or lists it elsewhere: they
/// know more.
fn one(tx: &mut Tx, run: &mut Run, given: &Given, since: i64, now: i64) -> Result<()> {
    store::hold(tx, &given.our_id)?;
    let elsewhere = matching::store::stands_for(tx, &given.our_id)?;
    if records::are_listed(tx, &elsewhere)? {
        return stays(tx, run, given, "another feed lists it too");
    }
    let id = std::slice::from_ref(&given.our_id);
    let mut said = sources::store::of(tx, Shelf::Services, id)?
        .remove(&given.our_id)
        .unwrap_or_default();
    if said.written().any(|(_, said)| said.at > since) {
        return stays(tx, run, given, "somebody has edited it since");
    }
    let Some(mut service) = store::document(tx, Shelf::Services, &given.our_id)? else {
        return Ok(());
    };
    service.insert("status".into(), OVER.into());
    service.insert("last_modified".into(), rfc3339(from_millis(now)).into());
    if store::put_service(tx, &service)? == store::Outcome::Changed {
        run.report.withdrawn += 1;
    }
    said.give(&given.feed_id, ["status".to_owned()], now);
    sources::store::replace(tx, Shelf::Services, &[(given.our_id.clone(), said)])
}

/// Notes that a service stays though the feed lists it no longer.
fn stays(tx: &mut Tx, run: &mut Run, given: &Given, why: &str) -> Result<()> {
    let problem = Problem {
        note: Note::Kept,
        record: given.their_id.clone(),
        field: "status".into(),
        message: format!("is listed no longer, and stays: {why}"),
    };
    problems::add(tx, &run.id, run.report.problems, &[problem])?;
    run.report.problems += 1;
    run.report.kept += 1;
    Ok(())
}
