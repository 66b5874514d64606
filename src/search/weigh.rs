//! Weighing one listing against a question: whether it fits, at which of its places, and how well.

use super::board::BoardNow;
use super::entry::TagKind;
use super::ranking::ranking;
use super::request::{Request, Wanted};
use super::shelf::{Doc, LineFacts, Shelf, bit};
use super::tags::Tags;
use crate::domain::availability::{State, Trust};
use crate::domain::point::{Point, Unit, arc_m};
use crate::domain::schedule::Times;
use jiff::Timestamp;

/// What may be asked of a listing, as bits: those of [`bit`], and these. What it costs.
pub const COST: u8 = 1 << 5;
/// For which ages it is.
pub const AGE: u8 = 1 << 6;
/// When it takes place.
pub const TIMES: u8 = 1 << 7;

/// A question, made ready for weighing many listings.
pub struct Criteria {
    pub(super) tags: Vec<(TagKind, Vec<u32>)>,
    near: Option<Point>,
    from: Option<Unit>,
    within_chord2: Option<f64>,
    pub(super) age: Option<f32>,
    pub(super) free: bool,
    pub(super) times: Option<Times>,
    lenient: u8,
    /// By room.
    pub wanted: Wanted,
    /// The moment of the question.
    pub now: Timestamp,
}

/// A listing that fits everything but, perhaps, its room.
#[derive(Debug, Clone, Copy)]
pub struct Fit {
    /// Its best line, as an index among its own.
    pub line: u32,
    /// The state of that line.
    pub state: State,
    /// How far to trust that there is room.
    pub trust: Trust,
    /// How far away, in metres, if both ends are known.
    pub distance_m: Option<f32>,
    /// Whether one of its catchments covers the place asked about.
    pub covered: bool,
    /// What was asked for and it does not say.
    pub unsaid: u8,
    /// What was asked for and it says otherwise: only where the question was widened.
    pub against: u8,
}

impl Criteria {
    /// Makes a question ready.
    pub fn new(request: &Request, tags: &Tags, now: Timestamp) -> Self {
        let number = |kind, ids: &[String]| -> Vec<u32> {
            let wanted = ids.iter().filter_map(|id| match kind {
                // A taxonomy term may stand for a need.
                TagKind::Need => tags
                    .number(kind, id)
                    .or_else(|| tags.number(TagKind::Term, id)),
                _ => tags.number(kind, id),
            });
            wanted.collect()
        };
        let asked = request.tags.iter();
        Self {
            tags: asked
                .map(|(kind, ids)| (*kind, number(*kind, ids)))
                .collect(),
            near: request.near.as_ref().map(|place| place.point),
            from: request.near.as_ref().map(|place| Unit::from(place.point)),
            within_chord2: request.within_m.map(chord2_of),
            age: request.age.map(|age| age as f32),
            free: request.free,
            times: request.times,
            lenient: request.lenient,
            wanted: request.wanted,
            now,
        }
    }

    /// Weighs one listing.
    pub fn weigh(&self, shelf: &Shelf, doc: &Doc, board: &BoardNow) -> Option<Fit> {
        let (unsaid, against) = self.fits(shelf, doc)?;
        let own = shelf.areas_of(doc);
        let holds = |near: Point| own.iter().any(|area| shelf.shapes.contains(*area, near));
        let covered = self.near.is_some_and(holds);
        // A service with a drawn catchment is not for those who live outside of it.
        if self.from.is_some() && !own.is_empty() && !covered {
            return None;
        }
        let lines = shelf.each_line_of(doc).enumerate();
        let reachable =
            lines.filter_map(|(index, line)| self.reach(index, line, doc, covered, board));
        let best = reachable.min_by(|a, b| {
            let far = |fit: &Fit| fit.distance_m.unwrap_or(0.0);
            a.state.cmp(&b.state).then(far(a).total_cmp(&far(b)))
        });
        best.map(|fit| Fit {
            unsaid,
            against,
            ..fit
        })
    }

