//! Asking: who is to be asked about what is decided from the state of things at one moment, so that
//! to look twice, on two nodes or after a week's outage, asks nobody twice.

mod plan;

use super::contact::{Channel, Contact};
use super::digest::{self, Entry};
use super::outbox::numbered::Series;
use super::steps::Asked;
use super::store::{self, lines::Line, lines::Memory};
use super::{called::called, outbox, renewal};
use crate::capacity;
use crate::db::{Conn, Database, Tx};
use crate::error::{Error, Result};
use crate::links::{self, NewLink};
use jiff::Timestamp;

/// Lines that are handed to the stewards in one transaction.
const HANDED_AT_ONCE: usize = 200;

/// How to ask.
#[derive(Debug, Clone)]
pub struct Asking {
    /// The address under which people reach this Headroom, without a slash at its end.
    pub public_url: String,
    /// By which channels.
    pub channels: Vec<Channel>,
    /// Messages that may wait in the outbox; no more are made while there are as many.
    pub most_waiting: i64,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Lines asked about.
    pub asked: u64,
    /// Messages queued for them.
    pub queued: u64,
    /// Lines handed to the stewards.
    pub handed: u64,
}

/// Messages to one person.
#[derive(Debug, Clone)]
pub struct Digest {
    contact: Contact,
    /// Which contact it is, for the history: their name, or their place in the order.
    label: String,
    /// Its number among those to their address.
    number: i64,
    /// What it is about, most urgent first.
    lines: Vec<(Line, Asked)>,
}

/// Queues a digest for everybody who is to be asked at `now`, and hands the stewards what nobody
/// answers for.
///
/// # Errors
/// The database fails; what was queued by then stays queued.
pub fn ask(db: &Database, memory: &mut Memory, asking: &Asking, now: Timestamp) -> Result<Summary> {
    let plan = db.read(|conn| plan::make(conn, memory, asking, now))?;
    let mut summary = Summary::default();
    for digest in plan.digests {
        let public_url = asking.public_url.clone();
        match db.write(move |tx| queue(tx, &digest, &public_url, now)) {
            Ok(asked) => {
                summary.asked += asked;
                summary.queued += 1;
            }
            // Another node has asked, or what it is about is gone: nothing of it is kept.
            Err(Error::Conflict(_)) => {}
            Err(error) => return Err(error),
        }
    }
    for lines in plan.handed.chunks(HANDED_AT_ONCE) {
        let lines = lines.to_vec();
        summary.handed += db.write(move |tx| hand_over(tx, &lines, now.as_millisecond()))?;
    }
    Ok(summary)
}

/// Makes links, puts the digest into the outbox and takes note of who was asked, all or nothing.
/// Says about how many lines.
fn queue(tx: &mut Tx, digest: &Digest, public_url: &str, now: Timestamp) -> Result<u64> {
    let (mut entries, mut lines) = (Vec::new(), Vec::new());
    for (line, asked) in &digest.lines {
        if let Some(entry) = entry(tx, line, digest, public_url, now)? {
            entries.push(entry);
            lines.push((line, asked));
        }
    }
    if entries.is_empty() {
        return Err(Error::Conflict("there is nothing left to ask about".into()));
    }
    let contact = &digest.contact;
    // The next number of this address: of two nodes that make it at once, one fails.
    let key = Series::Digest.key(contact.channel, &contact.address, digest.number);
    let message = digest::write(key, contact, &entries)?;
    let now = now.as_millisecond();
    let id = outbox::store::queue(tx, &message, now)?;
    let id = id.ok_or_else(|| Error::Conflict("another node has asked".into()))?;
    for (line, asked) in &lines {
        store::asked(tx, line, asked, &id, now)?;
    }
    Ok(lines.len() as u64)
}

/// What is said about a line; none if it is no longer listed.
fn entry(
    tx: &mut Tx,
    line: &Line,
    digest: &Digest,
    public_url: &str,
    now: Timestamp,
) -> Result<Option<Entry>> {
    let conn: &mut Conn = tx;
    let lines = capacity::store::lines_of(conn, &line.service_id)?;
    let Some(held) = lines
        .iter()
        .find(|held| held.location_id == line.location_id)
    else {
        return Ok(None);
    };
    let name = called(conn, &line.name, &lines, held)?;
    let new = NewLink {
        service_id: line.service_id.clone(),
        location_id: line.location_id.clone(),
        issued_to: digest.label.clone(),
        sent_to: Some(renewal::mark(&digest.contact)),
    };
    let token = links::store::issue(tx, &new, now)?;
    Ok(Some(Entry {
        name,
        shown: digest::shown(held, now),
        reported: line.disputed,
        link: format!("{public_url}{}", links::path(&token)),
    }))
}

fn hand_over(tx: &mut Tx, lines: &[(Line, Asked)], now: i64) -> Result<u64> {
    let mut handed = 0;
    for (line, asked) in lines {
        match store::hand_over(tx, line, asked, now) {
            Ok(()) => handed += 1,
            Err(Error::Conflict(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(handed)
}
