//! Who is to be asked about what, read from the database and changing nothing.

use super::{Asking, Digest};
use crate::db::Conn;
use crate::error::Result;
use crate::gathered::store::looks;
use crate::reminders::contact::{Channel, Contact};
use crate::reminders::due::LOOKED_DAYS;
use crate::reminders::hours::is_asking_time;
use crate::reminders::outbox::numbered::Series;
use crate::reminders::steps::{Asked, Reached, Step};
use crate::reminders::store::lines::{Line, Memory, candidates};
use crate::reminders::store::{contacts, how_far};
use crate::reminders::{digest, outbox};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use std::collections::HashMap;

/// Letters of a name in the history at most.
const LONGEST_LABEL: usize = 80;

/// What to do.
#[derive(Debug, Default)]
pub struct Plan {
    /// The messages to make, most urgent first.
    pub digests: Vec<Digest>,
    /// The lines to hand to the stewards.
    pub handed: Vec<(Line, Asked)>,
}

/// Decides at `now`.
pub fn make(conn: &mut Conn, memory: &mut Memory, asking: &Asking, now: Timestamp) -> Result<Plan> {
    let waiting = outbox::store::counts(conn)?.waiting;
    let most = usize::try_from(asking.most_waiting - waiting).unwrap_or(0);
    let due = due(conn, memory, now)?;
    let far = how_far(conn, &due)?;
    let services: Vec<String> = due.iter().map(|line| line.service_id.clone()).collect();
    let contacts = contacts::of_all(conn, &services)?;
    let mut plan = Plan::default();
    let mut people: HashMap<(Channel, String), Digest> = HashMap::new();
    for (line, asked) in due.into_iter().zip(far) {
        let known = contacts.get(&line.service_id);
        let known = known.map_or(&[][..], |(_, contacts)| contacts.as_slice());
        let known: Vec<(usize, &Contact)> = reachable(known, &asking.channels);
        match asked.next(known.len(), line.disputed, now.as_millisecond()) {
            Step::Wait => {}
            Step::HandOver => plan.handed.push((line, asked)),
            Step::Ask(turn) => {
                let (position, contact) = known[turn];
                let key = (contact.channel, contact.address.clone());
                let digest = people
                    .entry(key)
                    .or_insert_with(|| Digest::to(contact, position));
                digest.lines.push((line, asked));
            }
        }
    }
    plan.digests = chosen(conn, people.into_values().collect(), most, now)?;
    Ok(plan)
}

/// The lines that are due, with how often they are looked at.
fn due(conn: &mut Conn, memory: &mut Memory, now: Timestamp) -> Result<Vec<Line>> {
    let mut lines = candidates(conn, memory, now.as_millisecond())?;
    let today = now.to_zoned(TimeZone::UTC).date();
    let from = today.saturating_sub(LOOKED_DAYS.days());
    let services: Vec<String> = lines.iter().map(|line| line.service_id.clone()).collect();
    let looks = looks::since(conn, from, &services)?;
    for line in &mut lines {
        line.facts.looks = looks.get(&line.service_id).copied().unwrap_or(0);
    }
    lines.retain(|line| line.facts.is_due(now.as_millisecond()));
    Ok(lines)
}

/// Those that can be reached by these channels, with their places in the order from 1.
fn reachable<'a>(contacts: &'a [Contact], channels: &[Channel]) -> Vec<(usize, &'a Contact)> {
    let all = (1..).zip(contacts);
    all.filter(|(_, contact)| channels.contains(&contact.channel))
        .collect()
}

/// The most urgent of the digests that may be made now, each with what is most urgent in it.
fn chosen(
    conn: &mut Conn,
    people: Vec<Digest>,
    most: usize,
    now: Timestamp,
) -> Result<Vec<Digest>> {
    let millis = now.as_millisecond();
    let mut digests = Vec::new();
    for mut digest in people {
        digest.keep_most_urgent(millis);
        digests.push((digest.urgency(millis), digest));
    }
    digests.sort_by(|(a, one), (b, other)| {
        b.total_cmp(a)
            .then_with(|| one.contact.address.cmp(&other.contact.address))
    });
    let mut chosen = Vec::new();
    for (_, mut digest) in digests {
        if chosen.len() >= most {
            break;
        }
        let contact = &digest.contact;
        if contact.channel == Channel::Text && !is_asking_time(now) {
            continue;
        }
        let known = Series::Digest.known(conn, contact.channel, &contact.address)?;
        let reached = Reached {
            last_at: known.last_at,
            waiting: known.waiting,
        };
        if reached.may_be_asked(digest.has_news(), millis) {
            digest.number = known.number + 1;
            chosen.push(digest);
        }
    }
    Ok(chosen)
}

impl Digest {
    fn to(contact: &Contact, position: usize) -> Self {
        let place = if position == 1 {
            "first contact"
        } else {
            "second contact"
        };
        let name = contact.name.as_deref().unwrap_or(place);
        Self {
            contact: contact.clone(),
            label: name.chars().take(LONGEST_LABEL).collect(),
            number: 0,
            lines: Vec::new(),
        }
    }

    /// Those that were asked about in vain come after those that were not.
    fn keep_most_urgent(&mut self, now: i64) {
        let urgency =
            |(line, asked): &(Line, Asked)| line.facts.urgency(now) / f64::from(1 + asked.times);
        self.lines.sort_by(|one, other| {
            urgency(other)
                .total_cmp(&urgency(one))
                .then_with(|| one.0.service_id.cmp(&other.0.service_id))
        });
        let most = if self.contact.channel == Channel::Text {
            1
        } else {
            digest::MOST
        };
        self.lines.truncate(most);
    }

    fn urgency(&self, now: i64) -> f64 {
        self.lines
            .first()
            .map_or(0.0, |(line, _)| line.facts.urgency(now))
    }

    /// Whether something in it was reported since it was last asked about.
    fn has_news(&self) -> bool {
        self.lines
            .iter()
            .any(|(line, asked)| asked.reported_since(line.disputed))
    }
}
