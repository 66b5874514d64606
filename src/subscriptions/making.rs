//! Making a subscription, and what its address says to it.

use super::room::{Memory, Room};
use super::{NewSubscription, Subscription, SubscriptionChannel, SubscriptionKind};
use super::{letter, secret, store};
use crate::capacity;
use crate::db::{Conn, Tx};
use crate::domain::time::from_millis;
use crate::error::{Error, Result};
use crate::reminders::outbox;
use crate::search::truth::LineRow;
use uuid::Uuid;

/// Subscriptions of one key that have not ended, at most.
const MOST: i64 = 200;
/// Letters that ask one address whether it wants to be told, without an answer, within a day.
const MOST_UNANSWERED: i64 = 3;
/// Milliseconds in a day.
const DAY_MS: i64 = 86_400_000;
/// Milliseconds for which an address can say yes.
const ANSWER_WITHIN_MS: i64 = 7 * DAY_MS;

/// A subscription that was just made.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// What was made.
    pub subscription: Subscription,
    /// For a webhook: what its messages are signed with. It is shown this once.
    pub secret: Option<String>,
}

/// Makes one for the key with this id. An e-mail address is asked first whether it wants to be told;
/// `public_url` is the address of this server, without a slash at its end.
///
/// # Errors
/// There is no such service, or there are too many.
pub fn make(
    tx: &mut Tx,
    what: NewSubscription,
    key_id: &str,
    public_url: &str,
    now: i64,
) -> Result<Made> {
    check(tx, &what, key_id, now)?;
    let is_webhook = what.channel == SubscriptionChannel::Webhook;
    let (from_slot, memory) = start(tx, &what, now)?;
    let subscription = Subscription {
        id: Uuid::now_v7().to_string(),
        what,
        created_by: key_id.to_owned(),
        created_at: now,
        confirmed_at: is_webhook.then_some(now),
        ended_at: None,
        from_slot,
        memory,
    };
    let secret = is_webhook.then(secret::new).transpose()?;
    store::insert(tx, &subscription, secret.as_deref(), Some(now))?;
    if !is_webhook {
        let about = about(tx, &subscription.what)?;
        let token = store::links::make(tx, &subscription.id, now)?;
        let message = letter::question(&subscription, &about, public_url, &token)?;
        outbox::store::queue(tx, &message, now)?;
    }
    Ok(Made {
        subscription,
        secret,
    })
}

fn check(conn: &mut Conn, what: &NewSubscription, key_id: &str, now: i64) -> Result<()> {
    if let Some(id) = &what.service_id {
        let known = store::services::names(conn, std::slice::from_ref(id))?;
        if known.is_empty() {
            return Err(Error::invalid("service_id", "is not the id of a service"));
        }
    }
    if store::living_of_key(conn, key_id)? >= MOST {
        return Err(Error::Conflict(format!(
            "this key has {MOST} subscriptions already: end one that is no longer needed"
        )));
    }
    let asked = match what.channel {
        SubscriptionChannel::Email => store::unconfirmed_of(conn, &what.address, now - DAY_MS)?,
        SubscriptionChannel::Webhook => 0,
    };
    if asked >= MOST_UNANSWERED {
        return Err(Error::Conflict(format!(
            "this address was asked {asked} times today and has not answered: open the letter and say yes"
        )));
    }
    Ok(())
}

/// What counts as new from now on, and what is remembered of room.
fn start(conn: &mut Conn, what: &NewSubscription, now: i64) -> Result<(i64, Memory)> {
    let from_slot = store::cursor::highest_slot(conn)?;
    let mut memory = Memory::default();
    if let (SubscriptionKind::RoomAgain, Some(id)) = (what.kind, &what.service_id) {
        memory.waiting = room_of(&capacity::store::lines_of(conn, id)?, now) == Room::None;
    }
    Ok((from_slot, memory))
}

/// How a service with these lines stands.
pub fn room_of(lines: &[LineRow], now: i64) -> Room {
    let now = from_millis(now);
    let states: Vec<_> = lines
        .iter()
        .map(|line| line.known.state(line.closed, now))
        .collect();
    Room::of(&states)
}

/// What a subscription is about, in words that go on after "you are told when".
///
/// # Errors
/// The database fails.
pub fn about(conn: &mut Conn, what: &NewSubscription) -> Result<String> {
    let name = match &what.service_id {
        Some(id) => store::services::names(conn, std::slice::from_ref(id))?.remove(id),
        None => None,
    };
    Ok(letter::about(what, name.as_deref()))
}

/// Whether it is too late for an address to say yes.
pub fn is_too_late(subscription: &Subscription, now: i64) -> bool {
    subscription.confirmed_at.is_none() && now - subscription.created_at > ANSWER_WITHIN_MS
}

/// The address says yes. Saying it twice changes nothing.
///
/// # Errors
/// It has ended, or it is too late.
pub fn confirm(tx: &mut Tx, subscription: &Subscription, now: i64) -> Result<()> {
    if subscription.ended_at.is_some() || is_too_late(subscription, now) {
        return Err(Error::Conflict("this can no longer be said yes to".into()));
    }
    let (from_slot, memory) = start(tx, &subscription.what, now)?;
    store::confirm(tx, &subscription.id, from_slot, memory.waiting, now)
}
