//! What somebody who is signed in finds on the page of a service, beside what everybody sees.

use crate::accounts::{Principal, Role};
use crate::notes::{Note, may_be_removed_by};
use crate::tasks::doubt::Wrong;
use crate::web::view::words::{ago, count};
use jiff::{SignedDuration, Timestamp};

/// What the forms of somebody who is signed in need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// The id of the service.
    pub service: String,
    /// What each form of the session carries.
    pub form: String,
    /// What tells this page from each other one: a form that is sent twice from it is done once.
    pub once: String,
    /// For how long a place is kept, in words.
    pub kept: String,
    /// Whether they may send somebody.
    pub sends: bool,
    /// Whether they may edit the listing.
    pub edits: bool,
    /// Whether they may see who said what.
    pub curates: bool,
    /// Whether they may see what pays for it.
    pub sees_money: bool,
    /// What they may say is wrong: value and words.
    pub wrongs: Vec<(&'static str, &'static str)>,
    /// What is said after they said so.
    pub said: Option<&'static str>,
    /// What professionals know of it; none for whoever may not read that.
    pub notes: Option<Vec<Remark>>,
}

/// A note of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Its id.
    pub id: String,
    /// Its lines.
    pub lines: Vec<String>,
    /// Who wrote it.
    pub author: String,
    /// How long ago.
    pub when: String,
    /// Whether it is over a year old.
    pub old: bool,
    /// Whether whoever looks may take it away.
    pub removable: bool,
}

impl Desk {
    /// Whether somebody with this role sends people.
    pub fn is_for(role: Role) -> bool {
        matches!(role, Role::Navigator | Role::Steward)
    }
}

impl Remark {
    /// A note, as this person sees it.
    pub fn view(note: &Note, who: &Principal, now: Timestamp) -> Self {
        Self {
            id: note.id.clone(),
            lines: note.body.lines().map(str::to_owned).collect(),
            author: note.author_name.clone(),
            when: ago(note.made_at, now),
            old: note.is_old(now),
            removable: may_be_removed_by(&note.author_id, who),
        }
    }
}

/// All that can be said to be wrong, as buttons say it.
pub fn wrongs() -> Vec<(&'static str, &'static str)> {
    let words = |wrong| match wrong {
        Wrong::Full => "They are full",
        Wrong::Closed => "They have closed",
        Wrong::NoAnswer => "Nobody answers",
        Wrong::Details => "The details are wrong",
    };
    Wrong::ALL
        .map(|wrong| (wrong.as_str(), words(wrong)))
        .to_vec()
}

/// What is said once something was said to be wrong.
pub fn thanks(wrong: Wrong) -> &'static str {
    match wrong {
        Wrong::Details => {
            "Thank you. Somebody who looks after the directory is asked to check the details."
        }
        _ => {
            "Thank you. No room is promised here to anybody until somebody has confirmed it, and they are asked to."
        }
    }
}

/// `2 days`, `90 minutes`: how long a place is kept.
pub fn span(time: SignedDuration) -> String {
    let minutes = time.as_mins();
    let (number, unit) = match minutes {
        m if m % (24 * 60) == 0 && m > 24 * 60 => (m / (24 * 60), "day"),
        m if m % 60 == 0 => (m / 60, "hour"),
        m => (m, "minute"),
    };
    count(number, unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_said_in_the_largest_unit_that_fits() {
        let said = [30, 60, 90, 24 * 60, 48 * 60, 7 * 24 * 60]
            .map(|minutes| span(SignedDuration::from_mins(minutes)));
        let hoped = [
            "30 minutes",
            "1 hour",
            "90 minutes",
            "24 hours",
            "2 days",
            "7 days",
        ];
        assert_eq!(said, hoped);
    }
}
