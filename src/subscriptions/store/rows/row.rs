//! A subscription as a row.

use crate::db::schema::subscriptions;
use crate::domain::point::Point;
use crate::subscriptions::room::Memory;
use crate::subscriptions::{
    Around, NewSubscription, Subscription, SubscriptionChannel, SubscriptionKind,
};
use diesel::prelude::*;

/// A row, but for its secret and when to look at it.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = subscriptions)]
pub struct Row {
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
    /// The row of a subscription.
    pub fn of(new: &Subscription) -> Self {
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
    pub fn subscription(self) -> Option<Subscription> {
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

/// The subscriptions of rows, but for those that only a newer program understands.
pub fn all(rows: Vec<Row>) -> Vec<Subscription> {
    rows.into_iter().filter_map(Row::subscription).collect()
}
