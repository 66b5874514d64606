//! What navigators are shown: five kinds of directory. Ours is the product's own code: what is known of
//! a line and what follows from it, what disputes it, and when somebody is asked.

use headroom::capacity::Report;
use headroom::domain::availability::{
    Details, Holds, Known, Source, State, StatedState, Statement, Vitals,
};
use headroom::reminders::due::Facts;
use headroom::signposts::Outcome;
use jiff::{SignedDuration, Timestamp};

/// Milliseconds in a day.
pub const DAY: i64 = 86_400_000;
/// How long a word is believed at first, in days: what a service has that says nothing else.
const CONFIRM_EVERY: i32 = 14;
/// Nobody is asked more often, unless something was reported.
const ASKED_EVERY: i64 = 7 * DAY;
/// After this, the NHS Directory of Services goes back to green.
const RESET: i64 = 4 * 60 * 60 * 1000;

/// A kind of directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nothing is known of room.
    Bare,
    /// What was said once is shown for ever.
    Ageless,
    /// What was said goes back to green after four hours.
    Reset,
    /// The product, without holds and without reports.
    Alone,
    /// The product with holds.
    Holds,
    /// The product with reports.
    Reports,
    /// The product with both.
    Whole,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 7] = [
        Kind::Bare,
        Kind::Ageless,
        Kind::Reset,
        Kind::Alone,
        Kind::Holds,
        Kind::Reports,
        Kind::Whole,
    ];

    /// What it is called in the table.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Bare => "no capacity",
            Kind::Ageless => "never aged",
            Kind::Reset => "DoS reset",
            Kind::Alone => "ours, bare",
            Kind::Holds => "+ holds",
            Kind::Reports => "+ reports",
            Kind::Whole => "+ both",
        }
    }

    /// Whether it is the product, with all of it or a part.
    pub fn is_ours(self) -> bool {
        !matches!(self, Kind::Bare | Kind::Ageless | Kind::Reset)
    }

    /// Whether places are kept.
    pub fn holds(self) -> bool {
        matches!(self, Kind::Holds | Kind::Whole)
    }

    /// Whether what became of people is told.
    pub fn hears(self) -> bool {
        matches!(self, Kind::Reports | Kind::Whole)
    }
}

/// What one directory has of one service.
#[derive(Debug, Default)]
pub struct Line {
    known: Known,
    holds: Vec<i64>,
    changes: Vec<i64>,
    asked_at: Option<i64>,
}

impl Line {
    /// The place of this line in the order of answers, best first, and how much nearness counts; none
    /// if nobody is sent there.
    pub fn rank(&self, kind: Kind, now: i64) -> Option<(u8, f64)> {
        if kind.is_ours() {
            let state = self.known.state(false, at(now));
            let trust = self.known.trust(at(now));
            return state
                .is_signpostable()
                .then_some((u8::from(!trust.promises), f64::from(trust.worth)));
        }
        Some((self.plain_rank(kind, now)?, 1.0))
    }

    fn plain_rank(&self, kind: Kind, now: i64) -> Option<u8> {
        let said = self.known.statement.as_ref();
        match kind {
            Kind::Bare => Some(0),
            Kind::Ageless => said
                .map_or(Some(State::Unconfirmed), |said| roomy(said.vitals.state))
                .map(|state| state as u8),
            Kind::Reset => {
                let fresh =
                    said.filter(|said| now < said.vitals.confirmed_at.as_millisecond() + RESET);
                fresh
                    .map_or(Some(State::Open), |said| roomy(said.vitals.state))
                    .map(|state| state as u8)
            }
            _ => None,
        }
    }

    /// Somebody is sent.
    pub fn send(&mut self) {
        self.known.sent += 1;
    }

    /// A place is kept until then.
    pub fn hold(&mut self, until: i64) {
        self.holds.push(until);
        self.known.holds = Holds::ending(self.holds.clone());
    }

    /// What became of somebody who was sent is told: a place that was kept until then is not kept any
    /// longer.
    pub fn hear(&mut self, outcome: Outcome, sent: i64, held: Option<i64>, now: i64) {
        let was_held = held.is_some_and(|until| until > now);
        if let Some(at) = self.holds.iter().position(|end| Some(*end) == held) {
            self.holds.swap_remove(at);
            self.known.holds = Holds::ending(self.holds.clone());
        }
        let counted = self
            .known
            .statement
            .as_ref()
            .map_or(0, |said| said.as_of.as_millisecond());
        if outcome == Outcome::Attended && (was_held || sent >= counted) {
            self.known.taken += 1;
        }
        if outcome.disputes(&self.known, at(now)) {
            self.known.disputed = true;
            self.known.disputed_at = Some(at(now));
        }
    }

    /// Its provider says how much room there is.
    pub fn say(&mut self, report: &Report, now: i64) {
        let before = self.known.statement.as_ref().map(|said| said.vitals.state);
        if before != Some(report.state) {
            self.changes.push(now);
        }
        self.known.statement = Some(Statement {
            vitals: Vitals {
                state: report.state,
                places_free: report.places_free,
                confirmed_at: at(now),
                until: report.until,
                confirm_every_days: CONFIRM_EVERY,
            },
            details: Details::default(),
            as_of: at(now),
            source: Source::Provider,
        });
        self.known.taken = 0;
        self.known.sent = 0;
        self.known.disputed = false;
    }

    /// Whether its provider is asked now, which is then written down. Every kind that knows of room
    /// asks as often; only ours hears of reports.
    pub fn ask(&mut self, kind: Kind, now: i64) -> bool {
        let facts = self.facts();
        let rested = self.asked_at.is_none_or(|asked| asked + ASKED_EVERY <= now);
        let reported = facts.disputed && self.asked_at <= facts.confirmed_at;
        let asks = kind != Kind::Bare && facts.is_due(now) && (rested || reported);
        if asks {
            self.asked_at = Some(now);
        }
        asks
    }

    fn facts(&self) -> Facts {
        let said = self.known.statement.as_ref();
        Facts {
            confirm_every_days: CONFIRM_EVERY,
            confirmed_at: said.map(|said| said.vitals.confirmed_at.as_millisecond()),
            source: said.map_or(Source::None, |said| said.source),
            disputed: self.known.disputed,
            until: said
                .and_then(|said| said.vitals.until)
                .map(Timestamp::as_millisecond),
            paused_until: None,
            closed: false,
            rhythm: self.rhythm(),
            looks: 0,
        }
    }

    /// The median time between changes.
    fn rhythm(&self) -> Option<i64> {
        let mut gaps: Vec<i64> = self.changes.windows(2).map(|two| two[1] - two[0]).collect();
        gaps.sort_unstable();
        gaps.get(gaps.len() / 2)
            .copied()
            .filter(|_| gaps.len() >= 3)
    }
}

/// The state of what was said, if it means room.
fn roomy(said: StatedState) -> Option<State> {
    Some(State::from(said)).filter(|state| state.is_signpostable())
}

fn at(millis: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_millis(millis)
}
