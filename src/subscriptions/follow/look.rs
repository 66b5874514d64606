//! Looking at one subscription: is there anything to tell, and may it be told now.

use super::{Here, Moment};
use crate::capacity;
use crate::db::Tx;
use crate::directory::record::text;
use crate::directory::store::{Shelf, document};
use crate::domain::time::from_millis;
use crate::error::Result;
use crate::funding::alerts::{self, Alert, THRESHOLDS};
use crate::funding::store::facts;
use crate::reminders::outbox;
use crate::search::truth::LineRow;
use crate::subscriptions::event::{self, Item};
use crate::subscriptions::making::{about, room_of};
use crate::subscriptions::room::{Memory, Room, Step};
use crate::subscriptions::store::{self, deliveries, links, news, services};
use crate::subscriptions::{Subscription, SubscriptionChannel, SubscriptionKind, letter};
use jiff::ToSpan;
use std::collections::HashMap;

/// Services whose funding is asked for in one statement.
const AT_ONCE: usize = 500;

/// What of a subscription is to be looked at.
#[derive(Debug, Clone, Copy)]
pub enum Scope<'a> {
    /// All that it is about.
    Everything,
    /// These services only, if it is about them.
    Listings(&'a [String]),
}

/// Looks at one, and says how many messages came of it.
pub fn look(
    tx: &mut Tx,
    one: &Subscription,
    scope: Scope,
    here: &Here,
    moment: Moment,
) -> Result<u64> {
    match one.what.kind {
        SubscriptionKind::RoomAgain => room(tx, one, here, moment),
        SubscriptionKind::NewService => new_services(tx, one, here, moment),
        SubscriptionKind::FundingEnds => funding(tx, one, scope, here, moment),
    }
}

fn room(tx: &mut Tx, one: &Subscription, here: &Here, moment: Moment) -> Result<u64> {
    let Some(service_id) = &one.what.service_id else {
        // Put there by another hand: there is nothing to look at, now or later.
        store::look_no_more(tx, &one.id)?;
        return Ok(0);
    };
    let lines = capacity::store::lines_of(tx, service_id)?;
    let room = room_of(&lines, moment.now);
    let (memory, step) = one.memory.step(room, moment.now);
    let look_at = match step {
        Step::LookAt(time) => Some(time),
        // The end of a hold is in no feed.
        _ if room == Room::None => first_end(&lines, moment.now),
        _ => None,
    };
    store::remember(tx, &one.id, memory, look_at)?;
    if step != Step::Tell {
        return Ok(0);
    }
    let service = document(tx, Shelf::Services, service_id)?;
    let name = service.as_ref().and_then(|service| text(service, "name"));
    let mut item = Item::new(&here.public_url, service_id, name.unwrap_or_default());
    let now = from_millis(moment.now);
    let states = lines
        .iter()
        .map(|line| (line.known.state(line.closed, now), line.known.free(now)));
    if let Some((state, free)) = states.min_by_key(|(state, _)| *state) {
        (item.state, item.places_free) = (Some(state), free);
    }
    tell(tx, one, &[item], here, moment)
}

fn first_end(lines: &[LineRow], now: i64) -> Option<i64> {
    let ends = lines.iter().filter_map(|line| line.known.holds.first_end());
    ends.filter(|end| *end > now).min()
}

/// When a letter may go, if one has gone too lately. Programs are told at once.
fn too_soon(one: &Subscription, now: i64) -> Option<i64> {
    let is_letter = one.what.channel == SubscriptionChannel::Email;
    one.memory.free_at().filter(|free| is_letter && *free > now)
}

