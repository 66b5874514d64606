//! What one person has sent lately, those first of whom nothing was heard.

use super::words;
use crate::signposts::Outcome;
use crate::signposts::store::Listed;
use crate::web::tongue::filters;
use crate::web::view::words::{ago, moment};
use askama::Template;
use jiff::Timestamp;

/// What can be told from the list; all else from the page of the signpost.
const USUAL: [Outcome; 2] = [Outcome::Attended, Outcome::DidNotAttend];

/// What the page shows.
#[derive(Debug, Template)]
#[template(path = "signposts.html")]
pub struct ListPage {
    /// Those of whom nobody has said what became of them, newest first.
    pub open: Vec<Row>,
    /// All others.
    pub over: Vec<Row>,
    /// What can be told at once: value and words.
    pub usual: [(&'static str, &'static str); 2],
}

/// One that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Their code.
    pub code: String,
    /// What the service is called.
    pub name: String,
    /// How long ago.
    pub sent: String,
    /// Until when a place is kept.
    pub kept: Option<String>,
    /// What became of them.
    pub told: &'static str,
}

impl ListPage {
    /// The page of these signposts, which are in the order of time.
    pub fn view(listed: Vec<Listed>, now: Timestamp) -> Self {
        let (open, over): (Vec<Listed>, Vec<Listed>) =
            listed.into_iter().partition(|one| one.is_open);
        let rows = |some: Vec<Listed>| some.into_iter().map(|one| Row::view(one, now)).collect();
        Self {
            open: rows(open),
            over: rows(over),
            usual: USUAL.map(|outcome| (outcome.as_str(), words(outcome))),
        }
    }
}

impl Row {
    fn view(one: Listed, now: Timestamp) -> Self {
        let signpost = one.signpost;
        let gone = || "A service that is no longer in the directory".to_owned();
        Self {
            sent: ago(signpost.created_at, now),
            kept: signpost.held_until.map(|until| moment(until, now)),
            told: signpost.outcome.map_or("Place let go", words),
            code: signpost.code,
            name: one.name.unwrap_or_else(gone),
        }
    }
}
