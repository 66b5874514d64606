//! Feeds, as they are listed, and the form that registers one.

pub mod one;
pub mod sources;

use super::words::{capitalised, count, moment};
use crate::domain::time::from_millis;
use crate::error::FieldError;
use crate::feeds::{Feed, Run, State, USUAL_HOURS};
use crate::gate::form::Typed;
use crate::web::tongue::filters;
use askama::Template;
use jiff::Timestamp;
use serde::Deserialize;
use std::collections::HashMap;

/// What was just done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// It was registered.
    Added,
    /// It is asked at once.
    Hurried,
    /// It is paused.
    Paused,
    /// It goes on.
    Resumed,
    /// It was removed.
    Removed,
    /// A run is taken all the same.
    Accepted,
}

/// What was typed into the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// An address.
    pub address: String,
    /// A name.
    pub name: String,
    /// Hours.
    pub every_hours: String,
    /// Whether what is held came from there.
    pub adopts: bool,
    /// Field and what is wrong with it.
    pub problems: Vec<(String, String)>,
}

impl Default for Filled {
    fn default() -> Self {
        Self {
            address: String::new(),
            name: String::new(),
            every_hours: USUAL_HOURS.to_string(),
            adopts: false,
            problems: Vec::new(),
        }
    }
}

impl Filled {
    /// What was typed.
    pub fn of(typed: &Typed) -> Self {
        Self {
            address: typed.get("address").to_owned(),
            name: typed.get("name").to_owned(),
            every_hours: typed.get("every_hours").to_owned(),
            adopts: typed.ticked("adopts"),
            problems: Vec::new(),
        }
    }

    /// The same with what is wrong.
    pub fn with(mut self, faults: Vec<FieldError>) -> Self {
        let words = |fault: FieldError| (fault.field, format!("This {}.", fault.message));
        self.problems = faults.into_iter().map(words).collect();
        self
    }

    /// What is wrong with a field.
    pub fn problem(&self, field: &str) -> Option<&str> {
        let found = self.problems.iter().find(|(known, _)| known == field);
        found.map(|(_, words)| words.as_str())
    }
}

/// How a feed stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It was never asked.
    New,
    /// It is being asked.
    UnderWay,
    /// All is well.
    Well,
    /// A steward is to look.
    Waits,
    /// Nothing could be taken.
    Failed,
    /// Nobody asks it.
    Paused,
}

impl Standing {
    /// How a feed stands after its latest run.
    pub fn of(feed: &Feed, latest: Option<&Run>) -> Self {
        match latest.map(|run| run.state) {
            _ if feed.paused_at.is_some() => Self::Paused,
            None => Self::New,
            Some(State::Fetching | State::Taking) => Self::UnderWay,
            Some(State::Waiting) => Self::Waits,
            Some(State::Done) => Self::Well,
            Some(State::Failed) => Self::Failed,
        }
    }
}

/// A feed in the list.
#[derive(Debug)]
pub struct Shown {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its address.
    pub address: String,
    /// What its records follow.
    pub kind: &'static str,
    /// How it stands.
    pub standing: Standing,
    /// When it was last asked.
    pub last: String,
    /// How many services it lists.
    pub services: String,
    /// What came of the latest run, or why nothing did.
    pub came: String,
}

impl Shown {
    fn view(feed: &Feed, latest: Option<&Run>, services: i64, now: Timestamp) -> Self {
        let last = latest.map(|run| moment(from_millis(run.began_at), now));
        let came = latest.map(|run| match (&run.why, run.state) {
            (Some(why), _) => capitalised(why),
            (None, State::Done) => capitalised(&run.report.to_string()),
            _ => String::new(),
        });
        Self {
            id: feed.id.clone(),
            name: feed.name.clone(),
            address: feed.address.clone(),
            kind: kind(&feed.kind),
            standing: Standing::of(feed, latest),
            last: last.unwrap_or_default(),
            services: count(services, "service"),
            came: came.unwrap_or_default(),
        }
    }
}

/// What the records of a feed follow, in words.
pub fn kind(kind: &str) -> &'static str {
    match kind {
        "1" => "Open Referral UK 1.x",
        "3" => "HSDS 3, Open Referral UK 3",
        _ => "",
    }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "feeds.html")]
pub struct FeedsPage {
    feeds: Vec<Shown>,
    filled: Filled,
    said: Option<Said>,
}

impl FeedsPage {
    /// The feeds with their latest runs and how many services they list, and the form.
    pub fn view(
        feeds: &[Feed],
        latest: &HashMap<String, Run>,
        services: &HashMap<String, i64>,
        (filled, said): (Filled, Option<Said>),
        now: Timestamp,
    ) -> Self {
        let shown = feeds.iter().map(|feed| {
            let services = services.get(&feed.id).copied().unwrap_or_default();
            Shown::view(feed, latest.get(&feed.id), services, now)
        });
        Self {
            feeds: shown.collect(),
            filled,
            said,
        }
    }
}
