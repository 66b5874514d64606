//! Bringing the services of a sheet in: put together with what is held, compared, and written in one
//! transaction.
//!
//! A sheet says of a service what its columns say and nothing else. What it says takes the place of what is
//! held, but for what people have written here since, which stands unless the row says a later day. What this
//! source said before and says no more, goes. All else stays. No row that is missing takes a service away.

use super::reports;
use super::seen::{Seen, seen};
use super::{Entry, Read, Sheet};
use crate::db::{Conn, Database, Tx};
use crate::directory::record::{Document, text};
use crate::directory::sources::{self, Sources};
use crate::directory::store::{self, Outcome, Shelf, hold_all, parse};
use crate::error::{Error, Result};
use crate::exchange::batch::{Batch, Texts};
use crate::exchange::input::Found;
use crate::exchange::plan::Plan;
use crate::exchange::progress::Progress;
use crate::exchange::summary::Summary;
use crate::feeds::keep::keep;
use jiff::Timestamp;
use serde_json::Value;
use std::collections::HashMap;

/// Fields of which HSDS says nothing a reader could miss, and that are no news by themselves.
const QUIET: [&str; 1] = ["last_modified"];

/// What the name of a sheet begins with where it is noted who said what.
pub const SHEET: &str = "sheet:";

/// What became of a sheet.
#[derive(Debug, Clone)]
pub struct Taken {
    /// Counts, and the rows that could not be used.
    pub summary: Summary,
    /// What changed, or would change, service by service.
    pub seen: Seen,
}

/// A sheet's services beside what is held.
struct Ready {
    batch: Batch,
    plan: Plan,
    /// What stays as somebody wrote it here, by the service's id.
    kept: HashMap<String, Vec<String>>,
}

/// What taking a sheet in would do; nothing is written.
///
/// # Errors
/// No column has the names, or the database fails.
pub fn preview(db: &Database, sheet: &Sheet) -> Result<Taken> {
    db.read(|conn| look(conn, sheet))
}

/// The same on a connection.
///
/// # Errors
/// As of [`preview`].
pub fn look(conn: &mut Conn, sheet: &Sheet) -> Result<Taken> {
    let read = sheet.entries()?;
    let ready = ready(conn, &read, &sheet.source)?;
    taken(conn, &ready, &read)
}

/// Takes a sheet in: all of its rows that can be used, or nothing.
///
/// # Errors
/// As of [`preview`]; nothing was written.
pub fn take(db: &Database, sheet: &Sheet) -> Result<Taken> {
    let (read, source) = (sheet.entries()?, sheet.source.clone());
    db.write(move |tx| apply(tx, &read, &source))
}

/// The same within a transaction.
///
/// # Errors
/// The database fails.
pub fn apply(tx: &mut Tx, read: &Read, source: &str) -> Result<Taken> {
    let mut ready_now = ready(tx, read, source)?;
    if held(tx, &ready_now)? {
        // What somebody has written until now counts; from now on they wait.
        ready_now = ready(tx, read, source)?;
    }
    let told = taken(tx, &ready_now, read)?;
    ready_now
        .plan
        .carry_out(tx, &ready_now.batch, &Progress::quiet())?;
    say_who(tx, &ready_now, source)?;
    reports::room(tx, read, &ready_now.batch)?;
    reports::money(tx, read)?;
    Ok(told)
}

fn taken(conn: &mut Conn, ready: &Ready, read: &Read) -> Result<Taken> {
    let mut summary = ready.plan.summary(&ready.batch);
    summary
        .rejections
        .splice(0..0, read.rejections.iter().cloned());
    let mut seen = seen(conn, &ready.batch, &ready.plan, read, &ready.kept)?;
    seen.notes.clone_from(&read.notes);
    Ok(Taken { summary, seen })
}

