//! What a navigator is told about room: computed at the moment of reading from what a provider
//! said, when it was last confirmed, the holds on it and the clock. Silence decays to
//! `unconfirmed`, never to `open`.

mod known;
mod shown;
mod statement;
mod trust;

pub use known::{Holds, Known};
pub use shown::Availability;
pub use statement::{Details, Statement, Vitals};
pub use trust::{Basis, Trust};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a provider can say about room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StatedState {
    /// There is room.
    Open,
    /// There is a little room.
    Limited,
    /// People can be put on a list.
    WaitingList,
    /// No room, and no list.
    Full,
    /// Not running for now.
    Paused,
}

/// What is shown, which is never better than what was said.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// There is room.
    Open,
    /// There is a little room.
    Limited,
    /// Nobody has said lately.
    Unconfirmed,
    /// People can be put on a list.
    WaitingList,
    /// Not running for now.
    Paused,
    /// No room, and no list.
    Full,
    /// The service itself does not run.
    Closed,
}

impl State {
    /// Every state, in the order in which a navigator would want them.
    pub const ALL: [State; 7] = [
        State::Open,
        State::Limited,
        State::Unconfirmed,
        State::WaitingList,
        State::Paused,
        State::Full,
        State::Closed,
    ];

    /// Whether somebody may be sent there.
    pub fn is_signpostable(self) -> bool {
        self <= State::Unconfirmed
    }

    /// The word used in JSON and in parameters.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Limited => "limited",
            State::Unconfirmed => "unconfirmed",
            State::WaitingList => "waiting_list",
            State::Paused => "paused",
            State::Full => "full",
            State::Closed => "closed",
        }
    }

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            State::Open => "Has room",
            State::Limited => "A little room",
            State::Unconfirmed => "Room not confirmed",
            State::WaitingList => "Waiting list",
            State::Paused => "Paused",
            State::Full => "Full",
            State::Closed => "Closed",
        }
    }
}

impl StatedState {
    /// The word used in JSON and in the database.
    pub fn as_str(self) -> &'static str {
        State::from(self).as_str()
    }

    /// The state for a word, if it is one.
    pub fn parse(word: &str) -> Option<Self> {
        let all = [
            Self::Open,
            Self::Limited,
            Self::WaitingList,
            Self::Full,
            Self::Paused,
        ];
        all.into_iter().find(|state| state.as_str() == word)
    }
}

impl From<StatedState> for State {
    fn from(stated: StatedState) -> Self {
        match stated {
            StatedState::Open => State::Open,
            StatedState::Limited => State::Limited,
            StatedState::WaitingList => State::WaitingList,
            StatedState::Full => State::Full,
            StatedState::Paused => State::Paused,
        }
    }
}

/// How old the last word is, in the service's own intervals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Freshness {
    /// Confirmed within one interval.
    Fresh,
    /// Older than one interval, still believed.
    Ageing,
    /// Older than two intervals, or past its `until`: no longer believed.
    Stale,
    /// Nobody has ever said anything.
    Never,
}

/// Who said it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The provider of the service.
    Provider,
    /// A curator of the directory.
    Steward,
    /// A data feed.
    Feed,
    /// A navigator.
    Navigator,
    /// Nobody.
    None,
}

impl Source {
    /// The word used in JSON and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::Steward => "steward",
            Self::Feed => "feed",
            Self::Navigator => "navigator",
            Self::None => "none",
        }
    }

    /// The source for a word; an unknown word is nobody.
    pub fn parse(word: &str) -> Self {
        let all = [Self::Provider, Self::Steward, Self::Feed, Self::Navigator];
        all.into_iter()
            .find(|source| source.as_str() == word)
            .unwrap_or(Self::None)
    }
}
