//! What a steward decides about a change that waits, and taking one back.

use super::check::checked;
use super::store::{self, End, Proposal};
use super::{Values, apply, hold, read, save};
use crate::accounts::audit::{self, Actor, Deed};
use crate::db::Tx;
use crate::error::{Error, Result};
use jiff::Timestamp;
use serde::Serialize;

/// What is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It is taken as it is.
    Approve,
    /// This is taken instead.
    Change(String),
    /// It is not taken; the reason is for whoever proposed it.
    Refuse(String),
}

/// A decision that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// What was proposed.
    pub proposal: Proposal,
    /// What was decided.
    pub decision: Decision,
    /// What the service is called.
    pub service_name: String,
}

/// What the audit keeps of a decision.
#[derive(Serialize)]
struct Trace<'a> {
    service_id: &'a str,
    field: String,
    value: &'a str,
    reason: Option<&'a str>,
}

/// Decides about a proposal. `seen` is what the listing said when the steward looked: if it says something
/// else by now, nothing is done.
///
/// # Errors
/// The proposal has ended, the listing has changed meanwhile, or the value cannot be kept.
pub fn decide(
    tx: &mut Tx,
    id: &str,
    seen: &str,
    decision: Decision,
    who: &Actor,
    now: Timestamp,
) -> Result<Decided> {
    let proposal = open(tx, id)?;
    let mut service = hold(tx, &proposal.service_id)?;
    let field = proposal.field().ok_or_else(store::over)?;
    let name = crate::directory::record::text(&service, "name")
        .unwrap_or_default()
        .to_owned();
    let taken = match &decision {
        Decision::Approve => Some(proposal.value_proposed.clone()),
        Decision::Change(value) => Some(value.clone()),
        Decision::Refuse(_) => None,
    };
    let held = read(&service).remove(&field).unwrap_or_default();
    if let Some(value) = &taken {
        if held != seen {
            return Err(Error::Conflict(format!(
                "the listing has changed meanwhile: it says “{held}” now"
            )));
        }
        let value = checked(&field, value).map_err(|why| Error::invalid("value", why))?;
        apply(&mut service, &field, &value);
        let (before, after) = ([(field.clone(), held.clone())], [(field, value)]);
        let change = (&Values::from(before), &Values::from(after));
        save(tx, service, change, who, now)?;
    }
    end(
        tx,
        &proposal,
        &decision,
        (&held, taken.as_deref()),
        who,
        now,
    )?;
    Ok(Decided {
        proposal,
        decision,
        service_name: name,
    })
}

fn open(tx: &mut Tx, id: &str) -> Result<Proposal> {
    let found =
        store::find(tx, id)?.ok_or_else(|| Error::NotFound("there is no such change".into()))?;
    match found.ended_at() {
        Some(_) => Err(store::over()),
        None => Ok(found),
    }
}

fn end(
    tx: &mut Tx,
    proposal: &Proposal,
    decision: &Decision,
    (held, taken): (&str, Option<&str>),
    who: &Actor,
    now: Timestamp,
) -> Result<()> {
    let (result, reason) = match decision {
        Decision::Approve => ("approved", None),
        Decision::Change(_) => ("changed", None),
        Decision::Refuse(reason) => ("refused", Some(reason.as_str())),
    };
    let end = End {
        result,
        by: &who.name,
        reason,
        taken,
    };
    store::finish(tx, &proposal.id, &end, now)?;
    let action = format!("proposal.{result}");
    noted(tx, proposal, &action, (held, taken, reason), who, now)
}

fn noted(
    tx: &mut Tx,
    proposal: &Proposal,
    action: &str,
    (held, taken, reason): (&str, Option<&str>, Option<&str>),
    who: &Actor,
    now: Timestamp,
) -> Result<()> {
    let trace = |value, reason| Trace {
        service_id: &proposal.service_id,
        field: proposal
            .field()
            .map(|field| field.key())
            .unwrap_or_default(),
        value,
        reason,
    };
    let deed = Deed {
        action,
        kind: "proposal",
        id: &proposal.id,
    };
    let after = trace(taken.unwrap_or(held), reason);
    audit::note(tx, who, deed, (Some(&trace(held, None)), Some(&after)), now)
}

/// Takes a proposal of a service back.
///
/// # Errors
/// It has ended, or is of another service.
pub fn withdraw(
    tx: &mut Tx,
    service_id: &str,
    id: &str,
    who: &Actor,
    now: Timestamp,
) -> Result<()> {
    let proposal = open(tx, id)?;
    if proposal.service_id != service_id {
        return Err(Error::NotFound("there is no such change".into()));
    }
    let end = End {
        result: "withdrawn",
        by: &who.name,
        reason: None,
        taken: None,
    };
    store::finish(tx, id, &end, now)?;
    let held = proposal.value_before.clone();
    noted(
        tx,
        &proposal,
        "proposal.withdrawn",
        (&held, None, None),
        who,
        now,
    )
}
