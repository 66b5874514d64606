//! Rows of subscriptions.

use crate::db::schema::{api_keys, subscriptions};
use crate::db::{Conn, Tx};
use crate::domain::point::Point;
use crate::error::Result;
use crate::subscriptions::room::Memory;
use crate::subscriptions::{
    Around, NewSubscription, Subscription, SubscriptionChannel, SubscriptionKind,
};
use diesel::prelude::*;
use std::collections::HashSet;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = subscriptions)]
struct Row {
    id: String,
    kind: String,
    service_id: Option<String>,
    need: Option<String>,
    near: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    within_m: Option<f64>,
    channel: String,
    address: String,
    created_by: String,
    created_at: i64,
    confirmed_at: Option<i64>,
    ended_at: Option<i64>,
    from_slot: i64,
    waiting: bool,
    told_at: Option<i64>,
}

impl Row {
    fn of(new: &Subscription) -> Self {
        let what = &new.what;
        let around = what.around.as_ref();
        Self {
            id: new.id.clone(),
            kind: what.kind.as_str().to_owned(),
            service_id: what.service_id.clone(),
            need: what.need.clone(),
            near: around.map(|around| around.near.clone()),
            latitude: around.map(|around| around.point.latitude),
            longitude: around.map(|around| around.point.longitude),
            within_m: around.map(|around| around.within_m),
            channel: what.channel.as_str().to_owned(),
            address: what.address.clone(),
            created_by: new.created_by.clone(),
            created_at: new.created_at,
            confirmed_at: new.confirmed_at,
            ended_at: new.ended_at,
            from_slot: new.from_slot,
            waiting: new.memory.waiting,
            told_at: new.memory.told_at,
        }
    }

    /// None for one that only a newer program understands.
    fn subscription(self) -> Option<Subscription> {
        let point = self.latitude.zip(self.longitude);
        let point = point.and_then(|(latitude, longitude)| Point::new(latitude, longitude));
        let around = around(self.near, point, self.within_m);
        Some(Subscription {
            id: self.id,
            what: NewSubscription {
                kind: SubscriptionKind::parse(&self.kind)?,
                service_id: self.service_id,
                need: self.need,
                around,
                channel: SubscriptionChannel::parse(&self.channel)?,
                address: self.address,
            },
            created_by: self.created_by,
            created_at: self.created_at,
            confirmed_at: self.confirmed_at,
            ended_at: self.ended_at,
            from_slot: self.from_slot,
            memory: Memory {
                waiting: self.waiting,
                told_at: self.told_at,
            },
        })
    }
}

fn around(near: Option<String>, point: Option<Point>, within_m: Option<f64>) -> Option<Around> {
    Some(Around {
        near: near?,
        point: point?,
        within_m: within_m?,
    })
}

fn all(rows: Vec<Row>) -> Vec<Subscription> {
    rows.into_iter().filter_map(Row::subscription).collect()
}

