//! What is written to those who are asked: short, kind, and one link for each service.

use super::contact::{Channel, Contact};
use super::outbox::NewMessage;
use crate::domain::availability::{Freshness, State};
use crate::domain::time::from_millis;
use crate::error::{Error, Result};
use crate::search::truth::LineRow;
use askama::Template;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Services in one digest at most.
pub const MOST: usize = 10;
/// Letters of a text: with one more it counts as two.
const TEXT: usize = 160;
/// Letters of a name in a text at least.
const SHORTEST_NAME: usize = 12;

/// One service that is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is called, with the place where it has several.
    pub name: String,
    /// What is shown of its room.
    pub shown: String,
    /// Whether somebody has reported otherwise.
    pub reported: bool,
    /// The link to the page with the buttons.
    pub link: String,
}

#[derive(Template)]
#[template(path = "messages/digest.txt", escape = "none")]
struct Plain<'a> {
    greeting: &'a str,
    entries: &'a [Entry],
}

#[derive(Template)]
#[template(path = "messages/digest.html")]
struct Html<'a> {
    greeting: &'a str,
    entries: &'a [Entry],
}

/// Writes to somebody about these services, of which there is at least one; a text is about the
/// first only.
///
/// # Errors
/// The message cannot be made.
pub fn write(dedupe_key: String, contact: &Contact, entries: &[Entry]) -> Result<NewMessage> {
    let first = entries
        .first()
        .ok_or_else(|| Error::internal("a digest about nothing"))?;
    let message = |subject: String, body: String, html: String| NewMessage {
        dedupe_key,
        channel: contact.channel,
        address: contact.address.clone(),
        subject,
        body,
        html,
        unsubscribe: None,
        any_hour: false,
    };
    if contact.channel == Channel::Text {
        return Ok(message(String::new(), text(first), String::new()));
    }
    let greeting = contact
        .name
        .as_deref()
        .map_or("Hello,".to_owned(), |name| format!("Hello {name},"));
    let plain = Plain {
        greeting: &greeting,
        entries,
    };
    let html = Html {
        greeting: &greeting,
        entries,
    };
    let (plain, html) = (plain.render(), html.render());
    Ok(message(
        subject(first, entries.len() - 1),
        plain.map_err(Error::internal)?,
        html.map_err(Error::internal)?,
    ))
}

fn subject(first: &Entry, more: usize) -> String {
    let name = in_subject(&first.name);
    match more {
        0 => format!("Is this still right? {name}"),
        more => format!("Is this still right? {name}, and {more} more"),
    }
}

/// A name as it can stand in a subject.
pub fn in_subject(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(80).collect()
}

/// One service in one text.
fn text(entry: &Entry) -> String {
    fitting(&entry.name, |name| {
        format!(
            "{name}: people are told \"{}\". Still right? {}",
            entry.shown, entry.link
        )
    })
}

/// What is said with a name, as one text. The name gives way where it is too long, the link never.
pub fn fitting(name: &str, with: impl Fn(&str) -> String) -> String {
    let whole = with(name);
    let over = whole.chars().count().saturating_sub(TEXT);
    if over == 0 {
        return whole;
    }
    let room = name
        .chars()
        .count()
        .saturating_sub(over + 2)
        .max(SHORTEST_NAME);
    let short: String = name.chars().take(room).collect();
    with(&format!("{}..", short.trim_end()))
}

/// What is shown of the room of a line at `now`, in words that were last said.
pub fn shown(line: &LineRow, now: Timestamp) -> String {
    let Some(said) = &line.known.statement else {
        return "nobody has said yet whether there is room".to_owned();
    };
    let label = State::from(said.vitals.state).label();
    let places = match line.known.free(now) {
        Some(1) => ", 1 place free".to_owned(),
        Some(free) => format!(", {free} places free"),
        None => String::new(),
    };
    let day = day(said.vitals.confirmed_at);
    match said.vitals.freshness(now) {
        Freshness::Stale | Freshness::Never => {
            format!("Room not confirmed since {day} ({label}{places})")
        }
        Freshness::Fresh | Freshness::Ageing => format!("{label}{places}, as of {day}"),
    }
}

/// A day as people in the UK write it, by their clocks.
fn day(time: Timestamp) -> String {
    let time = from_millis(time.as_millisecond());
    let zone = TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC);
    time.to_zoned(zone).strftime("%-d %B").to_string()
}

#[cfg(test)]
mod tests;
