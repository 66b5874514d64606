//! Being told: that a service has room again, that there is a new one for a need, that money ends.
//!
//! [`wish`] and [`room`] are pure. [`follow`] reads the change feed and puts what is to be told into
//! the deliveries for webhooks and into the outbox for e-mail, in the transaction that moves its cursor;
//! [`post`] takes deliveries to where they belong.

pub mod event;
pub mod follow;
pub mod letter;
pub mod making;
pub mod post;
pub mod reach;
pub mod room;
pub mod round;
pub mod secret;
pub mod service;
pub mod store;
pub mod wish;

use crate::domain::point::Point;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What somebody wants to be told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SubscriptionKind {
    /// A service that had no room has some.
    RoomAgain,
    /// There is a new service for a need.
    NewService,
    /// What pays for a service ends in 180, 90 or 30 days.
    FundingEnds,
}

impl SubscriptionKind {
    /// The word in JSON and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RoomAgain => "room_again",
            Self::NewService => "new_service",
            Self::FundingEnds => "funding_ends",
        }
    }

    /// The kind for a word in the database; a word of a newer program is none.
    pub fn parse(word: &str) -> Option<Self> {
        let mut all = [Self::RoomAgain, Self::NewService, Self::FundingEnds].into_iter();
        all.find(|kind| kind.as_str() == word)
    }
}

/// How it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SubscriptionChannel {
    /// A signed request to an address on the web.
    Webhook,
    /// An e-mail.
    Email,
}

impl SubscriptionChannel {
    /// The word in JSON and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Webhook => "webhook",
            Self::Email => "email",
        }
    }

    /// The channel for a word in the database; a word of a newer program is none.
    pub fn parse(word: &str) -> Option<Self> {
        let mut all = [Self::Webhook, Self::Email].into_iter();
        all.find(|channel| channel.as_str() == word)
    }
}

/// Around where.
#[derive(Debug, Clone, PartialEq)]
pub struct Around {
    /// As it was written: an outcode, or a position.
    pub near: String,
    /// Where that is.
    pub point: Point,
    /// Metres from there.
    pub within_m: f64,
}

/// What is to be told, and how: what somebody asks for, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct NewSubscription {
    /// What of.
    pub kind: SubscriptionKind,
    /// Of which service; for funding, of all if there is none.
    pub service_id: Option<String>,
    /// For which need.
    pub need: Option<String>,
    /// Around where; anywhere, if there is none.
    pub around: Option<Around>,
    /// How.
    pub channel: SubscriptionChannel,
    /// Where to.
    pub address: String,
}

/// A subscription, with what is remembered of what it was told.
#[derive(Debug, Clone, PartialEq)]
pub struct Subscription {
    /// Its id.
    pub id: String,
    /// What is to be told, and how.
    pub what: NewSubscription,
    /// The id of the key that made it.
    pub created_by: String,
    /// When, in milliseconds since 1970.
    pub created_at: i64,
    /// Since when it is told anything; for an e-mail, when the address said yes.
    pub confirmed_at: Option<i64>,
    /// When it ended.
    pub ended_at: Option<i64>,
    /// Capacity lines with higher slots were added since it was made.
    pub from_slot: i64,
    /// What is remembered of room.
    pub memory: room::Memory,
}

impl Subscription {
    /// Whether it is told anything.
    pub fn is_live(&self) -> bool {
        self.confirmed_at.is_some() && self.ended_at.is_none()
    }
}
