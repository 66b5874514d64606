//! Rows of messages: queueing, taking with a lease, and what became of them.

use super::{Counts, NewMessage, Taken};
use crate::db::schema::messages;
use crate::db::{Conn, Tx};
use crate::domain::retry::{LEASE_MS, shortened};
use crate::domain::time::from_millis;
use crate::error::Result;
use crate::reminders::contact::Channel;
use crate::reminders::hours::may_go;
use diesel::prelude::*;
use uuid::Uuid;

/// Messages looked at before giving up on finding one that nobody else takes.
const LOOK_AT: i64 = 20;

#[derive(Queryable, Selectable)]
#[diesel(table_name = messages)]
struct Row {
    id: String,
    dedupe_key: String,
    channel: String,
    address: String,
    subject: String,
    body: String,
    html: String,
    unsubscribe: Option<String>,
    attempts: i32,
    any_hour: bool,
}

/// Queues a message and returns its id; none if there is one with its key already.
///
/// # Errors
/// The database fails.
pub fn queue(tx: &mut Tx, message: &NewMessage, now: i64) -> Result<Option<String>> {
    let id = Uuid::now_v7().to_string();
    let row = (
        messages::id.eq(&id),
        messages::dedupe_key.eq(&message.dedupe_key),
        messages::channel.eq(message.channel.as_str()),
        messages::address.eq(&message.address),
        messages::subject.eq(&message.subject),
        messages::body.eq(&message.body),
        messages::html.eq(&message.html),
        messages::unsubscribe.eq(&message.unsubscribe),
        messages::any_hour.eq(message.any_hour),
        messages::state.eq("queued"),
        messages::next_try_at.eq(now),
        messages::created_at.eq(now),
    );
    let insert = diesel::insert_into(messages::table).values(row);
    let conn: &mut Conn = tx;
    let added = match conn {
        Conn::Postgres(conn) => insert.on_conflict_do_nothing().execute(conn)?,
        Conn::Sqlite(conn) => insert.on_conflict_do_nothing().execute(conn)?,
    };
    Ok((added > 0).then_some(id))
}

/// Takes the message that has waited longest for one of these channels, for [`LEASE_MS`]. Whoever
/// else asks at the same moment gets another one. What makes a sound waits for the day.
///
/// # Errors
/// The database fails.
pub fn take(tx: &mut Tx, channels: &[Channel], now: i64) -> Result<Option<Taken>> {
    let words: Vec<&str> = channels.iter().map(|channel| channel.as_str()).collect();
    let hour = from_millis(now);
    let by_now = channels
        .iter()
        .filter(|channel| may_go(**channel, false, hour));
    let by_now: Vec<&str> = by_now.map(|channel| channel.as_str()).collect();
    let conn: &mut Conn = tx;
    let waiting: Vec<String> = messages::table
        .filter(ready(now))
        .filter(messages::channel.eq_any(&words))
        .filter(messages::any_hour.or(messages::channel.eq_any(&by_now)))
        .order((messages::next_try_at, messages::id))
        .limit(LOOK_AT)
        .select(messages::id)
        .load(conn)?;
    for id in waiting {
        let taken = diesel::update(
            messages::table
                .filter(messages::id.eq(&id))
                .filter(ready(now)),
        )
        .set((
            messages::state.eq("sending"),
            messages::leased_until.eq(now + LEASE_MS),
            messages::attempts.eq(messages::attempts + 1),
        ))
        .execute(conn)?;
        if taken > 0 {
            let row: Row = messages::table
                .find(&id)
                .select(Row::as_select())
                .first(conn)?;
            return Ok(of(row));
        }
    }
    Ok(None)
}

/// Queued and its time has come; or taken by somebody who has not been heard of since.
#[diesel::dsl::auto_type]
fn ready(now: i64) -> _ {
    let queued = messages::state
        .eq("queued")
        .and(messages::next_try_at.le(now));
    let left = messages::state
        .eq("sending")
        .and(messages::leased_until.le(now));
    queued.or(left)
}