    /// Whether the listing fits all that does not depend on place or room: what it leaves unsaid,
    /// and what it says otherwise and is forgiven for.
    fn fits(&self, shelf: &Shelf, doc: &Doc) -> Option<(u8, u8)> {
        let (mut unsaid, mut against) = (0, 0);
        let mut judge = |bit: u8, fits: Option<bool>| match fits {
            Some(true) => true,
            None => {
                unsaid |= bit;
                true
            }
            Some(false) => {
                against |= bit;
                self.lenient & bit != 0
            }
        };
        for (kind, wanted) in &self.tags {
            let has = || shelf.tags_of(doc).iter().any(|tag| wanted.contains(tag));
            // What a service is for is never guessed; everything else may just not have been said.
            let says = *kind == TagKind::Need || doc.says & bit(*kind) != 0;
            let fits = match has() {
                true => Some(true),
                false => says.then_some(false),
            };
            if !judge(bit(*kind), fits) {
                return None;
            }
        }
        let fits = (!self.free || judge(COST, doc.free))
            && self.age.is_none_or(|age| judge(AGE, is_for(doc, age)))
            && self
                .times
                .is_none_or(|wanted| judge(TIMES, is_on(doc, wanted)));
        fits.then_some((unsaid, against))
    }

    /// How far away a place is, in metres, if both ends are known.
    pub(super) fn metres(&self, line: &LineFacts) -> Option<f64> {
        let ends = self.from.zip(line.place());
        ends.map(|(from, to)| arc_m(from.chord2(to)))
    }

    fn reach(
        &self,
        index: usize,
        line: &LineFacts,
        doc: &Doc,
        covered: bool,
        board: &BoardNow,
    ) -> Option<Fit> {
        let chord2 = self
            .from
            .zip(line.place())
            .map(|(from, to)| from.chord2(to));
        let limits = self.within_chord2.zip(chord2);
        let is_too_far = limits.is_some_and(|(limit, chord2)| chord2 > limit);
        if is_too_far && !covered && !line.remote {
            return None;
        }
        let (state, trust) = board.look(line.slot, doc.closed, self.now);
        Some(Fit {
            line: index as u32,
            state,
            trust,
            distance_m: chord2.map(|chord2| arc_m(chord2) as f32),
            covered,
            unsaid: 0,
            against: 0,
        })
    }
}

/// Whether a listing says that it is for somebody of this age.
pub fn is_for(doc: &Doc, age: f32) -> Option<bool> {
    match doc.ages() {
        (None, None) => None,
        (from, to) => {
            let young = from.is_some_and(|from| age < from);
            Some(!young && !to.is_some_and(|to| age > to))
        }
    }
}

/// Whether a listing says that it takes place at one of these times.
pub(super) fn is_on(doc: &Doc, wanted: Times) -> Option<bool> {
    let times = doc.times()?;
    Some(times.bits() & wanted.bits() != 0)
}

impl Fit {
    /// The rank before any score: what is local before what is far, what has room before what has
    /// not confirmed it, and what says before what leaves unsaid.
    pub fn rank(&self) -> u32 {
        let far = self
            .distance_m
            .is_some_and(|m| f64::from(m) > ranking().local_m)
            && !self.covered;
        let tier = match self.state {
            State::Open | State::Limited if self.trust.promises => 0,
            // As many were sent as there may have been places: it promises no more than silence does.
            State::Open | State::Limited => State::Unconfirmed as u32,
            other => other as u32,
        };
        let doubts = self.against.count_ones() << 4 | self.unsaid.count_ones();
        u32::from(far) << 16 | tier << 8 | doubts
    }

    /// How much nearness leaves of a score, from 0 to 1.
    pub fn nearness(&self, asked: bool) -> f32 {
        if !asked {
            return 1.0;
        }
        let ranking = ranking();
        let metres = self
            .distance_m
            .map_or(ranking.distance_unknown_m, f64::from);
        (ranking.near_half_m / (ranking.near_half_m + metres)) as f32
    }
}

/// The squared chord of a distance over ground, in units of the earth's radius.
fn chord2_of(metres: f64) -> f64 {
    let half_angle = (metres / arc_m(4.0)).min(1.0) * std::f64::consts::FRAC_PI_2;
    (2.0 * half_angle.sin()).powi(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_over_ground_and_its_chord_are_two_sides_of_one_thing() {
        for metres in [1.0, 812.0, 5_000.0, 1_000_000.0] {
            assert!((arc_m(chord2_of(metres)) - metres).abs() < metres * 1e-6 + 1e-3);
        }
    }
}
