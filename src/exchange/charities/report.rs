//! What was found in an extract, beside what became of its rows.

use crate::exchange::summary::Summary;
use std::fmt;

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// What became of the charities.
    pub summary: Summary,
    /// Charities that are linked to another, which are left out.
    pub linked: u64,
    /// Names and areas of charities that are not in the extract.
    pub orphans: u64,
    /// Charities that are held and not in the extract: they stay as they were.
    pub kept: u64,
    /// Charities of which something was said later than in the extract: they stay, too.
    pub older: u64,
    /// Files that are no table that is read.
    pub ignored: Vec<String>,
    /// Tables that did not come: what is held of them stays.
    pub absent: Vec<&'static str>,
    /// How many organisations of the directory are charities of the register, and how many of them are in it
    /// no longer; none where nothing was written.
    pub joined: Option<(usize, usize)>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.ignored.is_empty() {
            writeln!(f, "not needed, and left out: {}", self.ignored.join(", "))?;
        }
        if !self.absent.is_empty() {
            writeln!(
                f,
                "did not come, so that what is held of it stays: {}",
                self.absent.join(", ")
            )?;
        }
        for (number, what) in [
            (
                self.linked,
                "linked charities were left out: the charity that they are linked to answers for them",
            ),
            (
                self.orphans,
                "names and areas belong to no charity of this extract",
            ),
            (
                self.kept,
                "charities that are held are not in this extract, and stay as they were",
            ),
            (
                self.older,
                "charities stay as they were said later than in this extract",
            ),
        ] {
            if number > 0 {
                writeln!(f, "{number} {what}")?;
            }
        }
        match self.joined {
            Some((here, gone)) => write!(
                f,
                "{here} organisations of the directory are charities of the register; {gone} of them were removed from it"
            ),
            None => write!(f, "nothing was written"),
        }
    }
}
