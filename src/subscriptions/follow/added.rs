//! Services that were added, and who wants to be told of them.

use crate::app::DatabaseTruth;
use crate::db::Tx;
use crate::error::Result;
use crate::geography::{Catchment, Gazetteer};
use crate::search::entry::{Entry, Line, TagKind};
use crate::search::truth::Truth;
use crate::subscriptions::store::{cursor, news};
use crate::subscriptions::{Around, NewSubscription, Subscription, SubscriptionKind};
use std::collections::{HashMap, HashSet};

/// Takes note of each service among these that is new to a subscription and is what it wants, to be
/// told once. Returns the ids of these subscriptions.
pub fn note(
    tx: &mut Tx,
    live: &[Subscription],
    listings: &[String],
    gazetteer: &Gazetteer,
) -> Result<HashSet<String>> {
    let is_new = |one: &&Subscription| one.what.kind == SubscriptionKind::NewService;
    let wanting: Vec<&Subscription> = live.iter().filter(is_new).collect();
    let mut to_tell = HashSet::new();
    let Some(oldest) = wanting.iter().map(|one| one.from_slot).min() else {
        return Ok(to_tell);
    };
    let slots = cursor::first_slots(tx, listings)?.into_iter();
    let slots: HashMap<String, i64> = slots.filter(|(_, slot)| *slot > oldest).collect();
    let ids: Vec<String> = slots.keys().cloned().collect();
    for listing in DatabaseTruth.listings(tx, &ids, gazetteer)? {
        let entry = listing.entry;
        let id = entry.id.to_string();
        let Some(slot) = slots.get(&id).filter(|_| !entry.closed) else {
            continue;
        };
        for one in &wanting {
            if *slot > one.from_slot && meets(&one.what, &entry) {
                news::note(tx, &one.id, &id)?;
                to_tell.insert(one.id.clone());
            }
        }
    }
    Ok(to_tell)
}

/// Whether a service is what somebody wants to be told of.
fn meets(what: &NewSubscription, entry: &Entry) -> bool {
    let has = |need: &String| {
        let mut tags = entry.tags.iter();
        tags.any(|tag| tag.kind == TagKind::Need && tag.id == *need)
    };
    what.need.as_ref().is_none_or(has)
        && what
            .around
            .as_ref()
            .is_none_or(|around| serves(entry, around))
}

/// Whether it serves those who are there. As in a search, a catchment with a shape restricts and
/// reaches; whoever is advised by telephone or online may be anywhere.
fn serves(entry: &Entry, around: &Around) -> bool {
    if !entry.areas.is_empty() {
        let mut shapes = entry.areas.iter();
        return shapes.any(|area| {
            Catchment::parse(&area.geometry).is_ok_and(|shape| shape.contains(around.point))
        });
    }
    let is_near = |line: &Line| {
        let point = line.site.as_ref().and_then(|site| site.point);
        point.is_some_and(|point| point.distance_m(around.point) <= around.within_m)
    };
    entry.lines.iter().any(|line| line.remote || is_near(line))
}
