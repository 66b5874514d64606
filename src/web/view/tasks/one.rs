//! One task: whom to ring, what is shown now, and what can be said of it.

use super::list::doubtful;
use super::{Whose, reasons, tries};
use crate::directory::record::text;
use crate::domain::availability::State;
use crate::domain::schedule::local_day;
use crate::tasks::rules::{Ending, LONGEST_PUT_OFF};
use crate::tasks::view::Task;
use crate::web::tongue::filters;
use crate::web::update::Typed;
use crate::web::view::badge::Badge;
use crate::web::view::service::{Contacts, Known, Place};
use crate::web::view::update::{Choice, Notice, choices, confirmable, since};
use crate::web::view::words::{capitalised, day, day_of, moment, plural};
use askama::Template;
use jiff::Timestamp;

/// The page.
#[derive(Debug, Template)]
#[template(path = "task.html")]
pub struct TaskPage {
    /// The service.
    pub name: String,
    /// Who runs it.
    pub organization: Option<String>,
    /// Its public page.
    pub public: String,
    /// Where its forms go, without what each adds.
    pub base: String,
    /// Why it is on the list.
    pub because: Vec<String>,
    /// How to reach it.
    pub contacts: Contacts,
    /// Whose it is.
    pub whose: Whose,
    /// How and when it ended, if it has.
    pub ended: Option<String>,
    /// Until when it is put off, and calls so far.
    pub state: Vec<String>,
    /// The places: link, words, and whether it is the one that is spoken of.
    pub sites: Vec<(String, String, String, bool)>,
    /// What is shown there.
    pub badge: Badge,
    /// Since when.
    pub since: String,
    /// The note that is shown with it.
    pub note: Option<String>,
    /// Whether the listing says that it does not run.
    pub closed: bool,
    /// What "what is shown is right" would confirm.
    pub same: Option<String>,
    /// The version of the line.
    pub version: i64,
    /// Where what is said of room goes.
    pub action: String,
    /// The buttons.
    pub choices: Vec<Choice>,
    /// What is wrong with what was said.
    pub notice: Option<String>,
    /// What was typed.
    pub typed: Typed,
    /// Field and what is wrong with it.
    pub problems: Vec<(String, String)>,
    /// What places are called here.
    pub places: String,
    /// Today, tomorrow and the last day until which it can be put off.
    pub today: String,
    /// The first day until which it can be put off.
    pub tomorrow: String,
    /// The last one.
    pub last_day: String,
}

impl TaskPage {
    /// A task with what is known of its service; `at` is the place that is spoken of.
    pub fn view(
        task: &Task,
        known: &Known,
        at: Option<&str>,
        typed: &Typed,
        notice: Option<&Notice>,
        now: Timestamp,
    ) -> Self {
        let named = known
            .lines
            .iter()
            .find(|line| Some(line.location_id.as_str()) == at);
        let line = named.or_else(|| doubtful(&known.lines, now));
        let here = line.map_or("", |line| line.location_id.as_str());
        let base = format!("/tasks/{}", task.id);
        let said = line.and_then(|line| line.known.statement.as_ref());
        let room = line.map(|line| line.availability(now));
        let room = room.unwrap_or_else(|| crate::domain::availability::Availability::never(false));
        let unit = room.unit.as_deref().unwrap_or("place");
        let run_by = known
            .service
            .get("organization")
            .and_then(|run_by| run_by.as_object());
        Self {
            name: task.service_name.clone(),
            organization: run_by
                .and_then(|run_by| text(run_by, "name"))
                .map(str::to_owned),
            public: format!("/services/{}", task.service_id),
            because: reasons(task),
            contacts: Contacts::view(&known.service),
            whose: Whose::of(task, now),
            ended: ended(task, now),
            state: state(task, now),
            sites: sites(known, &base, here, now),
            since: since(said, now),
            note: room.note.clone(),
            closed: room.state == State::Closed,
            same: said.and_then(|said| confirmable(said, now)),
            version: line.map_or(0, |line| line.known.version),
            action: match here {
                "" => format!("{base}/done"),
                here => format!("{base}/done?at={here}"),
            },
            choices: choices(now),
            notice: notice.map(Notice::words),
            typed: typed.clone(),
            problems: notice.map_or_else(Vec::new, Notice::problems),
            places: format!("{} free", capitalised(&plural(unit))),
            badge: Badge::view(&room, now),
            today: local_day(now, 0).to_string(),
            tomorrow: local_day(now, 1).to_string(),
            last_day: local_day(now, LONGEST_PUT_OFF.into()).to_string(),
            base,
        }
    }

    /// What is wrong with a field.
    pub fn problem(&self, field: &str) -> Option<&str> {
        let found = self.problems.iter().find(|(known, _)| known == field);
        found.map(|(_, words)| words.as_str())
    }
}

/// The places of a service that has several.
fn sites(
    known: &Known,
    base: &str,
    here: &str,
    now: Timestamp,
) -> Vec<(String, String, String, bool)> {
    if known.lines.len() < 2 {
        return Vec::new();
    }
    let site = |line: &crate::search::truth::LineRow| {
        let id = line.location_id.as_str();
        let place = Place::at(known, id, now)?;
        let words = place.in_one_line();
        Some((
            format!("{base}?at={id}"),
            words.unwrap_or_else(|| "Another place".into()),
            place.badge.words,
            id == here,
        ))
    };
    known.lines.iter().filter_map(site).collect()
}

fn state(task: &Task, now: Timestamp) -> Vec<String> {
    let put_off = task.not_before;
    let put_off = put_off.map(|until| format!("Put off until {}.", day(until, day_of(now))));
    let tries = tries(task).map(|tries| format!("{tries} so far."));
    [put_off, tries].into_iter().flatten().collect()
}

fn ended(task: &Task, now: Timestamp) -> Option<String> {
    let at = moment(task.done_at?, now);
    let by = task.done_by.as_deref().unwrap_or("somebody");
    Some(match task.result {
        Some(Ending::Reached) => format!("{by} rang and recorded how much room there is ({at})."),
        Some(Ending::Confirmed) => format!("{by} rang: what was shown was right ({at})."),
        Some(Ending::Closed) => format!("{by} found that it does not run any longer ({at})."),
        Some(Ending::Resolved) | None => format!("Its reasons have gone by themselves ({at})."),
    })
}
