//! How far to trust that somebody who is sent now finds room: what was said is worth less as it grows
//! old, and as others are sent. It decides the order of answers, and never what is shown of a line.
//! `benches/landing` plays what the numbers here lead to.

use super::{Known, State, StatedState, Statement};
use jiff::Timestamp;

/// Places that are taken to be free where it is said that there is room, and nobody has counted.
const ROOM: i32 = 6;
/// The same, where it is said that there is a little room.
const LITTLE: i32 = 1;
/// How much of its worth a promise loses with each interval of the service, and with each person who
/// is on the way there.
const FADES: f32 = 0.5;
const CROWDS: f32 = 0.2;
/// The least that is left of the worth of what somebody has found otherwise.
const DISPUTED: f32 = 0.3;
/// Intervals of the service after which half of that worth is back: rooms empty again.
const RECOVERS: f32 = 0.4;
/// The interval of a line of which nothing was ever said, in days.
const USUAL_INTERVAL: i32 = 14;

/// Where a line stands among those that somebody may be sent to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trust {
    /// Whether what was said still promises room: then it comes before all that promises nothing.
    pub promises: bool,
    /// How much it is worth, from 0 to 1.
    pub worth: f32,
}

/// What trust rests on, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
#[repr(u8)]
pub enum Basis {
    /// As many were sent as there were places, or may have been.
    UsedUp,
    /// Somebody has found otherwise.
    Disputed,
    /// It had no room when it was last heard of.
    NoRoom,
    /// Nothing is known, or what promised room is too old.
    #[default]
    Nothing,
    /// One place may be left.
    One,
    /// Two may be left.
    Two,
    /// There is room.
    Room,
}

impl Basis {
    /// Every basis, by its number.
    pub const ALL: [Basis; 7] = [
        Basis::UsedUp,
        Basis::Disputed,
        Basis::NoRoom,
        Basis::Nothing,
        Basis::One,
        Basis::Two,
        Basis::Room,
    ];

    /// The trust in what was heard so many intervals of the service ago, with so many people on their
    /// way. They crowd a place of which nothing is known more than one that has said that it has room.
    pub fn trust(self, age: f32, on_the_way: i32) -> Trust {
        let (age, others) = (age.max(0.0), on_the_way as f32);
        let promised = |worth| {
            (
                true,
                worth / ((1.0 + FADES * age) * (1.0 + CROWDS * others)),
            )
        };
        let unknown = |worth| (false, worth / (1.0 + others));
        let (promises, worth) = match self {
            Basis::UsedUp => unknown(0.3),
            Basis::Disputed => unknown(0.5 * (age / (age + RECOVERS)).max(DISPUTED)),
            Basis::NoRoom => unknown(0.4),
            Basis::Nothing => unknown(0.5),
            Basis::One => promised(0.7),
            Basis::Two => promised(0.85),
            Basis::Room => promised(1.0),
        };
        Trust { promises, worth }
    }
}

impl Known {
    /// How far to trust that there is room at `now`.
    pub fn trust(&self, now: Timestamp) -> Trust {
        let said = self.statement.as_ref();
        let held = self.holds.at(now);
        let basis = match said.is_some_and(|said| said.vitals.is_believed(now)) {
            true => self.basis(held),
            false => self.basis_after(),
        };
        let passed = now.as_millisecond() - self.heard_at().as_millisecond();
        let days = passed as f32 / 86_400_000.0;
        basis.trust(days / self.interval_days() as f32, held)
    }

    /// When what trust rests on was last heard: a report of otherwise, or a confirmation.
    pub fn heard_at(&self) -> Timestamp {
        let confirmed = self.statement.as_ref().map(|said| said.vitals.confirmed_at);
        let disputed = self.disputed_at.filter(|_| self.disputed);
        disputed.or(confirmed).unwrap_or_default()
    }

    /// How often the line is to be confirmed, in days.
    pub fn interval_days(&self) -> i32 {
        let said = self.statement.as_ref();
        said.map_or(USUAL_INTERVAL, |said| said.vitals.confirm_every_days.max(1))
    }

    /// What trust rests on while the statement is believed, with this many holds.
    pub fn basis(&self, held: i32) -> Basis {
        let Some(said) = self.statement.as_ref().filter(|_| !self.disputed) else {
            return self.basis_after();
        };
        match self.believed(held) {
            State::Open | State::Limited => match self.left(said, held) {
                ..=0 => Basis::UsedUp,
                1 => Basis::One,
                2 => Basis::Two,
                _ => Basis::Room,
            },
            _ => Basis::NoRoom,
        }
    }

    /// What trust rests on when the statement is not believed any more.
    pub fn basis_after(&self) -> Basis {
        match self.statement.as_ref().map(|said| said.vitals.state) {
            _ if self.disputed => Basis::Disputed,
            None | Some(StatedState::Open | StatedState::Limited) => Basis::Nothing,
            Some(_) => Basis::NoRoom,
        }
    }

    /// Places that may be left, counted or supposed, if all who were sent came for one.
    fn left(&self, said: &Statement, held: i32) -> i32 {
        let supposed = match said.vitals.state {
            StatedState::Limited => LITTLE,
            _ => ROOM,
        };
        let gone = self.sent.max(self.taken.saturating_add(held));
        let places = said.vitals.places_free.unwrap_or(supposed);
        places.saturating_sub(gone)
    }
}

#[cfg(test)]
mod tests;
