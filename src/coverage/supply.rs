//! What there is: every service of an area counted, by need and by part of the area.

use super::count::{Count, Counting};
use crate::search::survey::{Line, Room, Service};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Counts services as a survey shows them.
#[derive(Debug, Default)]
pub struct Tally {
    /// The number of the one need that is asked for, if one is; a need that no service has is a number
    /// that none has.
    wanted: Option<u32>,
    /// Which numbers stand for needs.
    is_need: Vec<bool>,
    all: Counting,
    needs: Vec<Counting>,
    parts: Vec<Counting>,
    /// In which parts needs are told apart, and each need in each of these.
    apart: Vec<bool>,
    needs_of_parts: HashMap<(u16, u32), Counting>,
    /// What else was asked about them.
    beside: Beside,
}

/// Which services were counted.
#[derive(Debug, Default)]
pub struct Beside {
    /// The places in all of each that counts them, by service; none where nobody does.
    pub places: HashMap<Uuid, Option<u32>>,
    /// The numbers of all needs that services of the area meet, whatever is asked for.
    pub met: HashSet<u32>,
}

/// What there is. The places of a service are counted where it is given, and nowhere that it only reaches.
#[derive(Debug, Default)]
pub struct Supply {
    /// All services.
    pub all: Count,
    /// Those for each need, by the number of the need; a service for two is in both.
    pub needs: Vec<Count>,
    /// Those of each part; a service that is for two is in both.
    pub parts: Vec<Count>,
    /// Those for each need in the parts in which needs are told apart.
    pub needs_of_parts: HashMap<(u16, u32), Count>,
    /// Which they are.
    pub beside: Beside,
}

impl Tally {
    /// For services in so many parts, and for one need only if one is wanted.
    pub fn new(is_need: Vec<bool>, parts: usize, wanted: Option<u32>) -> Self {
        Self {
            wanted,
            all: Counting::default(),
            needs: vec![Counting::default(); is_need.len()],
            parts: vec![Counting::default(); parts],
            is_need,
            ..Self::default()
        }
    }

    /// Tells needs apart in these parts too, each by its number.
    pub fn telling_apart(self, parts: Vec<bool>) -> Self {
        Self {
            apart: parts,
            ..self
        }
    }

    /// Counts a service, if it is in the area and for the need.
    pub fn add(&mut self, service: &Service) {
        let reached = service.reaches.within;
        let Some((room, given)) = room_in(service, reached, |line| line.at.within) else {
            return;
        };
        let needs = service.tags.iter().copied();
        let needs = needs.filter(|tag| self.is_need.get(*tag as usize) == Some(&true));
        let needs: Vec<u32> = needs.collect();
        self.beside.met.extend(&needs);
        let fits = |wanted: u32| service.tags.contains(&wanted);
        if !self.wanted.is_none_or(fits) {
            return;
        }
        self.all.add(service.organization, &room, given);
        self.beside.places.insert(service.id, room.total);
        for &need in &needs {
            if self.wanted.is_none_or(|wanted| wanted == need) {
                self.needs[need as usize].add(service.organization, &room, given);
            }
        }
        for part in parts_of(service) {
            let is_reached = service.reaches.parts.contains(&part);
            let room = room_in(service, is_reached, |line| line.at.parts.contains(&part));
            let counting = self.parts.get_mut(usize::from(part));
            let (Some((room, given)), Some(counting)) = (room, counting) else {
                continue;
            };
            counting.add(service.organization, &room, given);
            if self.apart.get(usize::from(part)) == Some(&true) {
                for &need in &needs {
                    let counting = self.needs_of_parts.entry((part, need)).or_default();
                    counting.add(service.organization, &room, given);
                }
            }
        }
    }

    /// What was counted.
    pub fn finish(self) -> Supply {
        let all = |counts: Vec<Counting>| counts.into_iter().map(Counting::finish).collect();
        Supply {
            all: self.all.finish(),
            needs: all(self.needs),
            parts: all(self.parts),
            needs_of_parts: self
                .needs_of_parts
                .into_iter()
                .map(|(of, counting)| (of, counting.finish()))
                .collect(),
            beside: self.beside,
        }
    }
}

