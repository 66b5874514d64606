//! One feed: its runs, and what was found wrong in one of them.

use super::super::words::{capitalised, count, moment, thousands};
use super::{Said, Standing, kind};
use crate::domain::time::from_millis;
use crate::feeds::{Feed, Note, Problem, Run, State};
use crate::web::tongue::filters;
use askama::Template;
use jiff::Timestamp;

/// One run.
#[derive(Debug)]
pub struct Ran {
    /// Its id.
    pub id: String,
    /// When it began.
    pub began: String,
    /// How far it has come.
    pub state: State,
    /// Whether all was asked for, and not only what changed.
    pub whole: bool,
    /// Counts: listed, added, changed, unchanged, withdrawn, rejected.
    pub counts: [String; 6],
    /// Who said that it is to be taken all the same.
    pub accepted_by: String,
    /// Whether its problems are shown.
    pub is_chosen: bool,
}

/// All problems of one record.
#[derive(Debug)]
pub struct Wrong {
    /// The record; empty for the run as a whole.
    pub record: String,
    /// What kind, field and message of each.
    pub found: Vec<(Note, String, String)>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "feed.html")]
pub struct FeedPage {
    id: String,
    name: String,
    address: String,
    kind: &'static str,
    standing: Standing,
    services: String,
    every: String,
    next: String,
    /// Who registered it.
    made_by: String,
    /// When.
    made: String,
    said: Option<Said>,
    /// The run that waits for a steward, if the latest does.
    waits: Option<String>,
    why: String,
    runs: Vec<Ran>,
    wrong: Vec<Wrong>,
    /// Problems that are not shown.
    more: String,
    /// What the chosen run read, each in words.
    spent: Vec<String>,
}

impl FeedPage {
    /// The feed, its runs with the one that was chosen and its problems, and how many services it lists.
    pub fn view(
        feed: &Feed,
        (runs, chosen, problems): (&[Run], Option<&Run>, &[Problem]),
        services: i64,
        said: Option<Said>,
        now: Timestamp,
    ) -> Self {
        let latest = runs.first();
        let waiting = latest.filter(|run| run.state == State::Waiting);
        let chosen_id = chosen.map(|run| run.id.as_str());
        let left = chosen
            .map_or(0, |run| run.report.problems as usize)
            .saturating_sub(problems.len());
        Self {
            id: feed.id.clone(),
            name: feed.name.clone(),
            address: feed.address.clone(),
            kind: kind(&feed.kind),
            standing: Standing::of(feed, latest),
            services: count(services, "service"),
            every: count(i64::from(feed.every_hours), "hour"),
            next: moment(from_millis(feed.next_at), now),
            made_by: feed.made_by.clone(),
            made: moment(from_millis(feed.made_at), now),
            said,
            waits: waiting.map(|run| run.id.clone()),
            why: latest
                .and_then(|run| run.why.as_deref())
                .map(capitalised)
                .unwrap_or_default(),
            runs: runs.iter().map(|run| ran(run, chosen_id, now)).collect(),
            wrong: by_record(problems),
            more: match left {
                0 => String::new(),
                left => count(left as i64, "more problem"),
            },
            spent: chosen.map(spent).unwrap_or_default(),
        }
    }
}

fn ran(run: &Run, chosen: Option<&str>, now: Timestamp) -> Ran {
    let report = &run.report;
    let counts = [
        report.listed,
        report.added,
        report.changed,
        report.unchanged,
        report.withdrawn,
        report.rejected,
    ];
    Ran {
        id: run.id.clone(),
        began: moment(from_millis(run.began_at), now),
        state: run.state,
        whole: run.whole,
        counts: counts.map(|number| thousands(number as i64)),
        accepted_by: run.accepted_by.clone().unwrap_or_default(),
        is_chosen: chosen == Some(&run.id),
    }
}

fn spent(run: &Run) -> Vec<String> {
    let report = &run.report;
    vec![
        count(report.pages as i64, "page"),
        count(report.requests as i64, "request"),
        format!("{} KB", thousands((report.bytes / 1024) as i64)),
        format!("{} kept as edited here", count(report.kept as i64, "field")),
        format!("{} missing", count(report.missing as i64, "service")),
        format!("{} back again", count(report.returned as i64, "service")),
    ]
}

/// Problems one after the other that are of one record, together.
fn by_record(problems: &[Problem]) -> Vec<Wrong> {
    let mut wrong: Vec<Wrong> = Vec::new();
    for problem in problems {
        let found = (problem.note, problem.field.clone(), problem.message.clone());
        match wrong
            .iter_mut()
            .find(|known| known.record == problem.record)
        {
            Some(known) => known.found.push(found),
            None => wrong.push(Wrong {
                record: problem.record.clone(),
                found: vec![found],
            }),
        }
    }
    wrong
}
