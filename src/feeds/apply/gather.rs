//! All that a run has staged, taken apart and put in order under our own ids.

use super::super::claims::{Claims, Wanted};
use super::super::shape::ids::Named;
use super::super::shape::with_ids;
use super::super::store::records::Given;
use super::super::store::staged;
use super::super::{Feed, Run, when};
use super::chunk::Chunk;
use crate::db::Database;
use crate::directory::record::Document;
use crate::directory::store::parse;
use crate::error::Result;
use crate::exchange::batch::Batch;
use crate::exchange::input::Found;
use jiff::Timestamp;
use serde_json::Value;
use std::collections::HashMap;
use std::ops::Range;

/// All that is to be taken.
pub struct Stock {
    batch: Batch,
    claims: Claims,
    /// The ids of the feed that are listed with nothing to take.
    seen: Vec<String>,
    /// By our id: the id of the feed, and when it says that the service was changed.
    theirs: HashMap<String, (String, Option<i64>)>,
    /// When what the services bring along was changed: with the latest of them.
    modified: HashMap<String, i64>,
}

impl Stock {
    /// Reads what is staged.
    ///
    /// # Errors
    /// The database fails.
    pub fn gather(db: &Database, feed: &Feed, run: &Run) -> Result<Self> {
        let id = run.id.clone();
        let staged = db.read(move |conn| staged::all(conn, &id))?;
        let (mut wanted, mut given, mut seen) = (Wanted::default(), HashMap::new(), Vec::new());
        for one in &staged {
            let Some(text) = &one.record else {
                seen.push(one.their_id.clone());
                continue;
            };
            let record = parse(text)?;
            wanted.add(&one.their_id, &record);
            let came = record.get("id").and_then(Value::as_str);
            given.insert(one.their_id.clone(), came.unwrap_or_default().to_owned());
        }
        let claims = db.read(|conn| Claims::new(conn, (feed, run), wanted, &given))?;
        let mut stock = Self {
            batch: Batch::default(),
            claims,
            seen,
            theirs: HashMap::new(),
            modified: HashMap::new(),
        };
        for one in staged {
            stock.add(one)?;
        }
        Ok(stock)
    }

    fn add(&mut self, staged: staged::Staged) -> Result<()> {
        let Some(text) = staged.record else {
            return Ok(());
        };
        let mut record = parse(&text)?;
        with_ids(&mut record, |named, theirs| match named {
            Named::Service => self.claims.ours(named, &staged.their_id),
            _ => self.claims.ours(named, theirs),
        });
        self.date(&staged.their_id, &record);
        self.batch.add(Found {
            place: staged.place,
            record: Ok(Value::Object(record)),
        })
    }

    fn date(&mut self, their_id: &str, record: &Document) {
        let modified = when::modified(record, Timestamp::now().as_millisecond());
        let id = record.get("id").and_then(Value::as_str).unwrap_or_default();
        self.theirs
            .insert(id.to_owned(), (their_id.to_owned(), modified));
        let organization = crate::directory::store::organization_of(record);
        let brought = organization.map(str::to_owned).into_iter();
        for id in brought.chain(crate::directory::record::location_ids(record)) {
            if let Some(modified) = modified {
                let known = self.modified.entry(id).or_insert(modified);
                *known = modified.max(*known);
            }
        }
    }

    /// How many services there are.
    pub fn services(&self) -> usize {
        self.batch.services.len()
    }

    /// The ids of the feed that are listed with nothing to take.
    pub fn seen(&self) -> Vec<String> {
        self.seen.clone()
    }

    /// Organisations and locations that this feed has given for the first time.
    pub fn fresh(&self) -> Vec<Given> {
        self.claims.fresh().cloned().collect()
    }

    /// Some of the services, with what they bring along.
    pub fn chunk(&self, services: Range<usize>, feed: &Feed, run: &Run) -> Chunk {
        let batch = self.batch.part(services);
        let given = batch.services.iter().filter_map(|one| {
            let (theirs, modified) = self.theirs.get(&one.id)?;
            let known = self.claims.of(Named::Service, theirs)?;
            Some(Given {
                modified_at: *modified,
                seen_run: run.id.clone(),
                ..known.clone()
            })
        });
        let brought = batch.organizations.keys().chain(batch.locations.keys());
        let modified = brought.filter_map(|id| Some((id.clone(), *self.modified.get(id)?)));
        Chunk {
            feed: feed.id.clone(),
            whole: run.whole,
            given: given.collect(),
            modified: modified.collect(),
            batch,
        }
    }
}
