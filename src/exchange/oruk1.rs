//! Import of Open Referral UK 1.x: the same records as feeds of that kind give, from a file, a folder or an
//! address, made into HSDS 3 by the same rules.

use super::batch::Batch;
use super::hsds::bring_in;
use super::input::{self, Found};
use super::progress::Progress;
use super::summary::Summary;
use crate::db::Database;
use crate::error::{FieldError, Result};
use crate::feeds::shape;
use serde_json::Value;

/// Whose ids the records have that came from no feed: the same id becomes the same UUID each time.
const NAMESPACE: &str = "oruk1";

/// Imports the services of a file, a folder or an address, as [`super::hsds::import`] does. What is usable
/// of a record is taken; one that cannot be used is rejected.
///
/// Must not be called where asynchronous code runs.
///
/// # Errors
/// The input cannot be read to its end, or the database fails: nothing was imported.
pub fn import(db: &Database, from: &str, dry_run: bool, progress: &Progress) -> Result<Summary> {
    let (mut batch, mut outcome) = (Batch::default(), Ok(()));
    input::read(from, progress, &mut |found| {
        if outcome.is_ok() {
            outcome = batch.add(converted(found));
        }
    })?;
    outcome?;
    bring_in(db, batch, dry_run, None, progress)
}

fn converted(found: Found) -> Found {
    let record = found.record.and_then(|record| {
        let taken = shape::take(NAMESPACE, record);
        taken.record.map(Value::Object).ok_or_else(|| {
            let last = taken.faults.into_iter().next_back();
            let (field, message) = last
                .map(|fault| (fault.field, fault.message))
                .unwrap_or_default();
            FieldError::new(field, message)
        })
    });
    Found { record, ..found }
}
