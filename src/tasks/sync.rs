//! Keeping the rows in step with the state of things: a task opens when something is the matter, and
//! closes when nothing is any longer. Done by whoever looks, so that nothing has to run; done twice
//! at once, by two nodes, it is done once.

use super::causes::{self, Causes};
use super::reason::Reasons;
use super::store::{self, Row};
use crate::db::{Database, Tx};
use crate::error::Result;
use jiff::Timestamp;
use std::collections::HashSet;

/// Changes in one transaction.
const AT_ONCE: usize = 500;

/// What is to be done to one row.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Change {
    /// A service gets a task, open since then.
    Open(String, Reasons, i64),
    /// A task has other reasons now.
    Follow(Box<Row>, Reasons),
    /// A task has none any longer.
    Resolve(Box<Row>),
}

/// Brings the rows in step with the state of things at `now`, and returns that.
///
/// # Errors
/// The database fails.
pub fn in_step(db: &Database, now: Timestamp) -> Result<Causes> {
    let (causes, changes) = db.read(|conn| {
        // Rows first: what becomes the matter in between makes their revision another.
        let rows = store::open_ones(conn)?;
        let causes = causes::all(conn, now)?;
        let changes = changes(&causes, rows);
        Ok((causes, changes))
    })?;
    for changes in changes.chunks(AT_ONCE) {
        let changes = changes.to_vec();
        db.write(move |tx| apply(tx, &changes, now))?;
    }
    Ok(causes)
}

/// What is to be done, in the order of services, so that no two nodes wait for each other.
fn changes(causes: &Causes, rows: Vec<Row>) -> Vec<Change> {
    let with_task: HashSet<String> = rows.iter().map(|row| row.service_id.clone()).collect();
    let new = causes.iter().filter(|(id, _)| !with_task.contains(*id));
    let opened = new.map(|(id, matter)| Change::Open(id.clone(), matter.all(), matter.since()));
    let mut changes: Vec<Change> = opened.collect();
    changes.extend(rows.into_iter().filter_map(|row| {
        let Some(matter) = causes.get(&row.service_id) else {
            return Some(Change::Resolve(Box::new(row)));
        };
        let reasons = matter.all();
        (reasons != row.reasons()).then(|| Change::Follow(Box::new(row), reasons))
    }));
    changes.sort_by(|one, other| one.service().cmp(other.service()));
    changes
}

impl Change {
    fn service(&self) -> &str {
        match self {
            Change::Open(service, ..) => service,
            Change::Follow(row, _) | Change::Resolve(row) => &row.service_id,
        }
    }
}

fn apply(tx: &mut Tx, changes: &[Change], now: Timestamp) -> Result<()> {
    for change in changes {
        match change {
            Change::Open(service, reasons, since) => store::open(tx, service, reasons, *since)?,
            Change::Follow(row, reasons) => store::follow(tx, row, reasons)?,
            Change::Resolve(row) => store::resolve(tx, row, now.as_millisecond())?,
        }
    }
    Ok(())
}
