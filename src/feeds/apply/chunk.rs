//! Some services of a run, taken in one transaction.

use super::super::Run;
use super::super::keep::keep;
use super::super::report::{Note, Problem};
use super::super::store::problems;
use super::super::store::records::{self, Given};
use crate::db::{Conn, Tx};
use crate::directory::record::{self, Document};
use crate::directory::sources::{self, Sources};
use crate::directory::store::{self, Outcome, Shelf, hold_all, parse};
use crate::error::{Error, Result};
use crate::exchange::batch::Batch;
use crate::exchange::hsds;
use crate::exchange::plan::Plan;
use crate::exchange::progress::Progress;
use std::collections::HashMap;

/// Some services of a run.
#[derive(Clone)]
pub struct Chunk {
    /// The feed.
    pub feed: String,
    /// Whether the run has all of the feed: what only a part says of a place is not all that is said of it.
    pub whole: bool,
    /// The services, with what they bring along.
    pub batch: Batch,
    /// What is known of the services.
    pub given: Vec<Given>,
    /// When what they bring along was changed.
    pub modified: HashMap<String, i64>,
}

/// What would be written, and what stays as somebody wrote it.
struct Prepared {
    batch: Batch,
    plan: Plan,
    kept: Vec<Problem>,
}

impl Chunk {
    /// Writes what differs.
    ///
    /// # Errors
    /// The database fails.
    pub fn take(&self, tx: &mut Tx, run: &mut Run, now: i64) -> Result<()> {
        let mut ready = self.prepare(tx)?;
        if self.hold(tx, &ready)? {
            // What somebody has written until now counts; from now on they wait.
            ready = self.prepare(tx)?;
        }
        ready.plan.carry_out(tx, &ready.batch, &Progress::quiet())?;
        hsds::observe(tx, &ready.batch)?;
        self.say_who(tx, &ready, now)?;
        self.count(tx, run, &ready)?;
        let listed = self.given.iter().map(|given| Given {
            missing_since: None,
            withdrawn_at: None,
            ..given.clone()
        });
        records::replace(tx, &listed.collect::<Vec<_>>())
    }

    fn prepare(&self, conn: &mut Conn) -> Result<Prepared> {
        let (mut batch, mut kept) = (self.batch.clone(), Vec::new());
        self.keep_services(conn, &mut batch, &mut kept)?;
        for shelf in [Shelf::Organizations, Shelf::Locations] {
            self.keep_brought(conn, shelf, &mut batch, &mut kept)?;
        }
        let plan = Plan::new(conn, &batch, None, &Progress::quiet())?;
        Ok(Prepared { batch, plan, kept })
    }

    fn keep_services(
        &self,
        conn: &mut Conn,
        batch: &mut Batch,
        kept: &mut Vec<Problem>,
    ) -> Result<()> {
        let ids: Vec<String> = batch.services.iter().map(|one| one.id.clone()).collect();
        let said = sources::store::of(conn, Shelf::Services, &ids)?;
        let held = store::texts(conn, Shelf::Services, &written(&said))?;
        for service in &mut batch.services {
            let (Some(said), Some(held)) = (said.get(&service.id), held.get(&service.id)) else {
                continue;
            };
            let given = self.given.iter().find(|given| given.our_id == service.id);
            let modified = given.and_then(|given| given.modified_at);
            let mut new = parse(&service.document)?;
            let fields = keep(&parse(held)?, &mut new, said, modified);
            if !fields.is_empty() {
                service.document = json(&new)?;
                let theirs = given.map_or(&service.id, |given| &given.their_id);
                kept.extend(fields.iter().map(|field| problem(theirs, "", field)));
            }
        }
        Ok(())
    }