/// The room of a service where it is in an area, and whether it is given there: the room of its places
/// there; and if it has none there but a catchment that reaches it, its state and nothing that is counted.
pub(super) fn room_in(
    service: &Service,
    reached: bool,
    is_in: impl Fn(&Line) -> bool,
) -> Option<(Room, bool)> {
    let there = service.lines.iter().filter(|line| is_in(line));
    let there = there.map(|line| line.room).reduce(Room::and);
    let from_elsewhere = || {
        let everywhere = service.lines.iter().filter(|_| reached);
        let everywhere = everywhere.map(|line| line.room).reduce(Room::and)?;
        Some((everywhere.from_elsewhere(), false))
    };
    there.map(|room| (room, true)).or_else(from_elsewhere)
}

/// The parts that a service is given in or reaches, each once.
fn parts_of(service: &Service) -> Vec<u16> {
    let given = service.lines.iter().flat_map(|line| &line.at.parts);
    let mut parts: Vec<u16> = given.chain(&service.reaches.parts).copied().collect();
    parts.sort_unstable();
    parts.dedup();
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::availability::{Freshness, State};
    use crate::search::survey::Held;

    const OUTSIDE: Held = Held {
        within: false,
        parts: Vec::new(),
    };

    fn held(parts: &[u16]) -> Held {
        Held {
            within: true,
            parts: parts.to_vec(),
        }
    }

    fn room(state: State, total: u32) -> Room {
        Room {
            state,
            heard: Freshness::Fresh,
            free: Some(1),
            total: Some(total),
            waiting: None,
            weeks: None,
        }
    }

    fn tally(wanted: Option<u32>) -> Tally {
        Tally::new(vec![true, true, false], 2, wanted)
    }

    fn add(tally: &mut Tally, tags: &[u32], reaches: &Held, lines: &[Line]) {
        tally.add(&Service {
            id: Uuid::new_v4(),
            organization: Some(7),
            tags,
            reaches,
            is_limited: !reaches.parts.is_empty(),
            lines,
        });
    }

    #[test]
    fn a_service_counts_in_each_part_with_its_room_there() {
        let (north, both) = (held(&[0]), held(&[0, 1]));
        let lines = [
            Line {
                slot: 1,
                room: room(State::Full, 10),
                at: &north,
                place: None,
                is_remote: false,
            },
            Line {
                slot: 2,
                room: room(State::Open, 5),
                at: &both,
                place: None,
                is_remote: false,
            },
        ];
        let mut tally = tally(None);
        add(&mut tally, &[0, 2], &OUTSIDE, &lines);
        let supply = tally.finish();
        assert_eq!((supply.all.services, supply.all.places), (1, 15));
        assert_eq!(
            supply
                .parts
                .iter()
                .map(|part| part.places)
                .collect::<Vec<_>>(),
            [15, 5]
        );
        assert_eq!((supply.needs[0].services, supply.needs[1].services), (1, 0));
        // What is no need is no need here either.
        assert_eq!((supply.needs[2].services, supply.beside.met.len()), (0, 1));
    }

    #[test]
    fn a_catchment_brings_a_service_in_from_outside() {
        let lines = [Line {
            slot: 1,
            room: room(State::Open, 5),
            at: &OUTSIDE,
            place: None,
            is_remote: false,
        }];
        let mut tally = tally(None);
        add(&mut tally, &[], &OUTSIDE, &lines);
        add(&mut tally, &[1], &held(&[1]), &lines);
        let supply = tally.finish();
        let [north, south] = [0, 1].map(|part: usize| &supply.parts[part]);
        assert_eq!((supply.all.services, supply.all.given), (1, 0));
        assert_eq!((north.services, south.services), (0, 1));
        // Whose places they are is not told where it only reaches.
        assert_eq!((south.places, south.given), (0, 0));
    }

    #[test]
    fn one_need_alone_is_counted_where_one_is_wanted() {
        let here = held(&[0]);
        let lines = [Line {
            slot: 1,
            room: room(State::Open, 5),
            at: &here,
            place: None,
            is_remote: false,
        }];
        let mut tally = tally(Some(1));
        add(&mut tally, &[0, 1], &OUTSIDE, &lines);
        add(&mut tally, &[0], &OUTSIDE, &lines);
        let supply = tally.finish();
        assert_eq!(
            (
                supply.all.services,
                supply.needs[0].services,
                supply.needs[1].services
            ),
            (1, 0, 1)
        );
        assert_eq!(
            (supply.beside.places.len(), supply.beside.met.len()),
            (1, 2)
        );
    }
}
