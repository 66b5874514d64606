//! What decides about a line for some time, in sixteen bytes: a search reads it for every line that it
//! weighs.

use crate::domain::availability::{Basis, Known, State, Trust};
use jiff::Timestamp;

/// A state, for how long it lasts, and what trust in it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glance {
    /// Milliseconds since 1970 until which the state lasts, and behind them a byte for the state.
    lasts: u64,
    /// When what trust rests on was last heard, in minutes since 1970.
    heard: u32,
    /// The interval in which it is confirmed, in days.
    every: u16,
    /// What trust rests on while the state lasts, and after that, four bits each.
    basis: u8,
    /// People on their way while the state lasts; after that nobody is.
    held: u8,
}

/// Bits of the state, and of a basis.
const STATE: u32 = 8;
const BASIS: u32 = 4;
/// Set in the byte of the state: what comes after depends on holds that end one by one, and is to be
/// looked up. Otherwise it is unconfirmed after that time.
const LOOK: u64 = 0x80;
const MINUTE_MS: i64 = 60_000;
const MINUTES_OF_DAY: f32 = 24.0 * 60.0;

impl Glance {
    /// Nothing was ever said.
    pub const NOTHING: Self = Self {
        lasts: State::Unconfirmed as u64,
        heard: 0,
        every: 1,
        basis: (Basis::Nothing as u8) << BASIS | Basis::Nothing as u8,
        held: 0,
    };

    /// Of what is known.
    pub fn of(known: &Known) -> Self {
        let said = known.statement.as_ref();
        let believed = said.map_or(0, |said| said.vitals.believed_until());
        let end = known.holds.first_end();
        let held = known.holds.all();
        let (until, state, now) = match believed > 0 {
            true => (
                end.map_or(believed, |end| end.min(believed)),
                known.believed(held),
                known.basis(held),
            ),
            false => (end.unwrap_or(0), State::Unconfirmed, known.basis_after()),
        };
        // What is believed for longer than two million years is cut to that.
        let until = until.clamp(0, i64::MAX >> STATE) as u64;
        let look = if end.is_some() { LOOK } else { 0 };
        let heard = known.heard_at().as_millisecond() / MINUTE_MS;
        Self {
            lasts: until << STATE | look | state as u64,
            heard: heard.clamp(0, i64::from(u32::MAX)) as u32,
            every: known.interval_days().clamp(1, i32::from(u16::MAX)) as u16,
            basis: (known.basis_after() as u8) << BASIS | now as u8,
            held: held.clamp(0, i32::from(u8::MAX)) as u8,
        }
    }

    /// The state to show at a moment, and how far to trust it; none if it is to be looked up.
    pub fn at(self, closed: bool, now: Timestamp) -> Option<(State, Trust)> {
        if closed {
            return Some((State::Closed, Basis::NoRoom.trust(0.0, 0)));
        }
        if now.as_millisecond() < (self.lasts >> STATE) as i64 {
            // A number that `of` took from a state, as `basis` has that of a basis.
            let state = State::ALL[(self.lasts & (LOOK - 1)) as usize];
            let trust = self.basis(0).trust(self.age(now), i32::from(self.held));
            return Some((state, trust));
        }
        let is_clear = self.lasts & LOOK == 0;
        is_clear.then(|| {
            (
                State::Unconfirmed,
                self.basis(BASIS).trust(self.age(now), 0),
            )
        })
    }

    fn basis(self, shift: u32) -> Basis {
        let number = self.basis >> shift & ((1 << BASIS) - 1);
        Basis::ALL[usize::from(number)]
    }

    /// How long ago it was heard, in its own intervals.
    fn age(self, now: Timestamp) -> f32 {
        let minutes = now.as_millisecond() / MINUTE_MS - i64::from(self.heard);
        minutes as f32 / (f32::from(self.every) * MINUTES_OF_DAY)
    }
}
