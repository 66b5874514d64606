//! How many services there are of a kind, and how much room they have together.

use crate::domain::availability::{Freshness, State};
use crate::search::survey::Room;
use std::collections::HashSet;

/// How many words are of an age, from fresh to never said.
pub const AGES: [Freshness; 4] = [
    Freshness::Fresh,
    Freshness::Ageing,
    Freshness::Stale,
    Freshness::Never,
];

/// What was counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Count {
    /// Services.
    pub services: u32,
    /// Those of them that are given there, and do not only reach it from elsewhere.
    pub given: u32,
    /// Organisations that run them.
    pub organizations: u32,
    /// Services by what is shown of their room, in the order of [`State::ALL`].
    pub states: [u32; State::ALL.len()],
    /// Services by how old the last word of their room is, in the order of [`AGES`].
    pub heard: [u32; AGES.len()],
    /// Services that have said how many places they have.
    pub counting: u32,
    /// Those places.
    pub places: u64,
    /// Places free now.
    pub free: u64,
    /// People on waiting lists, where somebody counts them.
    pub waiting: u64,
    /// Services that have said how long one waits.
    pub saying_how_long: u32,
    /// The wait that half of those do not exceed, in weeks.
    pub median_weeks: Option<u32>,
    /// The longest of those waits, in weeks.
    pub longest_weeks: Option<u32>,
}

impl Count {
    /// Services of which this is shown.
    pub fn of(&self, state: State) -> u32 {
        self.states[state as usize]
    }

    /// Services of which the last word is so old.
    pub fn heard(&self, age: Freshness) -> u32 {
        self.heard[age as usize]
    }

    /// Services that have said lately that there is room.
    pub fn with_room(&self) -> u32 {
        self.of(State::Open) + self.of(State::Limited)
    }

    /// The share of services of which the last word is still believed, in per cent.
    pub fn believed_share(&self) -> u32 {
        let believed = self.heard(Freshness::Fresh) + self.heard(Freshness::Ageing);
        share(believed.into(), self.services.into())
    }
}

/// How many in a hundred, rounded; of none, none.
pub fn share(some: u64, all: u64) -> u32 {
    let share = (200 * some + all).checked_div(2 * all).unwrap_or(0);
    u32::try_from(share).unwrap_or(u32::MAX)
}

/// A count while it grows.
#[derive(Debug, Clone, Default)]
pub struct Counting {
    count: Count,
    organizations: HashSet<u32>,
    weeks: Vec<u32>,
}

impl Counting {
    /// Adds a service, which is given there or not.
    pub fn add(&mut self, organization: Option<u32>, room: &Room, given: bool) {
        let count = &mut self.count;
        count.services += 1;
        count.given += u32::from(given);
        count.states[room.state as usize] += 1;
        count.heard[room.heard as usize] += 1;
        count.counting += u32::from(room.total.is_some());
        count.places += u64::from(room.total.unwrap_or(0));
        count.free += match room.state {
            State::Open | State::Limited => u64::from(room.free.unwrap_or(0)),
            _ => 0,
        };
        count.waiting += u64::from(room.waiting.unwrap_or(0));
        self.organizations.extend(organization);
        self.weeks.extend(room.weeks);
    }

    /// What was counted.
    pub fn finish(mut self) -> Count {
        self.weeks.sort_unstable();
        // Of an even number the lower of the two in the middle: a wait that somebody has named.
        let middle = self.weeks.len().saturating_sub(1) / 2;
        Count {
            organizations: self.organizations.len() as u32,
            saying_how_long: self.weeks.len() as u32,
            median_weeks: self.weeks.get(middle).copied(),
            longest_weeks: self.weeks.last().copied(),
            ..self.count
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn room() -> impl Strategy<Value = (Option<u32>, Room)> {
        let number = || proptest::option::of(0..50u32);
        let shown = (0..State::ALL.len(), 0..AGES.len());
        (number(), shown, number(), number(), number(), number()).prop_map(
            |(organization, (state, heard), free, total, waiting, weeks)| {
                let (state, heard) = (State::ALL[state], AGES[heard]);
                let room = Room {
                    state,
                    heard,
                    free,
                    total,
                    waiting,
                    weeks,
                };
                (organization, room)
            },
        )
    }

    proptest! {
        #[test]
        fn every_service_is_counted_once_in_each_way(rooms in proptest::collection::vec(room(), 0..40)) {
            let mut counting = Counting::default();
            rooms.iter().for_each(|(organization, room)| counting.add(*organization, room, true));
            let count = counting.finish();
            let services = rooms.len() as u32;
            prop_assert_eq!(count.services, services);
            prop_assert_eq!(count.states.iter().sum::<u32>(), services);
            prop_assert_eq!(count.heard.iter().sum::<u32>(), services);
            prop_assert!(count.organizations <= services && count.believed_share() <= 100);
            let mut weeks: Vec<u32> = rooms.iter().filter_map(|(_, room)| room.weeks).collect();
            weeks.sort_unstable();
            prop_assert_eq!(count.longest_weeks, weeks.last().copied());
            let shorter = weeks.iter().filter(|weeks| Some(**weeks) <= count.median_weeks).count();
            prop_assert!(2 * shorter >= weeks.len());
        }
    }

    #[test]
    fn only_what_has_room_has_places_free() {
        let room = |state, free| Room {
            state,
            heard: Freshness::Fresh,
            free,
            total: Some(10),
            waiting: Some(3),
            weeks: None,
        };
        let mut counting = Counting::default();
        counting.add(Some(1), &room(State::Open, Some(4)), true);
        counting.add(Some(1), &room(State::WaitingList, Some(2)), true);
        counting.add(None, &room(State::Full, Some(0)), false);
        let count = counting.finish();
        assert_eq!((count.free, count.places, count.waiting), (4, 30, 9));
        assert_eq!(
            (count.organizations, count.with_room(), count.given),
            (1, 1, 2)
        );
        assert_eq!(
            (count.median_weeks, share(1, 3), share(0, 0)),
            (None, 33, 0)
        );
    }
}
