//! When to tell that there is room again. Pure: a hold that ends, a correction and a confirmation make
//! no flood.

use crate::domain::availability::State;

/// Milliseconds between two messages of one subscription at least.
pub const SPACING_MS: i64 = 6 * 3_600_000;

/// How a service stands, at all of its places together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// Some place says that there is.
    Some,
    /// Nobody knows.
    Unsure,
    /// Nobody can be sent anywhere.
    None,
}

impl Room {
    /// Of the states of all its places.
    pub fn of(states: &[State]) -> Self {
        let has = |state: &State| matches!(state, State::Open | State::Limited);
        match states {
            [] => Self::Unsure,
            states if states.iter().any(has) => Self::Some,
            states if states.iter().any(|state| state.is_signpostable()) => Self::Unsure,
            _ => Self::None,
        }
    }
}

/// What is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Memory {
    /// Whether no room was seen since room was last told.
    pub waiting: bool,
    /// When something was last told, in milliseconds since 1970.
    pub told_at: Option<i64>,
}

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Nothing.
    Nothing,
    /// Tell it.
    Tell,
    /// Look again then, in milliseconds since 1970: it is too soon.
    LookAt(i64),
}

impl Memory {
    /// What to do at `now`, and what to remember then.
    pub fn step(self, room: Room, now: i64) -> (Self, Step) {
        let kept = |waiting| Self { waiting, ..self };
        match room {
            Room::None => (kept(true), Step::Nothing),
            Room::Unsure => (self, Step::Nothing),
            Room::Some if !self.waiting => (self, Step::Nothing),
            Room::Some => match self.free_at().filter(|free| *free > now) {
                Some(free) => (self, Step::LookAt(free)),
                None => {
                    let told_at = Some(now);
                    let waiting = false;
                    (Self { waiting, told_at }, Step::Tell)
                }
            },
        }
    }

    /// When the next message may go, if one has gone.
    pub fn free_at(self) -> Option<i64> {
        self.told_at.map(|told| told.saturating_add(SPACING_MS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: i64 = 1_795_000_000_000;

    #[test]
    fn a_service_has_room_if_one_of_its_places_has() {
        assert_eq!(Room::of(&[State::Full, State::Limited]), Room::Some);
        assert_eq!(Room::of(&[State::Full, State::Unconfirmed]), Room::Unsure);
        assert_eq!(Room::of(&[State::Paused, State::Closed]), Room::None);
        assert_eq!(Room::of(&[]), Room::Unsure);
    }

    #[test]
    fn room_is_told_once_and_only_where_there_was_none() {
        let new = Memory::default();
        assert_eq!(new.step(Room::Some, NOW), (new, Step::Nothing));
        let (full, step) = new.step(Room::None, NOW);
        assert_eq!((full.waiting, step), (true, Step::Nothing));
        assert_eq!(full.step(Room::Unsure, NOW), (full, Step::Nothing));
        let (told, step) = full.step(Room::Some, NOW + 1);
        assert_eq!(step, Step::Tell);
        assert_eq!(told.step(Room::Some, NOW + 2), (told, Step::Nothing));
    }

    #[test]
    fn what_comes_too_soon_is_looked_at_later() {
        let (told, _) = Memory {
            waiting: true,
            told_at: None,
        }
        .step(Room::Some, NOW);
        let (full, _) = told.step(Room::None, NOW + 1);
        assert_eq!(
            full.step(Room::Some, NOW + 2),
            (full, Step::LookAt(NOW + SPACING_MS))
        );
        assert_eq!(full.step(Room::Some, NOW + SPACING_MS).1, Step::Tell);
    }

    proptest! {
        #[test]
        fn two_messages_are_never_closer_than_the_spacing(
            seen in proptest::collection::vec((0..3u8, 0..SPACING_MS), 0..60)
        ) {
            let (mut memory, mut now, mut told) = (Memory::default(), NOW, Vec::new());
            for (room, passes) in seen {
                now += passes;
                let room = [Room::Some, Room::Unsure, Room::None][usize::from(room)];
                let (next, step) = memory.step(room, now);
                if step == Step::Tell {
                    prop_assert_eq!(room, Room::Some);
                    told.push(now);
                }
                memory = next;
            }
            prop_assert!(told.windows(2).all(|pair| pair[1] - pair[0] >= SPACING_MS), "{told:?}");
        }
    }
}
