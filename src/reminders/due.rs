//! When to ask about a line: as often as its room really changes, and never without reason. Pure:
//! whether a line is due is a state at a moment and not a schedule, so nothing is missed, and
//! nothing piles up, while nobody looks.

use super::rhythm::DAY_MS;
use crate::domain::availability::Source;

/// Days over which looks at a listing are counted.
pub const LOOKED_DAYS: i64 = 28;
/// Looks a day at which a listing is asked about twice as often.
const OFTEN: f64 = 5.0;
/// What a dispute adds to how urgent a line is: more than any silence.
const DISPUTE: f64 = 1_000.0;

/// What decides when a line is due.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// How long a word is believed at first, in days.
    pub confirm_every_days: i32,
    /// When somebody last said or confirmed what is shown, in milliseconds since 1970.
    pub confirmed_at: Option<i64>,
    /// Who said it.
    pub source: Source,
    /// Whether somebody has reported otherwise since.
    pub disputed: bool,
    /// When what was said ends by its own words, in milliseconds since 1970.
    pub until: Option<i64>,
    /// When a pause is over, in milliseconds since 1970; none where nothing is paused.
    pub paused_until: Option<i64>,
    /// Whether the listing says that the service does not run.
    pub closed: bool,
    /// The median time between changes, in milliseconds; none where too little is known.
    pub rhythm: Option<i64>,
    /// Looks at the listing in the last [`LOOKED_DAYS`].
    pub looks: i64,
}

impl Facts {
    /// From when on somebody is to be asked, in milliseconds since 1970; none if nobody ever is.
    pub fn due_at(&self) -> Option<i64> {
        if self.closed {
            return None;
        }
        let Some(heard) = self.confirmed_at else {
            return Some(i64::MIN);
        };
        let fed = self.source == Source::Feed;
        let fed_until = fed.then(|| heard.saturating_add(self.interval()));
        let not_before = self.paused_until.max(fed_until).unwrap_or(i64::MIN);
        let silence = heard.saturating_add(self.patience());
        let ended = self.until.unwrap_or(i64::MAX);
        let wanted = if self.disputed {
            heard
        } else {
            silence.min(ended)
        };
        Some(wanted.max(not_before))
    }

    /// Whether somebody is to be asked at `now`.
    pub fn is_due(&self, now: i64) -> bool {
        self.due_at().is_some_and(|due| due <= now)
    }

    /// How much it matters that somebody answers: disputes first, then what has been silent for
    /// longest by its own measure, and of these what is looked at most.
    pub fn urgency(&self, now: i64) -> f64 {
        let never = now.saturating_sub(10 * self.interval());
        let heard = self.confirmed_at.unwrap_or(never).max(never);
        let silent = now.saturating_sub(heard) as f64 / self.interval() as f64;
        let dispute = if self.disputed { DISPUTE } else { 0.0 };
        dispute + silent.max(0.0) * (1.0 + self.looks_a_day() / OFTEN).min(3.0)
    }

    /// How long silence is borne: the usual time between changes, less where many look, and always
    /// between a third of the interval of belief and all of it.
    fn patience(&self) -> i64 {
        let usual = self.rhythm.unwrap_or(self.interval()) as f64;
        let wanted = usual / (1.0 + self.looks_a_day() / OFTEN);
        (wanted as i64).clamp(self.interval() / 3, self.interval())
    }

    fn looks_a_day(&self) -> f64 {
        self.looks.max(0) as f64 / LOOKED_DAYS as f64
    }

    fn interval(&self) -> i64 {
        i64::from(self.confirm_every_days.max(1)) * DAY_MS
    }
}

#[cfg(test)]
mod tests;