fn new_services(tx: &mut Tx, one: &Subscription, here: &Here, moment: Moment) -> Result<u64> {
    let waiting = news::waiting(tx, &one.id)?;
    let soon = too_soon(one, moment.now).filter(|_| !waiting.is_empty());
    if waiting.is_empty() || soon.is_some() {
        store::remember(tx, &one.id, one.memory, soon)?;
        return Ok(0);
    }
    let names = services::names(tx, &waiting)?;
    let items: Vec<Item> = waiting
        .iter()
        .filter_map(|id| Some(Item::new(&here.public_url, id, names.get(id)?)))
        .collect();
    news::all_told(tx, &one.id, moment.now)?;
    told(tx, one, &items, here, moment)
}

fn funding(
    tx: &mut Tx,
    one: &Subscription,
    scope: Scope,
    here: &Here,
    moment: Moment,
) -> Result<u64> {
    let ends = ends(tx, one, scope, moment)?;
    let soon = too_soon(one, moment.now).filter(|_| !ends.is_empty());
    if ends.is_empty() || soon.is_some() {
        // Of a part it cannot be said that nothing else waits.
        if matches!(scope, Scope::Everything) || soon.is_some() {
            store::remember(tx, &one.id, one.memory, soon)?;
        }
        return Ok(0);
    }
    let ids: Vec<String> = ends.iter().map(|(id, _)| id.clone()).collect();
    let names = services::names(tx, &ids)?;
    let mut items = Vec::new();
    for (id, alert) in ends {
        news::alerted(tx, &one.id, &id, alert, moment.now)?;
        let Some(name) = names.get(&id) else {
            continue;
        };
        items.push(Item {
            ends_on: Some(alert.ends_on),
            days: Some(alert.days),
            ..Item::new(&here.public_url, &id, name)
        });
    }
    told(tx, one, &items, here, moment)
}

/// What is to be told of money that ends, soonest first.
fn ends(
    tx: &mut Tx,
    one: &Subscription,
    scope: Scope,
    moment: Moment,
) -> Result<Vec<(String, Alert)>> {
    let [earliest, ..] = THRESHOLDS;
    let until = moment.today.saturating_add(earliest.days());
    let mut ids = match &one.what.service_id {
        Some(id) => vec![id.clone()],
        None => services::ending(tx, moment.today, until)?,
    };
    if let Scope::Listings(listings) = scope {
        ids.retain(|id| listings.contains(id));
    }
    let told = news::alerts(tx, &one.id)?;
    let mut ends = Vec::new();
    for ids in ids.chunks(AT_ONCE) {
        let facts: HashMap<_, _> = facts(tx, ids)?;
        ends.extend(facts.into_iter().filter_map(|(id, facts)| {
            let before = told.get(&id).copied();
            let alert = alerts::due(facts.ends_on()?, before, moment.today)?;
            Some((id, alert))
        }));
    }
    ends.sort_by(|(a, one), (b, other)| one.ends_on.cmp(&other.ends_on).then_with(|| a.cmp(b)));
    Ok(ends)
}

/// Tells of these, and remembers when.
fn told(
    tx: &mut Tx,
    one: &Subscription,
    items: &[Item],
    here: &Here,
    moment: Moment,
) -> Result<u64> {
    let memory = Memory {
        told_at: Some(moment.now),
        ..one.memory
    };
    store::remember(tx, &one.id, memory, None)?;
    tell(tx, one, items, here, moment)
}

/// Puts these where they leave from.
fn tell(
    tx: &mut Tx,
    one: &Subscription,
    items: &[Item],
    here: &Here,
    moment: Moment,
) -> Result<u64> {
    if items.is_empty() {
        return Ok(0);
    }
    if one.what.channel == SubscriptionChannel::Email {
        let about = about(tx, &one.what)?;
        let token = links::make(tx, &one.id, moment.now)?;
        let letter = letter::told(one, items, &about, &here.public_url, &token, moment.now)?;
        outbox::store::queue(tx, &letter, moment.now)?;
        return Ok(1);
    }
    let mut queued = 0;
    for items in items.chunks(event::MOST) {
        let body = event::body(one, items, moment.now)?;
        deliveries::queue(tx, &one.id, &body, moment.now)?;
        queued += 1;
    }
    Ok(queued)
}
