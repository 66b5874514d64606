//! What was found in files of grants, told so that a funder can mend them.

use crate::error::FieldError;
use crate::exchange::summary::Summary;
use std::collections::BTreeMap;
use std::fmt;

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// What became of the grants.
    pub summary: Summary,
    /// Grants that are as the standard wants them.
    pub valid: u64,
    /// Grants that are not.
    pub faulty: u64,
    /// Of how many the last day is known.
    pub dated: u64,
    /// Grants that were read more than once.
    pub twice: u64,
    /// To how many organisations of the directory they lead; none where nothing was written.
    pub joined: Option<usize>,
    /// How many grants have each fault, and the first of them.
    faults: BTreeMap<(String, String), (u64, String)>,
}

impl Report {
    /// Counts one grant with what the standard says is wrong with it.
    pub fn count(&mut self, id: Option<&str>, faults: &[FieldError]) {
        match faults {
            [] => self.valid += 1,
            _ => self.faulty += 1,
        }
        let mut once: Vec<_> = faults
            .iter()
            .map(|fault| (fault.field.clone(), fault.message.clone()))
            .collect();
        once.sort_unstable();
        once.dedup();
        for kind in once {
            let first = || (0, id.unwrap_or("(no id)").to_owned());
            self.faults.entry(kind).or_insert_with(first).0 += 1;
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut kinds: Vec<_> = self.faults.iter().collect();
        kinds.sort_by_key(|(_, (times, _))| std::cmp::Reverse(*times));
        for ((field, reason), (times, first)) in kinds {
            writeln!(f, "{field}: {reason}: {times} grants, the first is {first}")?;
        }
        write!(
            f,
            "{} grants are as the standard wants them, {} are not; the last day of {} is known",
            self.valid, self.faulty, self.dated
        )?;
        if self.twice > 0 {
            write!(f, "; {} were read more than once", self.twice)?;
        }
        match self.joined {
            Some(joined) => write!(
                f,
                "; {joined} organisations of the directory are paid by them"
            ),
            None => Ok(()),
        }
    }
}
