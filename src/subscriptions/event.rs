//! What is told: the same facts for a webhook and for a letter.

use super::{Subscription, SubscriptionKind};
use crate::domain::availability::State;
use crate::domain::time::{from_millis, rfc3339};
use crate::error::{Error, Result};
use jiff::civil::Date;
use serde::Serialize;

/// Services in one event at most.
pub const MOST: usize = 100;

/// One service that is told of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Where its page is.
    pub url: String,
    /// For room: what is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    /// For room: places free, where they are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub places_free: Option<i32>,
    /// For funding: the last day that is paid for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<Date>,
    /// For funding: which of 180, 90 and 30 days is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<i32>,
}

impl Item {
    /// A service of which nothing more is told.
    pub fn new(public_url: &str, id: &str, name: &str) -> Self {
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            url: format!("{public_url}/services/{id}"),
            state: None,
            places_free: None,
            ends_on: None,
            days: None,
        }
    }
}

#[derive(Serialize)]
struct Event<'a> {
    r#type: &'static str,
    timestamp: String,
    data: Data<'a>,
}

#[derive(Serialize)]
struct Data<'a> {
    subscription_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    need: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    near: Option<&'a str>,
    services: &'a [Item],
}

/// The body of a webhook about these services.
///
/// # Errors
/// It cannot be written.
pub fn body(subscription: &Subscription, items: &[Item], now: i64) -> Result<String> {
    let what = &subscription.what;
    let event = Event {
        r#type: type_of(what.kind),
        timestamp: rfc3339(from_millis(now)),
        data: Data {
            subscription_id: &subscription.id,
            need: what.need.as_deref(),
            near: what.around.as_ref().map(|around| around.near.as_str()),
            services: items,
        },
    };
    serde_json::to_string(&event).map_err(Error::internal)
}

/// What receivers tell events apart by.
fn type_of(kind: SubscriptionKind) -> &'static str {
    match kind {
        SubscriptionKind::RoomAgain => "service.room_again",
        SubscriptionKind::NewService => "service.new",
        SubscriptionKind::FundingEnds => "service.funding_ends",
    }
}
