//! Subscriptions and deliveries as they are shown.

use crate::domain::time::from_millis;
use crate::subscriptions::making::Made;
use crate::subscriptions::store::deliveries::Delivery;
use crate::subscriptions::{Subscription, SubscriptionChannel, SubscriptionKind};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// What is to be told, and how.
#[derive(Debug, Serialize, ToSchema)]
pub struct SubscriptionShown {
    id: String,
    kind: SubscriptionKind,
    service_id: Option<String>,
    need: Option<String>,
    near: Option<String>,
    within_km: Option<f64>,
    channel: SubscriptionChannel,
    address: String,
    #[serde(with = "crate::domain::time::required")]
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Since when anything is told; for an e-mail, when the address said yes.
    #[serde(with = "crate::domain::time::optional")]
    #[schema(value_type = Option<String>, format = DateTime)]
    confirmed_at: Option<Timestamp>,
}

impl SubscriptionShown {
    /// Without its secret.
    pub fn of(one: Subscription) -> Self {
        let (near, within_km) = match one.what.around {
            Some(around) => (Some(around.near), Some(around.within_m / 1000.0)),
            None => (None, None),
        };
        Self {
            id: one.id,
            kind: one.what.kind,
            service_id: one.what.service_id,
            need: one.what.need,
            near,
            within_km,
            channel: one.what.channel,
            address: one.what.address,
            created_at: from_millis(one.created_at),
            confirmed_at: one.confirmed_at.map(from_millis),
        }
    }
}

/// A subscription that was just made.
#[derive(Debug, Serialize, ToSchema)]
pub struct SubscriptionMade {
    #[serde(flatten)]
    subscription: SubscriptionShown,
    /// For a webhook: what its messages are signed with. It cannot be read again later.
    secret: Option<String>,
}

impl SubscriptionMade {
    /// With its secret.
    pub fn of(made: Made) -> Self {
        Self {
            subscription: SubscriptionShown::of(made.subscription),
            secret: made.secret,
        }
    }
}

/// A message to a webhook.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeliveryShown {
    /// Its id, which is also its `webhook-id`.
    id: String,
    /// `queued`, `sending`, `delivered` or `dead`: after twelve attempts, over about two days.
    state: String,
    /// What it says.
    #[schema(value_type = Object)]
    event: Value,
    /// How often it was tried.
    attempts: i32,
    /// When it is tried next.
    #[serde(with = "crate::domain::time::optional")]
    #[schema(value_type = Option<String>, format = DateTime)]
    next_try_at: Option<Timestamp>,
    #[serde(with = "crate::domain::time::required")]
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[serde(with = "crate::domain::time::optional")]
    #[schema(value_type = Option<String>, format = DateTime)]
    delivered_at: Option<Timestamp>,
    /// What went wrong last.
    last_error: Option<String>,
}

impl DeliveryShown {
    /// As it is now.
    pub fn of(one: Delivery) -> Self {
        let is_queued = one.state == "queued";
        Self {
            next_try_at: is_queued.then(|| from_millis(one.next_try_at)),
            id: one.id,
            state: one.state,
            event: serde_json::from_str(&one.event).unwrap_or(Value::Null),
            attempts: one.attempts,
            created_at: from_millis(one.created_at),
            delivered_at: one.delivered_at.map(from_millis),
            last_error: one.last_error,
        }
    }
}
