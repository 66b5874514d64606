//! What a sheet adds and changes, as people look at it: field by field, with what the field said before.

use super::{Note, Read};
use crate::db::Conn;
use crate::directory::record::{Document, objects, text};
use crate::directory::store::{self, Outcome, Shelf, parse};
use crate::error::Result;
use crate::exchange::batch::Batch;
use crate::exchange::plan::Plan;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

/// Letters of a value that are shown.
const SHOWN: usize = 200;
/// Fields that say what something belongs to, and nothing that anybody reads.
const UNREAD: [&str; 6] = [
    "location_type",
    "id",
    "organization_id",
    "location_id",
    "service_id",
    "last_modified",
];

/// One field that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The field, as `description` or `organization.name`.
    pub field: String,
    /// What it says now; empty if nothing.
    pub before: String,
    /// What it would say.
    pub after: String,
}

/// One service that is added or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The rows that tell of it.
    pub rows: Vec<usize>,
    /// Whether it is new.
    pub is_new: bool,
    /// What changes.
    pub changes: Vec<Change>,
    /// What stays as somebody wrote it here, though the sheet says something else.
    pub kept: Vec<String>,
}

/// What a sheet comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// The services that are added or changed, or in which something stays against the sheet.
    pub services: Vec<Service>,
    /// Things to look at.
    pub notes: Vec<Note>,
}

/// Looks at what a plan would write.
///
/// # Errors
/// The database fails.
pub fn seen(
    conn: &mut Conn,
    batch: &Batch,
    plan: &Plan,
    read: &Read,
    kept: &HashMap<String, Vec<String>>,
) -> Result<Seen> {
    let differences: HashMap<String, Outcome> = plan
        .differences(batch)
        .map(|one| (one.id, one.outcome))
        .collect();
    let changes = changes_of(conn, batch, plan)?;
    let entries = read.by_id();
    let services = batch.services.iter().filter_map(|service| {
        let kept = kept.get(&service.id).cloned().unwrap_or_default();
        let outcome = differences.get(&service.id);
        if outcome.is_none() && kept.is_empty() {
            return None;
        }
        let parts = [
            (Shelf::Services, "", Some(&service.id)),
            (
                Shelf::Organizations,
                "organization.",
                service.organization.as_ref(),
            ),
        ];
        let places = service
            .locations
            .iter()
            .map(|id| (Shelf::Locations, "location.", Some(id)));
        let mut all = Vec::new();
        for (shelf, path, id) in parts.into_iter().chain(places) {
            let found = id.and_then(|id| changes.get(&(shelf, id.clone())));
            all.extend(
                found
                    .into_iter()
                    .flat_map(|found| found.iter())
                    .map(|one| Change {
                        field: format!("{path}{}", one.field),
                        ..one.clone()
                    }),
            );
        }
        Some(Service {
            id: service.id.clone(),
            name: service.name.clone(),
            rows: entries
                .get(service.id.as_str())
                .map(|entry| entry.rows.clone())
                .unwrap_or_default(),
            is_new: outcome == Some(&Outcome::Added),
            changes: all,
            kept,
        })
    });
    Ok(Seen {
        services: services.collect(),
        notes: Vec::new(),
    })
}

type Changes = HashMap<(Shelf, String), Vec<Change>>;

fn changes_of(conn: &mut Conn, batch: &Batch, plan: &Plan) -> Result<Changes> {
    let mut new: BTreeMap<&str, &str> = BTreeMap::new();
    new.extend(
        batch
            .services
            .iter()
            .map(|one| (one.id.as_str(), one.document.as_str())),
    );
    new.extend(
        batch
            .organizations
            .iter()
            .chain(&batch.locations)
            .map(|(id, text)| (id.as_str(), text.as_str())),
    );
    let mut found = Changes::new();
    for shelf in [Shelf::Services, Shelf::Organizations, Shelf::Locations] {
        let written: Vec<_> = plan
            .written(batch)
            .filter(|(on, ..)| *on == shelf)
            .collect();
        let ids: Vec<String> = written.iter().map(|(_, id, _)| (*id).to_owned()).collect();
        let held = store::texts(conn, shelf, &ids)?;
        for (_, id, compared) in written {
            let before = held
                .get(id)
                .map(|text| parse(text))
                .transpose()?
                .unwrap_or_default();
            let after = new
                .get(id)
                .map(|text| parse(text))
                .transpose()?
                .unwrap_or_default();
            let fields = match compared.outcome {
                Outcome::Added => after.keys().cloned().collect(),
                _ => compared.fields.clone(),
            };
            let changes = fields
                .into_iter()
                .filter(|field| !UNREAD.contains(&field.as_str()));
            let changes = changes.map(|field| Change {
                before: shown(before.get(&field)),
                after: shown(after.get(&field)),
                field,
            });
            let changes =
                changes.filter(|change| !change.before.is_empty() || !change.after.is_empty());
            found.insert((shelf, id.to_owned()), changes.collect());
        }
    }
    Ok(found)
}

/// A value in words, as short as can be.
fn shown(value: Option<&Value>) -> String {
    let text = value.map(said).unwrap_or_default();
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}\u{2026}", &text[..at]),
        None => text,
    }
}

fn said(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Array(list) => list
            .iter()
            .map(said)
            .filter(|said| !said.is_empty())
            .collect::<Vec<_>>()
            .join("; "),
        Value::Object(object) => object_said(object),
        other => other.to_string(),
    }
}

/// What an object says to people: without ids and without what names its kind.
fn object_said(object: &Document) -> String {
    const LEFT_OUT: [&str; 12] = [
        "updated",
        "link_entity",
        "link_type",
        "address_type",
        "country",
        "interval",
        "type",
        "currency",
        "identifier_scheme",
        "taxonomy",
        "location_type",
        "code",
    ];
    // A schedule in the group's own words says all that its rule says.
    if let Some(words) = text(object, "description")
        .filter(|_| object.contains_key("byday") || object.contains_key("dtstart"))
    {
        return words.to_owned();
    }
    if let Some(term) = object.get("taxonomy_term").and_then(Value::as_object) {
        return text(term, "name").unwrap_or_default().to_owned();
    }
    if object.contains_key("schedules") && object.contains_key("location_id") {
        let times = objects(object, "schedules").map(object_said);
        return times.collect::<Vec<_>>().join("; ");
    }
    let parts = object
        .iter()
        .filter(|(field, _)| !field.ends_with("id") && !LEFT_OUT.contains(&field.as_str()));
    parts
        .map(|(_, value)| said(value))
        .filter(|said| !said.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}
