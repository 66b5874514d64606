//! The page of a one-tap link, for somebody who runs a service and has a telephone in the other hand.

mod problems;
mod sent;

pub use problems::Notice;
pub use sent::Sent;

use super::badge::Badge;
use super::service::{Known, Place};
use super::words::{capitalised, day, day_of, days_ago, moment, plural};
use crate::directory::record::text;
use crate::domain::availability::{
    Availability, Freshness, Known as Line, State, StatedState, Statement,
};
use crate::domain::schedule::london;
use crate::domain::undo;
use crate::links::store::{Link, Used};
use crate::web::tongue::filters;
use crate::web::update::Typed;
use askama::Template;
use jiff::Timestamp;

/// What the page shows.
#[derive(Debug, Template)]
#[template(path = "update.html")]
pub struct UpdatePage {
    /// Where taps go.
    pub action: String,
    /// The service.
    pub name: String,
    /// Where it is given, in a line.
    pub place: Option<String>,
    /// Its public page.
    pub public: String,
    /// What was just done by this link.
    pub done: Option<Done>,
    /// What is shown to navigators.
    pub badge: Badge,
    /// Since when.
    pub since: String,
    /// The note that is shown with it.
    pub note: Option<String>,
    /// Whether the listing says that the service does not run, whatever is tapped.
    pub closed: bool,
    /// What "nothing has changed" would confirm, where there is something to confirm.
    pub same: Option<String>,
    /// The version of the line.
    pub version: i64,
    /// The buttons.
    pub choices: Vec<Choice>,
    /// What is wrong with what was tapped.
    pub notice: Option<String>,
    /// What was typed.
    pub typed: Typed,
    /// Field and what is wrong with it.
    pub problems: Vec<(String, String)>,
    /// What places are called here: `Places free`.
    pub places: String,
    /// The first day that can be the last of a statement.
    pub today: String,
    /// The last day of the link.
    pub expires: String,
    /// Those who were sent here lately.
    pub sent: Vec<Sent>,
}

/// What was just done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// In a few words.
    pub title: &'static str,
    /// Until when it can be undone, if it can be.
    pub undo_until: Option<String>,
}

/// A button that says how much room there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What it sends.
    pub value: &'static str,
    /// What it says.
    pub label: &'static str,
    /// What that means.
    pub hint: &'static str,
    /// Its gauge and colour.
    pub badge: Badge,
}

impl UpdatePage {
    /// The page of a link that works; none if its line is no longer listed.
    pub fn view(
        token: &str,
        link: &Link,
        known: &Known,
        typed: &Typed,
        notice: Option<&Notice>,
        now: Timestamp,
    ) -> Option<Self> {
        let place = Place::at(known, &link.location_id, now)?;
        let line = known
            .lines
            .iter()
            .find(|line| line.location_id == link.location_id)?;
        let said = line.known.statement.as_ref();
        let version = line.known.version;
        let today = day_of(now);
        let unit = said.and_then(|said| said.details.unit.as_deref());
        Some(Self {
            action: format!("/u/{token}"),
            name: text(&known.service, "name")
                .unwrap_or("Your service")
                .to_owned(),
            place: place.in_one_line(),
            public: format!("/services/{}", link.service_id),
            done: link
                .used
                .as_ref()
                .filter(|_| notice.is_none())
                .and_then(|used| done(used, version, now)),
            since: since(said, now),
            note: place.note,
            closed: place.state == State::Closed,
            badge: place.badge,
            same: said
                .filter(|_| !matches!(notice, Some(Notice::Wrong(..))))
                .and_then(|said| confirmable(said, now)),
            version,
            choices: choices(now),
            notice: notice.map(Notice::words),
            typed: typed.clone(),
            problems: notice.map_or_else(Vec::new, Notice::problems),
            places: format!("{} free", capitalised(&plural(unit.unwrap_or("place")))),
            today: today.to_string(),
            expires: day(day_of(link.expires_at), today),
            sent: Vec::new(),
        })
    }

    /// What is wrong with a field.
    pub fn problem(&self, field: &str) -> Option<&str> {
        let found = self.problems.iter().find(|(known, _)| known == field);
        found.map(|(_, words)| words.as_str())
    }
}

/// What this link did last, while it can be undone and nobody has said anything since.
fn done(used: &Used, version: i64, now: Timestamp) -> Option<Done> {
    if used.version != version || !undo::is_open(used.at, now) {
        return None;
    }
    let end = used.at + undo::OPEN_FOR;
    let until = end.to_zoned(london().clone()).strftime("%H:%M").to_string();
    let undone = used.before.is_none();
    Some(Done {
        title: if undone {
            "Undone"
        } else {
            "Thank you, that is done"
        },
        undo_until: (!undone).then_some(until),
    })
}

/// `Since Monday 16 November, confirmed yesterday.`
pub fn since(said: Option<&Statement>, now: Timestamp) -> String {
    let Some(said) = said else {
        return "Nobody has said yet whether there is room here, so people are told to ring first."
            .into();
    };
    let today = day_of(now);
    let (true_on, confirmed_on) = (day_of(said.as_of), day_of(said.vitals.confirmed_at));
    if said.vitals.freshness(now) == Freshness::Stale {
        return last_word(said, now);
    }
    let when = if true_on == today {
        moment(said.as_of, now)
    } else {
        day(true_on, today)
    };
    if confirmed_on == true_on {
        return format!("Since {when}.");
    }
    format!("Since {when}, confirmed {}.", days_ago(confirmed_on, today))
}

/// What was said last, where that is no longer gone by.
fn last_word(said: &Statement, now: Timestamp) -> String {
    let (words, today) = (words_then(said, now), day_of(now));
    match said.vitals.until.filter(|until| *until <= now) {
        Some(until) => format!("“{words}” ended on {}.", day(day_of(until), today)),
        None => {
            let heard = day_of(said.vitals.confirmed_at);
            format!(
                "“{words}” was last heard on {}, too long ago to go by.",
                day(heard, today)
            )
        }
    }
}

/// The words of a statement as they were when it was confirmed, however old it is.
fn words_then(said: &Statement, now: Timestamp) -> String {
    let then = said.vitals.confirmed_at;
    let alone = Line::saying(said.clone());
    let room = Availability::of(&alone, false, then);
    Badge::view(&room, now).words
}

/// What "nothing has changed" would say; nothing if the statement has ended by its own words.
pub fn confirmable(said: &Statement, now: Timestamp) -> Option<String> {
    let ended = said.vitals.until.is_some_and(|until| until <= now);
    (!ended).then(|| words_then(said, now))
}

pub fn choices(now: Timestamp) -> Vec<Choice> {
    use StatedState::{Full, Limited, Open, Paused, WaitingList};
    let all = [
        (Open, "people can come to you now"),
        (Limited, "nearly full, but do send people"),
        (WaitingList, "people can be put on your list"),
        (Full, "no places, and no list"),
        (Paused, "not running for the time being"),
    ];
    let choice = |(state, hint): (StatedState, &'static str)| {
        let room = Availability {
            state: state.into(),
            ..Availability::never(false)
        };
        Choice {
            value: state.as_str(),
            label: label(state),
            hint,
            badge: Badge::view(&room, now),
        }
    };
    all.map(choice).to_vec()
}

/// What a button says.
pub fn label(state: StatedState) -> &'static str {
    match state {
        StatedState::Open => "Has room",
        StatedState::Limited => "A few places",
        StatedState::WaitingList => "Waiting list",
        StatedState::Full => "Full",
        StatedState::Paused => "Paused",
    }
}

#[cfg(test)]
mod tests;