/// Keeps a new one, with the secret that signs what it is told; `look_at` is when to look at it though
/// nothing has changed.
///
/// # Errors
/// The database fails.
pub fn insert(
    tx: &mut Tx,
    new: &Subscription,
    secret: Option<&str>,
    look_at: Option<i64>,
) -> Result<()> {
    let conn: &mut Conn = tx;
    diesel::insert_into(subscriptions::table)
        .values(&Row::of(new))
        .execute(conn)?;
    diesel::update(subscriptions::table.find(&new.id))
        .set((
            subscriptions::secret.eq(secret),
            subscriptions::look_at.eq(look_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// One, whether it has ended or not.
///
/// # Errors
/// The database fails.
pub fn find(conn: &mut Conn, id: &str) -> Result<Option<Subscription>> {
    let row: Option<Row> = subscriptions::table
        .find(id)
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.and_then(Row::subscription))
}

/// Those of a key that have not ended, newest first, after so many, and how many there are.
///
/// # Errors
/// The database fails.
pub fn of_key(
    conn: &mut Conn,
    key_id: &str,
    offset: i64,
    limit: i64,
) -> Result<(Vec<Subscription>, i64)> {
    let rows: Vec<Row> = subscriptions::table
        .filter(subscriptions::created_by.eq(key_id))
        .filter(subscriptions::ended_at.is_null())
        .order((subscriptions::created_at.desc(), subscriptions::id.desc()))
        .offset(offset)
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    Ok((all(rows), living_of_key(conn, key_id)?))
}

/// How many of a key have not ended.
///
/// # Errors
/// The database fails.
pub fn living_of_key(conn: &mut Conn, key_id: &str) -> Result<i64> {
    Ok(subscriptions::table
        .filter(subscriptions::created_by.eq(key_id))
        .filter(subscriptions::ended_at.is_null())
        .count()
        .get_result(conn)?)
}

/// How many an e-mail address was asked about since then and has not answered.
///
/// # Errors
/// The database fails.
pub fn unconfirmed_of(conn: &mut Conn, address: &str, since: i64) -> Result<i64> {
    Ok(subscriptions::table
        .filter(subscriptions::address.eq(address))
        .filter(subscriptions::confirmed_at.is_null())
        .filter(subscriptions::created_at.gt(since))
        .count()
        .get_result(conn)?)
}

/// All that are told anything: confirmed, not ended, and of a key that still works.
///
/// # Errors
/// The database fails.
pub fn live(conn: &mut Conn) -> Result<Vec<Subscription>> {
    let rows: Vec<Row> = subscriptions::table
        .filter(subscriptions::confirmed_at.is_not_null())
        .filter(subscriptions::ended_at.is_null())
        .order(subscriptions::id)
        .select(Row::as_select())
        .load(conn)?;
    let revoked: Vec<String> = api_keys::table
        .filter(api_keys::revoked_at.is_not_null())
        .select(api_keys::id)
        .load(conn)?;
    let revoked: HashSet<String> = revoked.into_iter().collect();
    let mut live = all(rows);
    live.retain(|one| !revoked.contains(&one.created_by));
    Ok(live)
}

/// The ids of those to be looked at by `now`, though nothing has changed.
///
/// # Errors
/// The database fails.
pub fn due(conn: &mut Conn, now: i64) -> Result<HashSet<String>> {
    let ids: Vec<String> = subscriptions::table
        .filter(subscriptions::look_at.le(now))
        .filter(subscriptions::confirmed_at.is_not_null())
        .filter(subscriptions::ended_at.is_null())
        .select(subscriptions::id)
        .load(conn)?;
    Ok(ids.into_iter().collect())
}

/// Remembers what was told, and when to look again.
///
/// # Errors
/// The database fails.
pub fn remember(tx: &mut Tx, id: &str, memory: Memory, look_at: Option<i64>) -> Result<()> {
    diesel::update(subscriptions::table.find(id))
        .set((
            subscriptions::waiting.eq(memory.waiting),
            subscriptions::told_at.eq(memory.told_at),
            subscriptions::look_at.eq(look_at),
        ))
        .execute(tx as &mut Conn)?;
    Ok(())
}

/// Looks at one only when something changes.
///
/// # Errors
/// The database fails.
pub fn look_no_more(tx: &mut Tx, id: &str) -> Result<()> {
    diesel::update(subscriptions::table.find(id))
        .set(subscriptions::look_at.eq(None::<i64>))
        .execute(tx as &mut Conn)?;
    Ok(())
}

/// Records that its address said yes, from when on it counts what is new.
///
/// # Errors
/// The database fails.
pub fn confirm(tx: &mut Tx, id: &str, from_slot: i64, waiting: bool, now: i64) -> Result<()> {
    let asked = subscriptions::table
        .find(id)
        .filter(subscriptions::confirmed_at.is_null())
        .filter(subscriptions::ended_at.is_null());
    diesel::update(asked)
        .set((
            subscriptions::confirmed_at.eq(now),
            subscriptions::from_slot.eq(from_slot),
            subscriptions::waiting.eq(waiting),
            subscriptions::look_at.eq(now),
        ))
        .execute(tx as &mut Conn)?;
    Ok(())
}

/// Ends one, and forgets its secret; what still waits to be delivered is given up. Says whether it had
/// not ended before.
///
/// # Errors
/// The database fails.
pub fn end(tx: &mut Tx, id: &str, now: i64) -> Result<bool> {
    let living = subscriptions::table
        .find(id)
        .filter(subscriptions::ended_at.is_null());
    let ended = diesel::update(living)
        .set((
            subscriptions::ended_at.eq(now),
            subscriptions::secret.eq(None::<String>),
        ))
        .execute(tx as &mut Conn)?;
    if ended > 0 {
        super::deliveries::give_up(tx, id)?;
    }
    Ok(ended > 0)
}
