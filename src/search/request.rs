//! What is asked of a search, once it has been read and checked.

use super::entry::TagKind;
use crate::domain::availability::State;
use crate::domain::schedule::Times;
use crate::geography::Place;

/// Which answers are wanted, by their room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wanted {
    /// Those that somebody may be sent to.
    #[default]
    Signpostable,
    /// Those that have said lately that they have room.
    Confirmed,
    /// All.
    Any,
}

impl Wanted {
    /// Whether an answer in this state is wanted.
    pub fn admits(self, state: State) -> bool {
        match self {
            Wanted::Signpostable => state.is_signpostable(),
            Wanted::Confirmed => matches!(state, State::Open | State::Limited),
            Wanted::Any => true,
        }
    }
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Room first, then what fits best and is near.
    #[default]
    Best,
    /// Nearest first.
    Distance,
    /// By name.
    Name,
}

/// A search.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Request {
    /// Words.
    pub q: String,
    /// Parts of what the words say that are not to be understood, as the answer names them.
    pub without: Vec<String>,
    /// From where.
    pub near: Option<Place>,
    /// How far away at most, in metres.
    pub within_m: Option<f64>,
    /// Classifications: several of one kind mean any of them, the kinds must all hold.
    pub tags: Vec<(TagKind, Vec<String>)>,
    /// The age of the person.
    pub age: Option<f64>,
    /// Only what is free of charge.
    pub free: bool,
    /// Days and parts of the day on which the person can go.
    pub times: Option<Times>,
    /// Which of these somebody may say otherwise and still be an answer, as bits of
    /// `weigh`: nothing, until the question is widened.
    pub lenient: u8,
    /// By room.
    pub wanted: Wanted,
    /// The order.
    pub sort: Sort,
    /// Which page, from 1.
    pub page: usize,
    /// How many a page.
    pub per_page: usize,
}

/// How deep pages go: beyond this, a narrower question serves better.
pub const DEEPEST: usize = 10_000;
