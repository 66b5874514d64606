//! The index writer, wrapped so that a commit without a cursor cannot be written: content and
//! cursor change in one atomic step.

use super::entry::Listing;
use super::fields::{Fields, format};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use tantivy::indexer::{LogMergePolicy, NoMergePolicy};
use tantivy::{Index, IndexWriter, TantivyError};

/// Memory in bytes for documents that wait for a commit.
const MEMORY: usize = 64 << 20;
/// The same while a whole index is built: few large segments are sooner joined than many small ones.
const MEMORY_TO_BUILD: usize = 256 << 20;

/// How far the index has followed, kept in the commit itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The epoch of the database that was followed.
    pub epoch: String,
    /// The last change that is in the index.
    pub seq: i64,
    /// The format of the index.
    pub format: u32,
}

impl Cursor {
    /// A cursor for an index of the present format.
    pub fn new(epoch: &str, seq: i64) -> Self {
        Self {
            epoch: epoch.to_owned(),
            seq,
            format: format(),
        }
    }

    /// The cursor in the last commit of an index; none in one that was never committed.
    pub fn of(index: &Index) -> Result<Option<Self>> {
        let payload = index.load_metas()?.payload;
        Ok(payload.and_then(|payload| serde_json::from_str(&payload).ok()))
    }
}

/// Writes listings.
pub struct Writer {
    inner: IndexWriter,
    fields: Fields,
}

impl Writer {
    /// Takes the one place of the writer of this index.
    ///
    /// # Errors
    /// Another process holds it.
    pub fn open(index: &Index, fields: Fields) -> Result<Self> {
        let writer = Self::with_memory(index, fields, MEMORY)?;
        // A process that died may have left files that no commit names. One of them can have the
        // very name that the next commit wants.
        writer.inner.garbage_collect_files().wait()?;
        let mut policy = LogMergePolicy::default();
        // By default documents that were replaced are never cleaned away.
        policy.set_del_docs_ratio_before_merge(0.3);
        writer.inner.set_merge_policy(Box::new(policy));
        Ok(writer)
    }

    /// The same for building a whole index: segments are joined once, by [`Writer::close_as_one`],
    /// and not again and again while they grow.
    ///
    /// # Errors
    /// Another process holds it.
    pub fn to_build(index: &Index, fields: Fields) -> Result<Self> {
        let writer = Self::with_memory(index, fields, MEMORY_TO_BUILD)?;
        writer.inner.set_merge_policy(Box::new(NoMergePolicy));
        Ok(writer)
    }

    fn with_memory(index: &Index, fields: Fields, memory: usize) -> Result<Self> {
        let inner = index
            .writer_with_num_threads(1, memory)
            .map_err(explain_lock)?;
        Ok(Self { inner, fields })
    }

    /// Puts a listing that the index does not hold.
    pub fn add(&self, listing: &Listing) -> Result<()> {
        self.inner.add_document(self.fields.document(listing)?)?;
        Ok(())
    }

    /// Takes a listing out.
    pub fn remove(&mut self, id: &str) {
        self.inner.delete_term(self.fields.id_term(id));
    }

    /// Makes everything since the last commit durable, together with the cursor.
    pub fn commit(&mut self, cursor: &Cursor) -> Result<()> {
        let payload = serde_json::to_string(cursor).map_err(Error::internal)?;
        let mut prepared = self.inner.prepare_commit()?;
        prepared.set_payload(&payload);
        prepared.commit()?;
        Ok(())
    }

    /// Joins all segments into one, which searches walk quicker, and gives up the place of the
    /// writer. The merged segment keeps the cursor of the last commit.
    pub fn close_as_one(mut self) -> Result<()> {
        let segments = self.inner.index().searchable_segment_ids()?;
        if segments.len() > 1 {
            self.inner.merge(&segments).wait()?;
        }
        Ok(self.inner.wait_merging_threads()?)
    }
}

/// Only one process can write to an index: what to do about it, instead of the name of a lock.
fn explain_lock(error: TantivyError) -> Error {
    match error {
        TantivyError::LockFailure(..) => Error::Usage(
            "another Headroom is using this data folder: end it first, or name another with --data"
                .into(),
        ),
        other => other.into(),
    }
}
