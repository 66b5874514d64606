//! Changes that wait for a steward, by organisation, the oldest first.

use super::edit::marks::{Piece, pieces};
use super::edit::words::{label, of};
use super::words::{count, moment};
use crate::accounts::hash;
use crate::directory::record::{Document, location_ids, text};
use crate::edits::store::Proposal;
use crate::edits::{Field, Values, read};
use crate::web::tongue::filters;
use askama::Template;
use jiff::Timestamp;
use serde::Deserialize;
use std::collections::HashMap;

/// Letters of what stands for a value.
const MARK: usize = 16;

/// What is known of the queue.
#[derive(Debug)]
pub struct Loaded {
    /// What waits, the oldest first.
    pub open: Vec<Proposal>,
    /// The services, whole.
    pub services: Vec<Document>,
}

/// What was just done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// It is shown now.
    Taken,
    /// It is not taken.
    Refused,
}

impl Said {
    /// The queue, which then says so.
    pub fn address(self) -> &'static str {
        match self {
            Said::Taken => "/moderation?said=taken",
            Said::Refused => "/moderation?said=refused",
        }
    }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "moderation.html")]
pub struct ModerationPage {
    /// How many wait, in words.
    pub lead: String,
    /// What was just done.
    pub said: Option<Said>,
    /// What waits.
    pub groups: Vec<Group>,
}

/// All of one organisation.
#[derive(Debug)]
pub struct Group {
    /// Its id; empty for services without one.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The changes.
    pub changes: Vec<Change>,
}

/// One change.
#[derive(Debug)]
pub struct Change {
    /// Its id.
    pub id: String,
    /// The service.
    pub service_id: String,
    /// What the service is called.
    pub service: String,
    /// The field.
    pub label: String,
    /// What the listing says and what it is to say, laid over each other.
    pub pieces: Vec<Piece>,
    /// What the listing says.
    pub now: String,
    /// What it is to say, as it is typed.
    pub raw: String,
    /// What it said when the change was proposed, if that is something else by now.
    pub was: Option<String>,
    /// Who proposed it.
    pub by: String,
    /// When.
    pub when: String,
    /// Stands for what the listing says, so that nobody decides about something else.
    pub seen: String,
    /// Whether it has several lines.
    pub has_lines: bool,
    /// What is wrong with what was decided.
    pub problem: Option<String>,
}

/// What stands for a value that somebody has seen.
pub fn seen(value: &str) -> String {
    hash(value).chars().take(MARK).collect()
}

impl ModerationPage {
    /// The queue; `wrong` is the change that could not be decided on, and why.
    pub fn view(
        loaded: Loaded,
        said: Option<Said>,
        wrong: Option<(String, String)>,
        now: Timestamp,
    ) -> Self {
        let services: HashMap<&str, (&Document, Values)> = loaded
            .services
            .iter()
            .filter_map(|service| Some((text(service, "id")?, (service, read(service)))))
            .collect();
        let mut groups: Vec<Group> = Vec::new();
        for proposal in &loaded.open {
            let known = services.get(proposal.service_id.as_str());
            let Some(change) = known.and_then(|known| change(proposal, known, &wrong, now)) else {
                continue;
            };
            let (id, name) = known
                .map(|(service, _)| run_by(service))
                .unwrap_or_default();
            match groups.iter_mut().find(|group| group.id == id) {
                Some(group) => group.changes.push(change),
                None => groups.push(Group {
                    id,
                    name,
                    changes: vec![change],
                }),
            }
        }
        Self {
            lead: match loaded.open.len() {
                0 => "Nothing waits.".into(),
                number => {
                    let changes = count(i64::try_from(number).unwrap_or(i64::MAX), "change");
                    format!("{changes}, the oldest first.")
                }
            },
            said,
            groups,
        }
    }
}

fn run_by(service: &Document) -> (String, String) {
    let organization = service
        .get("organization")
        .and_then(|value| value.as_object());
    let of = |field| {
        organization
            .and_then(|known| text(known, field))
            .unwrap_or_default()
    };
    match of("name") {
        "" => (of("id").to_owned(), "No organisation".to_owned()),
        name => (of("id").to_owned(), name.to_owned()),
    }
}

fn change(
    proposal: &Proposal,
    (service, values): &(&Document, Values),
    wrong: &Option<(String, String)>,
    now: Timestamp,
) -> Option<Change> {
    let field = proposal.field()?;
    let held = values.get(&field).map_or("", String::as_str);
    let words = |value: &str| of(&field, value);
    let problem = wrong.as_ref().filter(|(id, _)| *id == proposal.id);
    Some(Change {
        id: proposal.id.clone(),
        service_id: proposal.service_id.clone(),
        service: text(service, "name")
            .unwrap_or("A service without a name")
            .to_owned(),
        label: labelled(&field, service),
        pieces: pieces(&words(held), &words(&proposal.value_proposed)),
        now: words(held),
        raw: proposal.value_proposed.clone(),
        was: (held != proposal.value_before).then(|| words(&proposal.value_before)),
        by: proposal.made_by_name.clone(),
        when: moment(proposal.made_at(), now),
        seen: seen(held),
        has_lines: field.has_lines(),
        problem: problem.map(|(_, words)| words.clone()),
    })
}

/// What a field is called, with the place where there are several.
fn labelled(field: &Field, service: &Document) -> String {
    let places = location_ids(service);
    let at = field
        .location()
        .map(|place| places.iter().position(|known| known == place));
    match at {
        Some(None) => format!("One more place: {}", label(field)),
        Some(Some(at)) if places.len() > 1 => format!("Place {}: {}", at + 1, label(field)),
        _ => label(field).to_owned(),
    }
}
