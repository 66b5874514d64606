//! What people of an area are met with when they need something: room within reach, or the reason why not.

use crate::coverage::access::floating::Homes;
use crate::coverage::access::{Decay, Reach};
use crate::domain::availability::State;
use crate::domain::point::Unit;

/// What people are met with, the best first: the reasons are in the order in which they come nearest to room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// A service within reach says that it has room for them.
    Room,
    /// One has room, but does not say that it has the access that was asked for.
    NotAccessible,
    /// Services within reach are for them, and nobody has said lately whether they have room.
    Unknown,
    /// All that are within reach and for them are full, paused, or have a waiting list.
    Full,
    /// What is within reach is for other areas.
    Catchment,
    /// There are services for them, all beyond reach.
    TooFar,
    /// There is none, or none for them.
    None,
}

impl Standing {
    /// All of them, the best first.
    pub const ALL: [Standing; 7] = [
        Standing::Room,
        Standing::NotAccessible,
        Standing::Unknown,
        Standing::Full,
        Standing::Catchment,
        Standing::TooFar,
        Standing::None,
    ];

    /// The reasons, which are all but [`Standing::Room`].
    pub fn reasons() -> &'static [Standing] {
        &Self::ALL[1..]
    }

    /// Its word in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Standing::Room => "room",
            Standing::NotAccessible => "not_accessible",
            Standing::Unknown => "unknown",
            Standing::Full => "full",
            Standing::Catchment => "catchment",
            Standing::TooFar => "too_far",
            Standing::None => "none",
        }
    }

    /// Of a service for those who can reach it.
    pub fn of(state: State, is_accessible: bool) -> Option<Self> {
        match state {
            State::Open | State::Limited if is_accessible => Some(Standing::Room),
            State::Open | State::Limited => Some(Standing::NotAccessible),
            State::Unconfirmed => Some(Standing::Unknown),
            State::WaitingList | State::Paused | State::Full => Some(Standing::Full),
            State::Closed => None,
        }
    }
}

/// What is given at one place, or from afar.
#[derive(Debug, Clone, PartialEq)]
pub struct Chance {
    /// Where; none where nobody has to go anywhere.
    pub at: Option<Unit>,
    /// The only homes that it is for; none where it is for all.
    pub only: Option<Vec<u32>>,
    /// What those find who can reach it.
    pub standing: Standing,
    /// The rows that it counts in: the needs that it meets.
    pub rows: Vec<u32>,
}

/// What each home is met with in each row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standings {
    homes: usize,
    all: Vec<Standing>,
}

impl Standings {
    /// Of these chances, for people who go so far, in metres.
    pub fn of<'a>(
        homes: &Homes,
        rows: usize,
        chances: impl IntoIterator<Item = &'a Chance>,
        farthest_m: f64,
    ) -> Self {
        let reach = Reach {
            decay: Decay::Even,
            farthest_m,
        };
        let count = homes.all().len();
        let mut all = Self {
            homes: count,
            all: vec![Standing::None; count * rows],
        };
        // What all homes are met with alike is kept apart, and put in once.
        let mut everywhere = vec![Standing::None; rows];
        let mut near = Vec::new();
        for chance in chances {
            match (chance.at, &chance.only) {
                (None, None) => all_rows(&mut everywhere, &chance.rows, chance.standing),
                (None, Some(only)) => all.put(only, chance, chance.standing),
                (Some(at), only) => {
                    homes.within(at, &reach, &mut near);
                    all.put_near(&near, only.as_deref(), chance);
                    let is_for_all = only.is_none();
                    let rows = if is_for_all { &chance.rows[..] } else { &[] };
                    all_rows(&mut everywhere, rows, Standing::TooFar);
                }
            }
        }
        for (own, common) in all.all.chunks_mut(count.max(1)).zip(everywhere) {
            own.iter_mut().for_each(|own| *own = common.min(*own));
        }
        all
    }

    /// What each home is met with in a row.
    pub fn row(&self, row: u32) -> &[Standing] {
        let begins = row as usize * self.homes;
        self.all.get(begins..begins + self.homes).unwrap_or(&[])
    }

    fn put_near(&mut self, near: &[u32], only: Option<&[u32]>, chance: &Chance) {
        let Some(only) = only else {
            return self.put(near, chance, chance.standing);
        };
        // Lists of areas are in order, as they are found.
        let (own, others): (Vec<u32>, Vec<u32>) = near
            .iter()
            .partition(|home| only.binary_search(home).is_ok());
        self.put(&own, chance, chance.standing);
        self.put(&others, chance, Standing::Catchment);
        self.put(only, chance, Standing::TooFar);
    }

    fn put(&mut self, homes: &[u32], chance: &Chance, standing: Standing) {
        for row in &chance.rows {
            let begins = *row as usize * self.homes;
            let Some(own) = self.all.get_mut(begins..begins + self.homes) else {
                continue;
            };
            for home in homes {
                if let Some(known) = own.get_mut(*home as usize) {
                    *known = standing.min(*known);
                }
            }
        }
    }
}

fn all_rows(all: &mut [Standing], rows: &[u32], standing: Standing) {
    for row in rows {
        if let Some(known) = all.get_mut(*row as usize) {
            *known = standing.min(*known);
        }
    }
}
