//! What a run leaves behind: counts, and what was found wrong.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What a run has done, as far as it has come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    /// Requests that were made.
    pub requests: u64,
    /// Bytes that came, unpacked.
    pub bytes: u64,
    /// Pages of the list.
    pub pages: u64,
    /// Services that the feed lists.
    pub listed: u64,
    /// Those that were new.
    pub added: u64,
    /// Those that differed from what was held.
    pub changed: u64,
    /// Those that were held already, just so.
    pub unchanged: u64,
    /// Those that are listed no longer, and that nobody is sent to any more.
    pub withdrawn: u64,
    /// Those that were withdrawn and are listed again.
    pub returned: u64,
    /// Those that are not listed, for the first time or since lately.
    pub missing: u64,
    /// Records that could not be used.
    pub rejected: u64,
    /// Faults that cost a record a field at most.
    pub mended: u64,
    /// Fields that stayed as somebody wrote them here.
    pub kept: u64,
    /// Whether the list was read to its end, and is as long as it says.
    pub complete: bool,
    /// Whether its pages do not fit together: one changed while it was read, or it counts wrongly.
    pub doubtful: bool,
    /// Records that were staged, of which some may be listed twice.
    pub staged: u64,
    /// How many services the first page said that there are.
    pub total: Option<u64>,
    /// Whether the feed had to be asked without anything but the number of the page.
    pub plain: bool,
    /// Whether its list leaves out what its services have.
    pub slim: Option<bool>,
    /// The latest change that it told of, in milliseconds since 1970.
    pub latest: Option<i64>,
    /// Records that do not say when they were changed.
    pub undated: u64,
    /// Pages that were as they had been.
    pub same_pages: u64,
    /// Services that were taken so far, for a run that is gone on with.
    pub taken: u64,
    /// Problems that were noted so far.
    pub problems: u64,
    /// Records of Open Referral UK 1.x.
    pub old: u64,
}

impl fmt::Display for Report {
    /// As every command ends that brings something in.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            added,
            changed,
            unchanged,
            withdrawn,
            rejected,
            ..
        } = self;
        write!(
            f,
            "added {added}, changed {changed}, unchanged {unchanged}, withdrawn {withdrawn}, rejected {rejected}"
        )
    }
}

impl Report {
    /// Adds what another run has done with services.
    pub fn add(&mut self, other: &Self) {
        self.added += other.added;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
        self.withdrawn += other.withdrawn;
        self.rejected += other.rejected;
    }
}

/// What kind of problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// About the run as a whole.
    Run,
    /// A record that could not be used.
    Rejected,
    /// A record of which something was put right or left out.
    Mended,
    /// A field that stayed as somebody wrote it here.
    Kept,
}

impl Note {
    /// The word in the table.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Rejected => "rejected",
            Self::Mended => "mended",
            Self::Kept => "kept",
        }
    }

    /// The kind for a word.
    pub fn parse(word: &str) -> Option<Self> {
        let all = [Self::Run, Self::Rejected, Self::Mended, Self::Kept];
        all.into_iter().find(|note| note.as_str() == word)
    }
}

/// One thing that was found wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What kind.
    pub note: Note,
    /// The id by which the feed knows the record, or where it stands; empty for the run as a whole.
    pub record: String,
    /// The field; empty where it is not about one.
    pub field: String,
    /// What is wrong, and what was done.
    pub message: String,
}
