//! One record of a feed as something that can be kept, and what had to be done to it.

use super::{clean, ids, mend, v1};
use crate::directory::check;
use crate::directory::record::{Document, text};
use serde_json::Value;

/// Something that was wrong with a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The field, as in `service_at_locations[0].location.latitude`.
    pub field: String,
    /// What was wrong, and what was done.
    pub message: String,
}

impl Fault {
    pub(super) fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
        }
    }
}

/// What became of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// The id by which the feed knows it; none where it has none.
    pub id: Option<String>,
    /// The record, if it can be used: its ids are UUIDs, and the directory's own checks find nothing.
    pub record: Option<Document>,
    /// What was wrong.
    pub faults: Vec<Fault>,
}

/// Rounds of leaving out what the directory cannot keep: each leaves at least one field out.
const ROUNDS: usize = 100;

/// Takes what is usable of a record of the feed `feed`, whatever its shape.
pub fn take(feed: &str, record: Value) -> Taken {
    let Value::Object(record) = record else {
        let what = Fault::new("(record)", "is not a JSON object: it was left out");
        return refused(None, vec![what]);
    };
    let mut record = clean::fields(record);
    v1::convert(&mut record);
    let Some(id) = mend::id_text(&record, "id") else {
        let what = Fault::new("id", "is missing: the record was left out");
        return refused(None, vec![what]);
    };
    let mut faults = mend::mend(&mut record);
    // What was left out may have been all that something said.
    let mut record = clean::fields(record);
    mend::ids(&mut record, |named, theirs| {
        ids::proper(theirs).unwrap_or_else(|| ids::derived(feed, named, theirs))
    });
    match fit(record, &mut faults) {
        Some(record) => Taken {
            id: Some(id),
            record: Some(clean::fields(record)),
            faults,
        },
        None => refused(Some(id), faults),
    }
}

fn refused(id: Option<String>, faults: Vec<Fault>) -> Taken {
    Taken {
        id,
        record: None,
        faults,
    }
}

/// What is left when all is left out that the directory's own checks find wrong; none where that is the
/// name or the whole record.
fn fit(mut record: Document, faults: &mut Vec<Fault>) -> Option<Document> {
    for _ in 0..ROUNDS {
        let wrong = check::faults(&record);
        if wrong.is_empty() {
            return text(&record, "name").is_some().then_some(record);
        }
        for fault in wrong {
            let root = fault.field.split(['.', '[']).next().unwrap_or_default();
            let vital = matches!(root, "id" | "name" | "(record)");
            let known = vital || record.shift_remove(root).is_some();
            let what = match vital {
                true => "the record was left out",
                false => "the field was left out",
            };
            if known {
                faults.push(Fault::new(
                    &fault.field,
                    format!("{}; {what}", fault.message),
                ));
            }
            if vital {
                return None;
            }
        }
    }
    None
}