fn ready(conn: &mut Conn, read: &Read, source: &str) -> Result<Ready> {
    let mut batch = Batch::default();
    for entry in &read.entries {
        let place = format!("row {}", entry.rows.first().copied().unwrap_or_default());
        let record = Ok(Value::Object(entry.document.clone()));
        batch.add(Found { place, record })?;
    }
    let updated: HashMap<&str, i64> = read.entries.iter().filter_map(updated).collect();
    let mut kept = HashMap::new();
    let ids: Vec<String> = batch.services.iter().map(|one| one.id.clone()).collect();
    let (beside, entries) = (
        Beside::of(conn, Shelf::Services, &ids, source)?,
        read.by_id(),
    );
    for service in &mut batch.services {
        let modified = updated.get(service.id.as_str()).copied();
        let entry = entries.get(service.id.as_str()).copied();
        let mut new = parse(&service.document)?;
        reports::note(&mut new, entry, beside.held(&service.id)?.as_ref());
        let (new, fields) = beside.merged(&service.id, new, modified)?;
        service.locations = crate::directory::record::location_ids(&new);
        service.document = json(&new)?;
        kept.insert(service.id.clone(), fields);
    }
    for (shelf, texts) in [
        (Shelf::Organizations, &mut batch.organizations),
        (Shelf::Locations, &mut batch.locations),
    ] {
        let ids: Vec<String> = texts.keys().cloned().collect();
        let beside = Beside::of(conn, shelf, &ids, source)?;
        merge_all(texts, &beside)?;
    }
    let plan = Plan::new(conn, &batch, None, &Progress::quiet())?;
    Ok(Ready { batch, plan, kept })
}

fn merge_all(texts: &mut Texts, beside: &Beside) -> Result<()> {
    for (id, text) in texts.iter_mut() {
        let (new, _) = beside.merged(id, parse(text)?, None)?;
        *text = json(&new)?;
    }
    Ok(())
}

fn updated(entry: &Entry) -> Option<(&str, i64)> {
    Some((
        text(&entry.document, "id")?,
        entry.updated?.as_millisecond(),
    ))
}

/// What is held of some documents, and who said what of them.
struct Beside {
    held: HashMap<String, String>,
    said: HashMap<String, Sources>,
    source: String,
}

impl Beside {
    fn of(conn: &mut Conn, shelf: Shelf, ids: &[String], source: &str) -> Result<Self> {
        Ok(Self {
            held: store::texts(conn, shelf, ids)?,
            said: sources::store::of(conn, shelf, ids)?,
            source: known_as(source),
        })
    }

    fn held(&self, id: &str) -> Result<Option<Document>> {
        self.held.get(id).map(|text| parse(text)).transpose()
    }

    /// What is held with what the sheet says, and the fields in which that stays as somebody wrote it.
    fn merged(
        &self,
        id: &str,
        new: Document,
        modified: Option<i64>,
    ) -> Result<(Document, Vec<String>)> {
        let Some(held) = self.held(id)? else {
            return Ok((new, Vec::new()));
        };
        let nobody = Sources::default();
        let said = self.said.get(id).unwrap_or(&nobody);
        let mut merged = held.clone();
        merged.retain(|field, _| {
            let own = said
                .of(field)
                .is_some_and(|said| said.feed.as_deref() == Some(&self.source));
            !own || new.contains_key(field) || QUIET.contains(&field.as_str())
        });
        // A service that is closed by hand is not opened by a sheet that does not speak of it.
        for (field, value) in new.into_iter().filter(|(field, _)| field != "status") {
            merged.insert(field, value);
        }
        let kept = keep(&held, &mut merged, said, modified);
        Ok((merged, kept))
    }
}

/// The name under which what a sheet said is noted.
fn known_as(source: &str) -> String {
    format!("{SHEET}{source}")
}

fn held(tx: &mut Tx, ready: &Ready) -> Result<bool> {
    let on = |wanted: Shelf| {
        let written = ready
            .plan
            .written(&ready.batch)
            .filter(|(shelf, ..)| *shelf == wanted);
        let mut ids: Vec<String> = written.map(|(_, id, _)| id.to_owned()).collect();
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

/// Notes of each field that was written that this source gave it.
fn say_who(tx: &mut Tx, ready: &Ready, source: &str) -> Result<()> {
    let (now, source) = (Timestamp::now().as_millisecond(), known_as(source));
    for shelf in [Shelf::Services, Shelf::Organizations, Shelf::Locations] {
        let of_shelf = |&(on, ..): &(Shelf, _, _)| on == shelf;
        let written: Vec<_> = ready.plan.written(&ready.batch).filter(of_shelf).collect();
        let ids: Vec<String> = written.iter().map(|(_, id, _)| (*id).to_owned()).collect();
        let mut known = sources::store::of(tx, shelf, &ids)?;
        let said = written.into_iter().map(|(_, id, compared)| {
            let mut said = match compared.outcome {
                Outcome::Added => Sources::given(&source, now),
                _ => known.remove(id).unwrap_or_default(),
            };
            if compared.outcome == Outcome::Changed {
                said.give(&source, compared.fields.iter().cloned(), now);
            }
            (id.to_owned(), said)
        });
        sources::store::replace(tx, shelf, &said.collect::<Vec<_>>())?;
    }
    Ok(())
}

fn json(document: &Document) -> Result<String> {
    serde_json::to_string(document).map_err(Error::internal)
}
