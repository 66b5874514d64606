//! The list: each service once, with why it is there, the number to ring, and who has it.

use super::{Whose, reasons, tries};
use crate::directory::record::{Document, text};
use crate::search::truth::LineRow;
use crate::tasks::view::Task;
use crate::web::tongue::filters;
use crate::web::view::badge::Badge;
use crate::web::view::service::{Contacts, Phone};
use crate::web::view::words::{count, day, day_of};
use askama::Template;
use jiff::Timestamp;
use serde::Deserialize;

/// Which tasks are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Which {
    /// Those that can be done now.
    #[default]
    Now,
    /// Those that whoever looks has taken.
    Mine,
    /// Those that are put off.
    PutOff,
    /// Those that were found closed, while the listing says otherwise.
    Closed,
}

impl Which {
    const ALL: [(Which, &'static str, &'static str); 4] = [
        (Which::Now, "/tasks", "To ring"),
        (Which::Mine, "/tasks?show=mine", "Yours"),
        (Which::PutOff, "/tasks?show=put_off", "Put off"),
        (Which::Closed, "/tasks?show=closed", "Found closed"),
    ];

    fn link(self) -> &'static str {
        let found = Self::ALL.iter().find(|(which, ..)| *which == self);
        found.map_or("/tasks", |(_, link, _)| link)
    }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "tasks.html")]
pub struct TasksPage {
    /// How many there are, in words.
    pub lead: String,
    /// What was just done.
    pub said: Option<&'static str>,
    /// The lists: link, words, and whether it is this one.
    pub lists: Vec<(&'static str, &'static str, bool)>,
    /// Changes of listings that wait for a steward.
    pub changes: i64,
    /// Pairs that are likely one service.
    pub pairs: i64,
    /// Feeds that wait for a steward.
    pub feeds: i64,
    /// The tasks.
    pub tasks: Vec<Shown>,
    /// The page before this one.
    pub previous: Option<String>,
    /// The page after it.
    pub next: Option<String>,
}

/// A task on the list.
#[derive(Debug)]
pub struct Shown {
    /// Its page.
    pub link: String,
    /// Where it is taken.
    pub claim: String,
    /// The service.
    pub name: String,
    /// Who runs it.
    pub organization: Option<String>,
    /// What is shown of its room, where that is most doubtful.
    pub badge: Option<Badge>,
    /// Why it is here.
    pub because: Vec<String>,
    /// What was found of it, or that it is put off.
    pub state: Vec<String>,
    /// The number to ring.
    pub phone: Option<Phone>,
    /// Whose it is.
    pub whose: Whose,
    /// Whether it is still to be done.
    pub is_open: bool,
}

impl Shown {
    /// A task, with the listing of its service and its lines.
    pub fn view(task: Task, service: Option<&Document>, lines: &[LineRow], now: Timestamp) -> Self {
        let organization = service
            .and_then(|service| service.get("organization"))
            .and_then(|value| value.as_object());
        let contacts = service.map(Contacts::view);
        Self {
            link: format!("/tasks/{}", task.id),
            claim: format!("/tasks/{}/claim", task.id),
            organization: organization
                .and_then(|run_by| text(run_by, "name"))
                .map(str::to_owned),
            badge: doubtful(lines, now).map(|line| Badge::view(&line.availability(now), now)),
            because: reasons(&task),
            state: state(&task, now),
            phone: contacts.and_then(|contacts| contacts.to_ring().cloned()),
            whose: Whose::of(&task, now),
            is_open: task.done_at.is_none(),
            name: task.service_name,
        }
    }
}

/// The line of which one should ask first: a disputed one, else the one of which nobody has spoken for
/// longest.
pub fn doubtful(lines: &[LineRow], now: Timestamp) -> Option<&LineRow> {
    lines.iter().min_by_key(|line| {
        let room = line.availability(now);
        (!room.disputed, room.confirmed_at)
    })
}

fn state(task: &Task, now: Timestamp) -> Vec<String> {
    let today = day_of(now);
    let put_off = task.not_before;
    let put_off = put_off.map(|until| format!("Put off until {}", day(until, today)));
    let found = task.done_at.map(|at| {
        let by = task.done_by.as_deref().unwrap_or("somebody");
        format!("{by} found it closed on {}", day(day_of(at), today))
    });
    let note = task.note.as_ref().map(|note| format!("“{note}”"));
    let all = [put_off, tries(task), found, note];
    all.into_iter().flatten().collect()
}

impl TasksPage {
    /// The page with these tasks, of so many in all; `pages` is which, and of how many.
    pub fn view(
        tasks: Vec<Shown>,
        total: usize,
        which: Which,
        (page, pages): (usize, usize),
        said: Option<&str>,
    ) -> Self {
        let at = |page: usize| {
            let link = which.link();
            let sign = if link.contains('?') { '&' } else { '?' };
            format!("{link}{sign}page={page}")
        };
        Self {
            lead: lead(which, total),
            said: said.and_then(words),
            lists: Which::ALL
                .map(|(one, link, words)| (link, words, one == which))
                .to_vec(),
            changes: 0,
            pairs: 0,
            feeds: 0,
            tasks,
            previous: (page > 1).then(|| at(page - 1)),
            next: (page < pages).then(|| at(page + 1)),
        }
    }
}

fn lead(which: Which, total: usize) -> String {
    let services = count(i64::try_from(total).unwrap_or(i64::MAX), "service");
    match (which, total) {
        (Which::Now, 0) => "Nobody needs to be rung now. It fills by itself.".into(),
        (Which::Now, _) => format!("{services} to ring, most urgent first."),
        (Which::Mine, 0) => "You have taken nothing. What you take is yours for two hours.".into(),
        (Which::Mine, _) => format!("You have {services}. Each is yours for two hours."),
        (Which::PutOff, 0) => "Nothing is put off.".into(),
        (Which::PutOff, _) => format!("{services} put off. Each comes back by itself."),
        (Which::Closed, 0) => "No listing is known to be out of date.".into(),
        (Which::Closed, _) => {
            format!("{services} found closed, while the listing says that it runs.")
        }
    }
}

/// What is said of what was just done.
fn words(said: &str) -> Option<&'static str> {
    Some(match said {
        "reached" => "Recorded. Searches show it from now on.",
        "no_answer" => "Recorded. It comes back when it is time to try again.",
        "closed" => "Recorded. It is among those found closed until the listing is changed.",
        "later" => "Put off. It comes back by itself.",
        "released" => "Given back. Anybody can take it now.",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_keep_the_list_that_one_looks_at() {
        let page = TasksPage::view(Vec::new(), 45, Which::PutOff, (2, 3), Some("later"));
        assert_eq!(page.previous.as_deref(), Some("/tasks?show=put_off&page=1"));
        assert_eq!(page.next.as_deref(), Some("/tasks?show=put_off&page=3"));
        assert_eq!(page.said, Some("Put off. It comes back by itself."));
        let only = TasksPage::view(Vec::new(), 1, Which::Now, (1, 1), Some("<b>"));
        assert_eq!((only.previous, only.next, only.said), (None, None, None));
        assert_eq!(only.lead, "1 service to ring, most urgent first.");
    }
}
