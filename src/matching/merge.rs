//! Making one of two listings: the one that stays takes what it lacks, the other leads to it from then on.

use super::moved::{self, Moved};
use super::store::{self, NewMerge};
use crate::accounts::audit::{self, Actor, Deed};
use crate::capacity::store::ensure_lines;
use crate::db::{Kind, Tx};
use crate::directory::record::{Document, objects, text};
use crate::directory::store::{Shelf, document, merged_into};
use crate::edits::{Field, Values, apply, hold, made_id, read, save};
use crate::error::{Error, Result};
use crate::search::truth::LineRow;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

/// What the listing that stays takes from the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// Fields, in the place of what it says itself.
    pub fields: Vec<Field>,
    /// Places, beside its own.
    pub places: Vec<String>,
}

/// What the audit keeps of it.
#[derive(Serialize)]
pub(super) struct Into<'a> {
    pub merged_into: Option<&'a str>,
}

/// Makes one of two; the lines whose room is another since.
///
/// # Errors
/// They are one already, one of them has gone, or the database fails.
pub fn merge(
    tx: &mut Tx,
    (kept, gone): (&str, &str),
    taken: &Taken,
    who: &Actor,
    now: Timestamp,
) -> Result<Vec<LineRow>> {
    let (held, other) = both(tx, kept, gone)?;
    let before = kept_document(tx, kept)?;
    let change = taking(held.clone(), &other, taken);
    if change != held {
        let (was, is) = (read(&held), read(&change));
        let differ = |values: &Values, others: &Values| -> Values {
            let differ = values
                .iter()
                .filter(|(field, value)| others.get(*field) != Some(value));
            differ
                .map(|(field, value)| (field.clone(), value.clone()))
                .collect()
        };
        save(
            tx,
            change,
            (&differ(&was, &is), &differ(&is, &was)),
            who,
            now,
        )?;
    }
    let (moved, lines) = moved::follow(tx, (kept, gone), who, now)?;
    store::point(tx, gone, Some(kept))?;
    store::forget_all(tx, gone)?;
    ensure_lines(tx, gone, &[])?;
    tx.changed(Kind::Service, gone);
    let after = kept_document(tx, kept)?;
    note(tx, (kept, gone), (before, after), &moved, who, now)?;
    Ok(lines)
}

/// Both, whole, which nobody else can change until this transaction ends.
fn both(tx: &mut Tx, kept: &str, gone: &str) -> Result<(Document, Document)> {
    if kept == gone {
        return Err(Error::invalid("other", "is the same listing: choose two"));
    }
    // All take them in one order, so that no two wait for each other.
    let (first, second) = store::ordered(kept, gone);
    let (first, second) = (hold(tx, first)?, hold(tx, second)?);
    for id in [kept, gone] {
        if merged_into(tx, id)?.is_some() {
            let why = "one of the two has been merged already: load the page again";
            return Err(Error::Conflict(why.into()));
        }
    }
    match text(&first, "id") == Some(kept) {
        true => Ok((first, second)),
        false => Ok((second, first)),
    }
}

/// The listing with what it takes from the other.
pub(super) fn taking(mut kept: Document, other: &Document, taken: &Taken) -> Document {
    let (id, theirs) = (
        text(&kept, "id").unwrap_or_default().to_owned(),
        read(other),
    );
    for field in taken
        .fields
        .iter()
        .filter(|field| field.location().is_none())
    {
        let value = theirs.get(field).map_or("", String::as_str);
        apply(&mut kept, field, value);
    }
    for entry in objects(other, "service_at_locations") {
        let place = text(entry, "location_id").unwrap_or_default();
        let is_there = objects(&kept, "service_at_locations")
            .any(|known| text(known, "location_id") == Some(place));
        if is_there || !taken.places.iter().any(|wanted| wanted == place) {
            continue;
        }
        let mut entry = entry.clone();
        entry.insert("id".into(), made_id(&[&id, "at", place]).into());
        entry.insert("service_id".into(), id.as_str().into());
        let entries = kept
            .entry("service_at_locations")
            .or_insert_with(|| json!([]));
        if let Value::Array(entries) = entries {
            entries.push(entry.into());
        }
    }
    kept
}

fn kept_document(tx: &mut Tx, id: &str) -> Result<String> {
    let document = document(tx, Shelf::Services, id)?.unwrap_or_default();
    serde_json::to_string(&document).map_err(Error::internal)
}

fn note(
    tx: &mut Tx,
    (kept_id, gone_id): (&str, &str),
    (kept_before, kept_after): (String, String),
    moved: &Moved,
    who: &Actor,
    now: Timestamp,
) -> Result<()> {
    let new = NewMerge {
        kept_id,
        gone_id,
        kept_before,
        kept_after,
        moved: serde_json::to_string(moved).map_err(Error::internal)?,
    };
    store::add(tx, &new, who, now)?;
    let deed = Deed {
        action: "service.merged",
        kind: "service",
        id: gone_id,
    };
    let into = |merged_into| Into { merged_into };
    audit::note(
        tx,
        who,
        deed,
        (Some(&into(None)), Some(&into(Some(kept_id)))),
        now,
    )
}
