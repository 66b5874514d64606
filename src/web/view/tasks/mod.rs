//! The stewards' work list, and one task of it.

pub mod list;
pub mod one;

use super::words::{capitalised, moment};
use crate::tasks::view::Task;
use jiff::Timestamp;

/// Whose a task is, for somebody who looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// Anybody may take it.
    Free,
    /// Theirs, until then.
    Mine(String),
    /// Somebody else's: who, and until when.
    Another(String, String),
}

impl Whose {
    /// Whose this one is at `now`.
    pub fn of(task: &Task, now: Timestamp) -> Self {
        let until = task.claimed_until.map(|until| moment(until, now));
        match (until, &task.claimed_by) {
            (Some(until), _) if task.mine => Self::Mine(until),
            (Some(until), by) => Self::Another(by.clone().unwrap_or_default(), until),
            _ => Self::Free,
        }
    }
}

/// Why it is on the list, a sentence each.
fn reasons(task: &Task) -> Vec<String> {
    task.because.iter().map(|why| capitalised(why)).collect()
}

/// `1 call without an answer`.
fn tries(task: &Task) -> Option<String> {
    let calls = super::words::count(task.attempts.into(), "call");
    (task.attempts > 0).then(|| format!("{calls} without an answer"))
}
