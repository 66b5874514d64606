//! An edit that is sent: what may goes live at once, the rest waits for a steward, and where somebody else
//! was quicker nothing is done at all.

use super::field::Field;
use super::store::{self, New};
use super::three_way::{Weighed, weigh};
use super::tier::tier;
use super::{Values, apply, hold, read, save, tier::Standing};
use crate::accounts::audit::{self, Actor, Deed};
use crate::accounts::{Principal, Role};
use crate::db::{Conn, Tx};
use crate::directory::record::{Document, location_ids};
use crate::directory::store as directory;
use crate::error::Result;
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;

/// Two who changed the same field to different things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The field.
    pub field: Field,
    /// What the listing says now.
    pub now: String,
}

/// What became of an edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Submitted {
    /// It was taken: so many fields are live, and so many wait.
    Taken {
        /// Fields that are live.
        live: usize,
        /// Fields that wait for a steward.
        waiting: usize,
    },
    /// Somebody was quicker: nothing was done.
    Clashes(Vec<Clash>),
}

/// What the audit keeps of a proposal.
#[derive(Serialize)]
struct Trace<'a> {
    field: String,
    value: &'a str,
}

/// Takes an edit by somebody who may make it: `base` is what they saw, `typed` what they want.
///
/// # Errors
/// There is no such service, or the database fails.
pub fn submit(
    tx: &mut Tx,
    who: &Principal,
    service_id: &str,
    (base, typed): (&Values, &Values),
    now: Timestamp,
) -> Result<Submitted> {
    let mut service = hold(tx, service_id)?;
    let (held, standings) = (read(&service), standings(tx, who, &service)?);
    let (wanted, clashes) = weighed(base, &held, typed);
    if !clashes.is_empty() {
        return Ok(Submitted::Clashes(clashes));
    }
    let (waiting, live): (Vec<&Field>, Vec<&Field>) = wanted
        .into_iter()
        .partition(|field| waits(who, field, &standings));
    let actor = Actor::from(who);
    let (before, after) = (only(&held, &live), only(typed, &live));
    live.iter()
        .for_each(|field| apply(&mut service, field, of(typed, field)));
    // First what waits: it is told apart by what it began from.
    let waiting = propose(tx, service_id, (&waiting, &held, typed), &actor, now)?;
    if !live.is_empty() {
        save(tx, service, (&before, &after), &actor, now)?;
    }
    Ok(Submitted::Taken {
        live: live.len(),
        waiting,
    })
}

/// The fields that are to change, and those that somebody else has changed meanwhile.
fn weighed<'a>(base: &Values, held: &Values, typed: &'a Values) -> (Vec<&'a Field>, Vec<Clash>) {
    let (mut wanted, mut clashes) = (Vec::new(), Vec::new());
    for (field, value) in typed {
        match weigh(of(base, field), of(held, field), value) {
            Weighed::Keep => {}
            Weighed::Take => wanted.push(field),
            Weighed::Clash => clashes.push(Clash {
                field: field.clone(),
                now: of(held, field).to_owned(),
            }),
        }
    }
    (wanted, clashes)
}

fn of<'a>(values: &'a Values, field: &Field) -> &'a str {
    values.get(field).map_or("", String::as_str)
}

fn only(values: &Values, fields: &[&Field]) -> Values {
    let some = fields
        .iter()
        .map(|field| ((*field).clone(), of(values, field).to_owned()));
    some.collect()
}

/// Whether a change by this person waits for a steward.
pub fn waits(who: &Principal, field: &Field, standings: &Standings) -> bool {
    who.role != Role::Steward && tier(field, standings.of(field)).waits()
}

/// Whose the places of a listing are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standings(BTreeMap<String, Standing>);

impl Standings {
    /// Whose the place is that a field is about.
    pub fn of(&self, field: &Field) -> Standing {
        let known = field.location().map(|place| self.0.get(place).copied());
        match known {
            None => Standing::Own,
            Some(known) => known.unwrap_or(Standing::New),
        }
    }
}

/// Whose the places of a nested service are, for this person.
///
/// # Errors
/// The database fails.
pub fn standings(conn: &mut Conn, who: &Principal, service: &Document) -> Result<Standings> {
    let mut known = BTreeMap::new();
    for place in location_ids(service) {
        let standing = match who.role == Role::Steward || is_own(conn, who, &place)? {
            true => Standing::Own,
            false => Standing::Shared,
        };
        known.insert(place, standing);
    }
    Ok(Standings(known))
}

fn is_own(conn: &mut Conn, who: &Principal, place: &str) -> Result<bool> {
    for other in directory::services_at_location(conn, place)? {
        let owners = directory::owners(conn, &other)?.unwrap_or_default();
        if who.must_speak_for(&owners).is_err() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn propose(
    tx: &mut Tx,
    service_id: &str,
    (fields, held, typed): (&[&Field], &Values, &Values),
    who: &Actor,
    now: Timestamp,
) -> Result<usize> {
    let open = store::open_of(tx, service_id)?;
    let mut made = 0;
    for field in fields {
        let new = New {
            service_id,
            field,
            before: of(held, field),
            proposed: of(typed, field),
        };
        let same = |old: &store::Proposal| {
            old.field().as_ref() == Some(*field) && old.value_proposed == new.proposed
        };
        if !open.iter().any(same) {
            let proposal = store::add(tx, &new, who, now)?;
            noted(tx, &proposal.id, &new, who, now)?;
        }
        made += 1;
    }
    Ok(made)
}

fn noted(tx: &mut Tx, id: &str, new: &New, who: &Actor, now: Timestamp) -> Result<()> {
    let trace = |value| Trace {
        field: new.field.key(),
        value,
    };
    let deed = Deed {
        action: "proposal.made",
        kind: "proposal",
        id,
    };
    let change = (Some(&trace(new.before)), Some(&trace(new.proposed)));
    audit::note(tx, who, deed, change, now)
}
