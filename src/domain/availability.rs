//! What a navigator is told about room: computed at the moment of reading from what a provider
//! said, when it was last confirmed, the holds on it and the clock. Silence decays to
//! `unconfirmed`, never to `open`.

use jiff::{Timestamp, civil::Date};
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

/// The part of a statement that decides the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vitals {
    /// What was said.
    pub state: StatedState,
    /// Places not taken when it was said, if they are counted.
    pub places_free: Option<i32>,
    /// Places under an unexpired hold.
    pub held: i32,
    /// When somebody last said that it still holds.
    pub confirmed_at: Timestamp,
    /// When the statement ends by its own words.
    pub until: Option<Timestamp>,
    /// How long it is believed without a word, in days; twice this is the end of belief.
    pub confirm_every_days: i32,
}

/// Milliseconds in a day.
const DAY_MS: i64 = 86_400_000;

impl Vitals {
    /// Until when the statement is believed: to the end of its second interval, or of its own
    /// `until`. In milliseconds since 1970, the first that is too late.
    pub fn believed_until(&self) -> i64 {
        let grown_old = self.confirmed_at.as_millisecond() + 2 * self.interval_ms();
        let until = self.until.map_or(i64::MAX, Timestamp::as_millisecond);
        grown_old.min(until)
    }

    /// What to show for as long as the statement is believed.
    pub fn believed_state(&self) -> State {
        let state = State::from(self.state);
        let all_held = self.free_now() == Some(0);
        if all_held && matches!(state, State::Open | State::Limited) {
            return State::Full;
        }
        state
    }

    /// How old the last word is at `now`.
    pub fn freshness(&self, now: Timestamp) -> Freshness {
        let age = now.as_millisecond() - self.confirmed_at.as_millisecond();
        if now.as_millisecond() >= self.believed_until() {
            Freshness::Stale
        } else if age < self.interval_ms() {
            Freshness::Fresh
        } else {
            Freshness::Ageing
        }
    }

    /// What to show at `now`.
    pub fn state(&self, now: Timestamp) -> State {
        if now.as_millisecond() >= self.believed_until() {
            return State::Unconfirmed;
        }
        self.believed_state()
    }

    fn interval_ms(&self) -> i64 {
        i64::from(self.confirm_every_days) * DAY_MS
    }

    /// Places free once the holds are taken off; never below zero.
    pub fn free_now(&self) -> Option<i32> {
        self.places_free.map(|free| (free - self.held).max(0))
    }
}

/// The rest of a statement: what is shown but decides nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Details {
    /// Places in all.
    pub places_total: Option<i32>,
    /// What a place is: a seat, a parcel, an appointment.
    pub unit: Option<String>,
    /// People on the waiting list.
    pub waiting: Option<i32>,
    /// Weeks that somebody joining now would wait.
    pub wait_weeks: Option<i32>,
    /// The day on which it opens again.
    pub opens_on: Option<Date>,
    /// The provider's own words.
    pub note: Option<String>,
}

/// What was last said about one capacity line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// What decides the state.
    pub vitals: Vitals,
    /// What is shown beside it.
    pub details: Details,
    /// When it was true.
    pub as_of: Timestamp,
    /// Who said it.
    pub source: Source,
    /// Whether a navigator has reported otherwise since it was confirmed.
    pub disputed: bool,
    /// Counts every change of the line, from 1.
    pub version: i64,
}

/// What a navigator is told about room, wherever it is shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Availability {
    /// What to go by.
    pub state: State,
    /// Whether somebody may be sent there.
    pub signpostable: bool,
    /// Places free, after holds; null when not counted or no longer believed.
    pub places_free: Option<i32>,
    /// Places in all.
    pub places_total: Option<i32>,
    /// What a place is.
    pub unit: Option<String>,
    /// People on the waiting list.
    pub waiting: Option<i32>,
    /// Weeks that somebody joining now would wait.
    pub wait_weeks: Option<i32>,
    /// The day on which it opens again.
    #[schema(value_type = Option<String>, format = Date)]
    pub opens_on: Option<Date>,
    /// When the statement ends by its own words.
    #[serde(with = "crate::domain::time::optional")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub until: Option<Timestamp>,
    /// Places under an unexpired hold, already taken off `places_free`.
    pub held: i32,
    /// When the statement was true.
    #[serde(with = "crate::domain::time::optional")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub as_of: Option<Timestamp>,
    /// When someone last said that it still is.
    #[serde(with = "crate::domain::time::optional")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub confirmed_at: Option<Timestamp>,
    /// How old the last word is.
    pub freshness: Freshness,
    /// Who said it.
    pub source: Source,
    /// Whether a navigator has reported otherwise since.
    pub disputed: bool,
    /// The provider's own words.
    pub note: Option<String>,
    /// Counts every change; for `If-Match`.
    pub version: i64,
}

impl Availability {
    /// What is known where nobody has ever said anything.
    pub fn never(closed: bool) -> Self {
        let state = if closed {
            State::Closed
        } else {
            State::Unconfirmed
        };
        Self {
            state,
            signpostable: state.is_signpostable(),
            places_free: None,
            places_total: None,
            unit: None,
            waiting: None,
            wait_weeks: None,
            opens_on: None,
            until: None,
            held: 0,
            as_of: None,
            confirmed_at: None,
            freshness: Freshness::Never,
            source: Source::None,
            disputed: false,
            note: None,
            version: 0,
        }
    }

    /// What to show at `now`; `closed` when the listing itself says that the service does not run.
    pub fn of(statement: Option<&Statement>, closed: bool, now: Timestamp) -> Self {
        let Some(said) = statement.filter(|said| !said.is_withdrawn()) else {
            let version = statement.map_or(0, |said| said.version);
            return Self {
                version,
                ..Self::never(closed)
            };
        };
        let state = if closed {
            State::Closed
        } else {
            said.vitals.state(now)
        };
        let freshness = said.vitals.freshness(now);
        let believed = freshness != Freshness::Stale;
        let details = said.details.clone();
        Self {
            state,
            signpostable: state.is_signpostable(),
            places_free: said.vitals.free_now().filter(|_| believed),
            places_total: details.places_total,
            unit: details.unit,
            waiting: details.waiting.filter(|_| believed),
            wait_weeks: details.wait_weeks.filter(|_| believed),
            opens_on: details.opens_on,
            until: said.vitals.until,
            held: said.vitals.held,
            as_of: Some(said.as_of),
            confirmed_at: Some(said.vitals.confirmed_at),
            freshness,
            source: said.source,
            disputed: said.disputed,
            note: details.note,
            version: said.version,
        }
    }
}
