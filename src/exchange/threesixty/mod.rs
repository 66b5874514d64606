//! Brings grants in as funders publish them: the 360Giving Data Standard, as JSON from a file, a folder or an
//! address, or as a table (CSV) from a file, gzipped or not. All is read before anything is written, and then
//! written in one transaction. What breaks the standard is reported, and taken where it is usable.

mod flat;
mod report;

pub use report::Report;

use super::input;
use super::progress::Progress;
use super::summary::{Rejection, Summary};
use crate::db::{Conn, Database, Tx};
use crate::directory::numbers;
use crate::error::{Error, Result};
use crate::funding::grants::store::{self, Plan};
use crate::funding::grants::{self, Grant};
use serde_json::Value;
use std::collections::HashMap;
use std::path::Path;

/// Imports grants, and finds out which organisations of the directory they pay. With `dry_run` it only
/// tells what would happen. A grant that is read twice counts as it was changed last.
///
/// # Errors
/// The input cannot be read to its end or holds no grants, or the database fails: nothing is changed.
pub fn import(db: &Database, from: &str, dry_run: bool, progress: &Progress) -> Result<Report> {
    let mut gathered = Gathered::default();
    gathered.read(from, progress)?;
    let Gathered {
        mut report, grants, ..
    } = gathered;
    report.dated = grants
        .iter()
        .filter(|(grant, _)| grant.period.last.is_some())
        .count() as u64;
    if !dry_run {
        numbers::store::bring_up(db)?;
    }
    progress.begin("writing grants", Some(grants.len() as u64));
    let told = progress.clone();
    let plan = match dry_run {
        true => db.read(|conn| store::plan(conn, &grants).map(|plan| (plan, None))),
        false => db.write(move |tx| apply(tx, &grants, &told)),
    };
    progress.end();
    let (plan, joined) = plan?;
    report.joined = joined;
    report.summary = Summary {
        added: plan.added(),
        changed: plan.changed(),
        unchanged: plan.unchanged + plan.older,
        ..report.summary
    };
    Ok(report)
}

fn apply(
    tx: &mut Tx,
    grants: &[(Grant, String)],
    progress: &Progress,
) -> Result<(Plan, Option<usize>)> {
    let conn: &mut Conn = tx;
    let plan = store::plan(conn, grants)?;
    store::carry_out(tx, &plan, || progress.step(1))?;
    let joined = store::joined(tx)?;
    Ok((plan, Some(joined)))
}

/// What has been read so far.
#[derive(Default)]
struct Gathered {
    grants: Vec<(Grant, String)>,
    /// Where each id is in that list.
    places: HashMap<String, usize>,
    report: Report,
}

impl Gathered {
    fn read(&mut self, from: &str, progress: &Progress) -> Result<()> {
        let mut found = 0;
        if flat::is_flat(Path::new(from)) {
            flat::read(Path::new(from), &mut |place, grant| {
                found += 1;
                self.add(place, &grant);
                progress.step(1);
            })?;
        } else {
            input::read(from, progress, &mut |record| {
                let place = record.place;
                for (number, grant) in (1..).zip(listed(record.record.ok())) {
                    found += 1;
                    self.add(format!("{place}, grant {number}"), &grant);
                }
            })?;
        }
        match found {
            0 => Err(Error::Usage(format!(
                "{from} holds no grants. Nothing was imported: give a file of the 360Giving Data Standard, JSON with \"grants\" or CSV with a column Identifier"
            ))),
            _ => Ok(()),
        }
    }

    fn add(&mut self, place: String, grant: &Value) {
        let faults = grants::faults(grant);
        let id = grant.get("id").and_then(Value::as_str).map(str::to_owned);
        self.report.count(id.as_deref(), &faults);
        let nothing = serde_json::Map::new();
        match grants::read(grant.as_object().unwrap_or(&nothing)) {
            Ok(read) => self.keep(read, place),
            Err(misread) => self.report.summary.rejections.push(Rejection {
                place,
                id,
                field: misread.field.into(),
                reason: misread.reason.into(),
            }),
        }
    }

    /// Keeps a grant, unless it was read before as it was changed later.
    fn keep(&mut self, grant: Grant, place: String) {
        let source = place.split(',').next().unwrap_or_default().to_owned();
        match self.places.get(&grant.id) {
            None => {
                self.places.insert(grant.id.clone(), self.grants.len());
                self.grants.push((grant, source));
            }
            Some(at) => {
                self.report.twice += 1;
                let known = &mut self.grants[*at];
                if known.0.modified <= grant.modified {
                    *known = (grant, source);
                }
            }
        }
    }
}

/// The grants that a record of the input is or lists.
fn listed(record: Option<Value>) -> Vec<Value> {
    match record {
        Some(Value::Object(mut object)) => match object.get_mut("grants").map(Value::take) {
            Some(Value::Array(grants)) => grants,
            _ if object.contains_key("fundingOrganization") => vec![Value::Object(object)],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}
