//! Somebody who knows a service says that something about it is wrong: what is said of its room is in doubt
//! at once, and a steward is to look into it.

use super::reason::{Reason, Reasons};
use super::store;
use crate::capacity::{Author, store as capacity};
use crate::db::Tx;
use crate::error::Result;
use crate::search::truth::LineRow;
use crate::signposts::Outcome;
use jiff::Timestamp;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// They are full.
    Full,
    /// They have closed.
    Closed,
    /// Nobody answers.
    NoAnswer,
    /// What the listing says is wrong.
    Details,
}

impl Wrong {
    /// All that can be wrong.
    pub const ALL: [Wrong; 4] = [Wrong::Full, Wrong::Closed, Wrong::NoAnswer, Wrong::Details];

    /// The word in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Wrong::Full => "full",
            Wrong::Closed => "closed",
            Wrong::NoAnswer => "no_answer",
            Wrong::Details => "details",
        }
    }

    /// What is wrong for a word, if it is one.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|wrong| wrong.as_str() == word)
    }

    /// What somebody who was sent there would have told; none for what is not about room.
    fn outcome(self) -> Option<Outcome> {
        match self {
            Wrong::Full => Some(Outcome::TurnedAwayFull),
            Wrong::Closed => Some(Outcome::ServiceClosed),
            Wrong::NoAnswer => Some(Outcome::CouldNotContact),
            Wrong::Details => None,
        }
    }
}

/// Records that something is wrong at a line, and returns the line as it then is.
///
/// # Errors
/// The database fails.
pub fn doubt(
    tx: &mut Tx,
    line: &LineRow,
    wrong: Wrong,
    by: &Author,
    now: Timestamp,
) -> Result<LineRow> {
    let slot = i64::from(line.slot);
    let Some(outcome) = wrong.outcome() else {
        store::doubts::put(tx, &line.service_id, now.as_millisecond())?;
        open(tx, line, Reason::DetailsWrong, now)?;
        return capacity::line_at(tx, slot);
    };
    let held = capacity::touch(tx, slot)?;
    if outcome.disputes(&held.known, now) {
        capacity::dispute(tx, line.slot, by, now)?;
    }
    let held = capacity::line_at(tx, slot)?;
    if held.known.disputed {
        open(tx, line, Reason::Disputed, now)?;
    }
    Ok(held)
}

fn open(tx: &mut Tx, line: &LineRow, reason: Reason, now: Timestamp) -> Result<()> {
    let reasons = Reasons::from([reason]);
    store::open(tx, &line.service_id, &reasons, now.as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_read_as_it_is_written() {
        for wrong in Wrong::ALL {
            assert_eq!(Wrong::parse(wrong.as_str()), Some(wrong));
        }
        assert_eq!(Wrong::parse("smelly"), None);
    }
}