    fn keep_brought(
        &self,
        conn: &mut Conn,
        shelf: Shelf,
        batch: &mut Batch,
        kept: &mut Vec<Problem>,
    ) -> Result<()> {
        let (texts, what) = match shelf {
            Shelf::Organizations => (&mut batch.organizations, "organization."),
            _ => (&mut batch.locations, "location."),
        };
        let ids: Vec<String> = texts.keys().cloned().collect();
        let said = sources::store::of(conn, shelf, &ids)?;
        let asked = match self.whole {
            true => written(&said),
            false => ids,
        };
        for (id, held) in store::texts(conn, shelf, &asked)? {
            let (Some(text), held) = (texts.get_mut(&id), parse(&held)?) else {
                continue;
            };
            let mut new = parse(text)?;
            if !self.whole {
                let later = std::mem::replace(&mut new, held.clone());
                record::merge(&mut new, later);
            }
            if let Some(said) = said.get(&id) {
                let modified = self.modified.get(&id).copied();
                let fields = keep(&held, &mut new, said, modified);
                kept.extend(fields.iter().map(|field| problem(&id, what, field)));
            }
            *text = json(&new)?;
        }
        Ok(())
    }

    /// Sees to it that nobody else changes what is about to be; whether there is anything.
    fn hold(&self, tx: &mut Tx, ready: &Prepared) -> Result<bool> {
        let on = |wanted: Shelf| {
            let written = ready.plan.written(&ready.batch);
            let ids = written.filter(|(shelf, ..)| *shelf == wanted);
            let mut ids: Vec<String> = ids.map(|(_, id, _)| id.to_owned()).collect();
            ids.sort_unstable();
            ids
        };
        let (services, locations) = (on(Shelf::Services), on(Shelf::Locations));
        if services.is_empty() && locations.is_empty() {
            return Ok(false);
        }
        hold_all(tx, &services, &locations)?;
        Ok(true)
    }

    /// Notes of each field that was written that this feed gave it.
    fn say_who(&self, tx: &mut Tx, ready: &Prepared, now: i64) -> Result<()> {
        for shelf in [Shelf::Services, Shelf::Organizations, Shelf::Locations] {
            let of_shelf = |&(on, ..): &(Shelf, _, _)| on == shelf;
            let written: Vec<_> = ready.plan.written(&ready.batch).filter(of_shelf).collect();
            let ids: Vec<String> = written.iter().map(|(_, id, _)| (*id).to_owned()).collect();
            let mut known = sources::store::of(tx, shelf, &ids)?;
            let said = written.into_iter().map(|(_, id, compared)| {
                let mut said = match compared.outcome {
                    Outcome::Added => Sources::given(&self.feed, now),
                    _ => known.remove(id).unwrap_or_default(),
                };
                if compared.outcome == Outcome::Changed {
                    said.give(&self.feed, compared.fields.iter().cloned(), now);
                }
                (id.to_owned(), said)
            });
            sources::store::replace(tx, shelf, &said.collect::<Vec<_>>())?;
        }
        Ok(())
    }

    fn count(&self, tx: &mut Tx, run: &mut Run, ready: &Prepared) -> Result<()> {
        let (summary, report) = (ready.plan.summary(&ready.batch), &mut run.report);
        report.added += summary.added;
        report.changed += summary.changed;
        report.unchanged += summary.unchanged;
        report.taken += ready.batch.services.len() as u64;
        report.kept += ready.kept.len() as u64;
        let returned = self
            .given
            .iter()
            .filter(|given| given.withdrawn_at.is_some());
        report.returned += returned.count() as u64;
        let noted = report.problems;
        report.problems += ready.kept.len() as u64;
        problems::add(tx, &run.id, noted, &ready.kept)
    }
}

/// Those of which a person wrote something.
fn written(said: &HashMap<String, Sources>) -> Vec<String> {
    let written = said
        .iter()
        .filter(|(_, said)| said.written().next().is_some());
    written.map(|(id, _)| id.clone()).collect()
}

fn problem(record: &str, what: &str, field: &str) -> Problem {
    Problem {
        note: Note::Kept,
        record: record.to_owned(),
        field: format!("{what}{field}"),
        message: "stays as it was edited here: the feed says nothing newer".into(),
    }
}

fn json(document: &Document) -> Result<String> {
    serde_json::to_string(document).map_err(Error::internal)
}