/// Taken by this attempt, and by nobody since.
#[diesel::dsl::auto_type]
fn held(attempts: i32) -> _ {
    messages::state
        .eq("sending")
        .and(messages::attempts.eq(attempts))
}

fn of(row: Row) -> Option<Taken> {
    Some(Taken {
        id: row.id,
        attempts: row.attempts,
        message: NewMessage {
            channel: Channel::parse(&row.channel)?,
            dedupe_key: row.dedupe_key,
            address: row.address,
            subject: row.subject,
            body: row.body,
            html: row.html,
            unsubscribe: row.unsubscribe,
            any_hour: row.any_hour,
        },
    })
}

/// Records that a message has been sent, whoever holds it now, and forgets what it said.
///
/// # Errors
/// The database fails.
pub fn sent(tx: &mut Tx, id: &str, now: i64) -> Result<()> {
    diesel::update(messages::table.find(id).filter(messages::state.ne("sent")))
        .set((
            messages::state.eq("sent"),
            messages::sent_at.eq(now),
            messages::leased_until.eq(None::<i64>),
            messages::last_error.eq(None::<String>),
            messages::body.eq(""),
            messages::html.eq(""),
            messages::unsubscribe.eq(None::<String>),
        ))
        .execute(tx as &mut Conn)?;
    Ok(())
}

/// Puts a message back, to be tried again at `next_try_at`.
///
/// # Errors
/// The database fails.
pub fn delayed(tx: &mut Tx, taken: &Taken, why: &str, next_try_at: i64) -> Result<()> {
    diesel::update(messages::table.find(&taken.id).filter(held(taken.attempts)))
        .set((
            messages::state.eq("queued"),
            messages::next_try_at.eq(next_try_at),
            messages::leased_until.eq(None::<i64>),
            messages::last_error.eq(shortened(why)),
        ))
        .execute(tx as &mut Conn)?;
    Ok(())
}

/// Records that a message will never be sent, and forgets what it said.
///
/// # Errors
/// The database fails.
pub fn failed(tx: &mut Tx, taken: &Taken, why: &str) -> Result<()> {
    diesel::update(messages::table.find(&taken.id).filter(held(taken.attempts)))
        .set((
            messages::state.eq("failed"),
            messages::leased_until.eq(None::<i64>),
            messages::last_error.eq(shortened(why)),
            messages::body.eq(""),
            messages::html.eq(""),
            messages::unsubscribe.eq(None::<String>),
        ))
        .execute(tx as &mut Conn)?;
    Ok(())
}

/// How many messages went out since then, with those that are going out at this moment.
///
/// # Errors
/// The database fails.
pub fn sent_since(conn: &mut Conn, since: i64) -> Result<i64> {
    let sent: i64 = messages::table
        .filter(messages::sent_at.gt(since))
        .count()
        .get_result(conn)?;
    let sending: i64 = messages::table
        .filter(messages::state.eq("sending"))
        .count()
        .get_result(conn)?;
    Ok(sent + sending)
}

/// How many there are.
///
/// # Errors
/// The database fails.
pub fn counts(conn: &mut Conn) -> Result<Counts> {
    let mut of = |states: &[&str]| -> Result<i64> {
        Ok(messages::table
            .filter(messages::state.eq_any(states))
            .count()
            .get_result(conn)?)
    };
    Ok(Counts {
        waiting: of(&["queued", "sending"])?,
        sent: of(&["sent"])?,
        failed: of(&["failed"])?,
    })
}

/// Which of these messages were refused for ever.
///
/// # Errors
/// The database fails.
pub fn refused(conn: &mut Conn, ids: &[String]) -> Result<Vec<String>> {
    Ok(messages::table
        .filter(messages::id.eq_any(ids))
        .filter(messages::state.eq("failed"))
        .select(messages::id)
        .load(conn)?)
}
