//! A new link in the place of one that works no longer, sent to the contact that had that one and to
//! nobody else, whoever asks for it.

use super::called::called;
use super::contact::{Channel, Contact};
use super::digest::{fitting, in_subject};
use super::outbox::NewMessage;
use super::outbox::numbered::{Known, Series};
use super::outbox::store::queue;
use super::store::contacts;
use crate::accounts;
use crate::capacity;
use crate::db::{Conn, Tx};
use crate::directory::record::text;
use crate::directory::store::{Shelf, document};
use crate::error::{Error, Result};
use crate::links::store::{Found, Link, find, issue};
use crate::links::{self, NewLink};
use askama::Template;
use jiff::Timestamp;

/// Milliseconds between two new links to one contact, and so between two for one link.
pub const APART_MS: i64 = 10 * 60_000;

#[derive(Template)]
#[template(path = "messages/new_link.txt", escape = "none")]
struct Plain<'a> {
    name: &'a str,
    link: &'a str,
}

#[derive(Template)]
#[template(path = "messages/new_link.html")]
struct Html<'a> {
    name: &'a str,
    link: &'a str,
}

/// What new links can be sent by: nothing, where no gateway is set up.
#[derive(Debug, Clone, Default)]
pub struct Renewals {
    /// The channels that there are gateways for.
    pub channels: Vec<Channel>,
}

impl Renewals {
    /// Whether whoever opens such a link may ask for a new one. What was handed over in another way
    /// than by a message cannot be sent anew. Whether the contact is still one is not told.
    pub fn offered_for(&self, found: &Found) -> bool {
        let link = worn(found);
        !self.channels.is_empty() && link.is_some_and(|link| link.sent_to.is_some())
    }
}

/// The link, if it worked once, does no longer, and nobody took it back.
pub fn worn(found: &Found) -> Option<&Link> {
    match found {
        Found::Expired(link) | Found::Replaced(link) => Some(link),
        Found::Good(_) | Found::Revoked(_) | Found::Unknown => None,
    }
}

/// What is kept of a contact beside a link.
pub fn mark(contact: &Contact) -> String {
    let channel = contact.channel.as_str();
    accounts::hash(&format!("{channel}/{}", contact.address))
}

/// Whether one more may be sent to a contact at `now`.
pub fn may_be_sent(known: &Known, now: i64) -> bool {
    let lately = known
        .last_at
        .is_some_and(|last| last.saturating_add(APART_MS) > now);
    !known.waiting && !lately
}

/// Queues a new link in the place of this one, if that is to be done. Says whether it was; whoever asked
/// for it is not to be told.
///
/// # Errors
/// The database fails.
pub fn renew(
    tx: &mut Tx,
    token: &str,
    renewals: &Renewals,
    public_url: &str,
    now: Timestamp,
) -> Result<bool> {
    let found = find(tx, token, now)?;
    let Some(link) = worn(&found) else {
        return Ok(false);
    };
    let Some(contact) = whose(tx, link, renewals)? else {
        return Ok(false);
    };
    let known = Series::NewLink.known(tx, contact.channel, &contact.address)?;
    let Some(name) = name(tx, link)? else {
        return Ok(false);
    };
    if !may_be_sent(&known, now.as_millisecond()) {
        return Ok(false);
    }
    let new = NewLink {
        service_id: link.service_id.clone(),
        location_id: link.location_id.clone(),
        issued_to: link.issued_to.clone(),
        sent_to: link.sent_to.clone(),
    };
    let token = issue(tx, &new, now)?;
    let url = format!("{public_url}{}", links::path(&token));
    let key = Series::NewLink.key(contact.channel, &contact.address, known.number + 1);
    let queued = queue(
        tx,
        &letter(key, &contact, &name, &url)?,
        now.as_millisecond(),
    )?;
    // Another node was asked at the same moment: the link that was made here must not stay.
    queued
        .map(|_| true)
        .ok_or_else(|| Error::Conflict("a new link is on its way".into()))
}

/// The contact that the link was sent to, if it still is one of the service and can be reached.
fn whose(conn: &mut Conn, link: &Link, renewals: &Renewals) -> Result<Option<Contact>> {
    let (_, contacts) = contacts::of(conn, &link.service_id)?;
    let same = |contact: &Contact| Some(mark(contact)) == link.sent_to;
    let reached = |contact: &Contact| renewals.channels.contains(&contact.channel);
    Ok(contacts
        .into_iter()
        .find(|contact| same(contact) && reached(contact)))
}

/// What its line is called; none if it is no longer listed.
fn name(conn: &mut Conn, link: &Link) -> Result<Option<String>> {
    let lines = capacity::store::lines_of(conn, &link.service_id)?;
    let held = lines
        .iter()
        .find(|line| line.location_id == link.location_id);
    let service = document(conn, Shelf::Services, &link.service_id)?;
    let name = service.as_ref().and_then(|service| text(service, "name"));
    match (held, name) {
        (Some(held), name) => Ok(Some(called(
            conn,
            name.unwrap_or("Your service"),
            &lines,
            held,
        )?)),
        (None, _) => Ok(None),
    }
}

fn letter(dedupe_key: String, contact: &Contact, name: &str, link: &str) -> Result<NewMessage> {
    let message = |subject: String, body: String, html: String| NewMessage {
        dedupe_key,
        channel: contact.channel,
        address: contact.address.clone(),
        subject,
        body,
        html,
        unsubscribe: None,
        any_hour: true,
    };
    if contact.channel == Channel::Text {
        let body = fitting(name, |name| {
            format!("{name}: here is your new link. {link}")
        });
        return Ok(message(String::new(), body, String::new()));
    }
    Ok(message(
        format!("Your new link: {}", in_subject(name)),
        Plain { name, link }.render().map_err(Error::internal)?,
        Html { name, link }.render().map_err(Error::internal)?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn one_contact_gets_one_new_link_in_ten_minutes(last in 0..1_000_000i64, later in 0..2 * APART_MS) {
            let known = Known { number: 1, last_at: Some(last), waiting: false };
            prop_assert_eq!(may_be_sent(&known, last + later), later >= APART_MS);
            let waiting = Known { waiting: true, ..known };
            prop_assert!(!may_be_sent(&waiting, last + later));
        }
    }

    #[test]
    fn what_is_kept_of_a_contact_does_not_show_who_it_is() {
        let contact = |address: &str| Contact::email(address).unwrap();
        let (sam, kit) = (
            mark(&contact("sam@quay.example")),
            mark(&contact("kit@quay.example")),
        );
        assert!(sam != kit && !sam.contains("sam") && sam == mark(&contact("Sam@Quay.example")));
        let text = Contact {
            channel: Channel::Text,
            ..contact("sam@quay.example")
        };
        assert_ne!(mark(&text), sam);
    }
}
