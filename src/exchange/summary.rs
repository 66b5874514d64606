//! What an import or export did, told in one line and, for what was refused, one line each.

use std::fmt;

/// One record that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// Where in the input: a line, an index or a file.
    pub place: String,
    /// The id of the record, if it has one.
    pub id: Option<String>,
    /// Which field is wrong.
    pub field: String,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.id.as_deref().unwrap_or("(no id)");
        let Self {
            place,
            field,
            reason,
            ..
        } = self;
        write!(f, "rejected {id} ({place}): {field}: {reason}")
    }
}

/// Counts of what became of the records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Records that were new.
    pub added: u64,
    /// Records that differed from what was held.
    pub changed: u64,
    /// Records that were held already, just so.
    pub unchanged: u64,
    /// Records that were held and are no longer listed.
    pub withdrawn: u64,
    /// Records that could not be used.
    pub rejections: Vec<Rejection>,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "added {}, changed {}, unchanged {}, withdrawn {}, rejected {}",
            self.added,
            self.changed,
            self.unchanged,
            self.withdrawn,
            self.rejections.len()
        )
    }
}
