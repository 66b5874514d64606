//! What is written to those who are told by e-mail.

use super::event::Item;
use super::{NewSubscription, Subscription, SubscriptionKind};
use crate::error::{Error, Result};
use crate::links::Token;
use crate::needs::vocabulary;
use crate::reminders::contact::Channel;
use crate::reminders::outbox::NewMessage;
use askama::Template;
use jiff::civil::Date;

/// Services in one letter at most.
const MOST: usize = 30;
/// Letters of a name in a subject at most.
const LONGEST_NAME: usize = 80;

#[derive(Template)]
#[template(path = "messages/told.txt", escape = "none")]
struct ToldPlain<'a> {
    heading: &'a str,
    entries: &'a [Entry],
    more: usize,
    about: &'a str,
    link: &'a str,
}

#[derive(Template)]
#[template(path = "messages/told.html")]
struct ToldHtml<'a> {
    heading: &'a str,
    entries: &'a [Entry],
    more: usize,
    about: &'a str,
    link: &'a str,
}

#[derive(Template)]
#[template(path = "messages/question.txt", escape = "none")]
struct QuestionPlain<'a> {
    about: &'a str,
    link: &'a str,
}

#[derive(Template)]
#[template(path = "messages/question.html")]
struct QuestionHtml<'a> {
    about: &'a str,
    link: &'a str,
}

/// One service in a letter.
struct Entry {
    name: String,
    says: String,
    url: String,
}

/// The path of the page with which letters are said yes to, or ended.
pub fn path(token: &Token) -> String {
    format!("/s/{}", token.as_str())
}

/// The letter that asks an address whether it wants to be told.
///
/// # Errors
/// It cannot be written.
pub fn question(
    subscription: &Subscription,
    about: &str,
    public_url: &str,
    token: &Token,
) -> Result<NewMessage> {
    let link = format!("{public_url}{}", path(token));
    let link = link.as_str();
    let plain = QuestionPlain { about, link }.render();
    let html = QuestionHtml { about, link }.render();
    Ok(NewMessage {
        dedupe_key: format!("subscription/{}/question", subscription.id),
        channel: Channel::Email,
        address: subscription.what.address.clone(),
        subject: "Do you want to be told?".to_owned(),
        body: plain.map_err(Error::internal)?,
        html: html.map_err(Error::internal)?,
        unsubscribe: None,
        any_hour: true,
    })
}

/// The letter about these services, of which there is at least one.
///
/// # Errors
/// It cannot be written.
pub fn told(
    subscription: &Subscription,
    items: &[Item],
    about: &str,
    public_url: &str,
    token: &Token,
    now: i64,
) -> Result<NewMessage> {
    let first = items
        .first()
        .ok_or_else(|| Error::internal("a letter about nothing"))?;
    let heading = heading(subscription.what.kind, first, items.len() - 1);
    let entries: Vec<Entry> = items.iter().take(MOST).map(entry).collect();
    let more = items.len() - entries.len();
    let link = format!("{public_url}{}", path(token));
    let (heading, entries, link) = (heading.as_str(), entries.as_slice(), link.as_str());
    let plain = ToldPlain {
        heading,
        entries,
        more,
        about,
        link,
    }
    .render();
    let html = ToldHtml {
        heading,
        entries,
        more,
        about,
        link,
    }
    .render();
    Ok(NewMessage {
        dedupe_key: format!("subscription/{}/{now}", subscription.id),
        channel: Channel::Email,
        address: subscription.what.address.clone(),
        subject: heading.to_owned(),
        body: plain.map_err(Error::internal)?,
        html: html.map_err(Error::internal)?,
        unsubscribe: Some(link.to_owned()),
        any_hour: false,
    })
}

fn heading(kind: SubscriptionKind, first: &Item, more: usize) -> String {
    let what = match kind {
        SubscriptionKind::RoomAgain => "Room again",
        SubscriptionKind::NewService => "New",
        SubscriptionKind::FundingEnds => "Funding ends",
    };
    let name: String = first
        .name
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST_NAME)
        .collect();
    match more {
        0 => format!("{what}: {name}"),
        more => format!("{what}: {name}, and {more} more"),
    }
}

fn entry(item: &Item) -> Entry {
    let places = match item.places_free {
        Some(1) => ", 1 place free".to_owned(),
        Some(free) => format!(", {free} places free"),
        None => String::new(),
    };
    let room = item.state.map(|state| format!("{}{places}", state.label()));
    let money = item
        .ends_on
        .map(|day| format!("What pays for it ends on {}", written(day)));
    Entry {
        name: item.name.clone(),
        says: room.or(money).unwrap_or_default(),
        url: item.url.clone(),
    }
}

/// What a subscription is about, in words that go on after "when".
pub fn about(what: &NewSubscription, name: Option<&str>) -> String {
    match what.kind {
        SubscriptionKind::RoomAgain => {
            format!("{} has room again", name.unwrap_or("a service"))
        }
        SubscriptionKind::NewService => {
            let place = what.around.as_ref().map_or(String::new(), |around| {
                format!(" within {} km of {}", around.within_m / 1000.0, around.near)
            });
            format!("there is a new service for “{}”{place}", need(what))
        }
        SubscriptionKind::FundingEnds => match name {
            Some(name) => format!("what pays for {name} ends soon"),
            None => "what pays for a service ends soon".to_owned(),
        },
    }
}

fn need(what: &NewSubscription) -> &str {
    let id = what.need.as_deref().unwrap_or_default();
    match vocabulary().number(id) {
        Some(number) => &vocabulary().need(number).label,
        None => id,
    }
}

/// A day as people in the UK write it.
fn written(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}
