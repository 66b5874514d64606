//! What a search was narrowed by, and what alone stood between somebody and a place with room: told apart so
//! that those who plan can tell "there is none" from "it is upstairs".

use super::entry::TagKind;
use super::request::Request;
use super::shelf::bit;
use super::weigh::{AGE, COST, TIMES};
use crate::domain::availability::State;

/// Below so many answers there are few.
const FEW: usize = 3;

/// What can be asked for, or stand in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Way {
    /// An arrangement for access.
    Access,
    /// A language.
    Language,
    /// How one gets in.
    Route,
    /// How it is given.
    Delivery,
    /// What it costs.
    Cost,
    /// For which ages it is.
    Age,
    /// When it takes place.
    Times,
    /// How far away it is.
    Distance,
    /// For which areas it is.
    Catchment,
    /// Nobody has said lately that it has room.
    Unconfirmed,
    /// There is a list.
    WaitingList,
    /// It does not run for now.
    Paused,
    /// It is full.
    Full,
    /// It does not run.
    Closed,
}

impl Way {
    /// All of them.
    pub const ALL: [Way; 14] = [
        Way::Access,
        Way::Language,
        Way::Route,
        Way::Delivery,
        Way::Cost,
        Way::Age,
        Way::Times,
        Way::Distance,
        Way::Catchment,
        Way::Unconfirmed,
        Way::WaitingList,
        Way::Paused,
        Way::Full,
        Way::Closed,
    ];

    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Way::Access => "access",
            Way::Language => "language",
            Way::Route => "route",
            Way::Delivery => "delivery",
            Way::Cost => "cost",
            Way::Age => "age",
            Way::Times => "times",
            Way::Distance => "distance",
            Way::Catchment => "catchment",
            Way::Unconfirmed => "unconfirmed",
            Way::WaitingList => "waiting_list",
            Way::Paused => "paused",
            Way::Full => "full",
            Way::Closed => "closed",
        }
    }

    /// The one that a state of room is; none where there is room.
    pub fn of_state(state: State) -> Option<Self> {
        match state {
            State::Open | State::Limited => None,
            State::Unconfirmed => Some(Way::Unconfirmed),
            State::WaitingList => Some(Way::WaitingList),
            State::Paused => Some(Way::Paused),
            State::Full => Some(Way::Full),
            State::Closed => Some(Way::Closed),
        }
    }

    /// The one for a bit of `shelf::bit` or of `weigh`; none for needs, which are never guessed.
    pub fn of_bit(one: u8) -> Option<Self> {
        let known = [
            (bit(TagKind::Access), Way::Access),
            (bit(TagKind::Language), Way::Language),
            (bit(TagKind::Route), Way::Route),
            (bit(TagKind::Delivery), Way::Delivery),
            (COST, Way::Cost),
            (AGE, Way::Age),
            (TIMES, Way::Times),
        ];
        let known = known.into_iter().find(|(bit, _)| *bit == one);
        known.map(|(_, way)| way)
    }
}

/// One thing that is counted of searches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Label {
    /// There were fewer than three answers.
    Few,
    /// It was narrowed by this.
    Asked(Way),
    /// But for this alone there would have been something with room; or, of room itself, something that
    /// fits in everything else.
    Only(Way),
}

impl Label {
    /// Every label there is.
    pub fn all() -> impl Iterator<Item = Self> {
        let asked = Way::ALL.into_iter().map(Label::Asked);
        let only = Way::ALL.into_iter().map(Label::Only);
        std::iter::once(Label::Few).chain(asked).chain(only)
    }

    /// The word in the database and in tables.
    pub fn word(self) -> String {
        match self {
            Label::Few => "few_answers".into(),
            Label::Asked(way) => format!("asked_{}", way.as_str()),
            Label::Only(way) => format!("only_{}", way.as_str()),
        }
    }

    /// The one for a word, if it is one.
    pub fn parse(word: &str) -> Option<Self> {
        Self::all().find(|label| label.word() == word)
    }
}

/// Everything that is counted of one search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Whys {
    few: bool,
    asked: u16,
    only: u16,
}

impl Whys {
    /// Whether nothing is.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// Each of them.
    pub fn labels(self) -> impl Iterator<Item = Label> {
        Label::all().filter(move |label| match label {
            Label::Few => self.few,
            Label::Asked(way) => self.asked >> *way as u16 & 1 == 1,
            Label::Only(way) => self.only >> *way as u16 & 1 == 1,
        })
    }

    /// The same, narrowed by this.
    #[must_use]
    pub fn asked(mut self, way: Way) -> Self {
        self.asked |= 1 << way as u16;
        self
    }

    /// The same, with this alone in the way of something.
    #[must_use]
    pub fn only(mut self, way: Way) -> Self {
        self.only |= 1 << way as u16;
        self
    }

    /// What is in either.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            few: self.few || other.few,
            asked: self.asked | other.asked,
            only: self.only | other.only,
        }
    }

    /// What is known from the question and the number of its answers.
    pub fn of_question(request: &Request, answers: usize) -> Self {
        let kinds = request.tags.iter().filter(|(_, ids)| !ids.is_empty());
        let kinds = kinds.filter_map(|(kind, _)| Way::of_bit(bit(*kind)));
        let more = [
            (request.free, Way::Cost),
            (request.age.is_some(), Way::Age),
            (request.times.is_some(), Way::Times),
            (request.within_m.is_some(), Way::Distance),
        ];
        let more = more.into_iter().filter(|(is, _)| *is).map(|(_, way)| way);
        let few = Self {
            few: answers < FEW,
            ..Self::default()
        };
        kinds.chain(more).fold(few, Self::asked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_has_a_word_of_its_own() {
        let all: Vec<Label> = Label::all().collect();
        for label in &all {
            assert_eq!(Label::parse(&label.word()), Some(*label));
        }
        assert_eq!((all.len(), Label::parse("only_room")), (29, None));
    }

    #[test]
    fn a_set_holds_what_was_put_in() {
        let whys = Whys::default().asked(Way::Access).only(Way::Distance);
        let labels: Vec<Label> = whys.labels().collect();
        assert_eq!(
            labels,
            [Label::Asked(Way::Access), Label::Only(Way::Distance)]
        );
        assert!(!whys.is_empty() && Whys::default().is_empty());
    }
}
