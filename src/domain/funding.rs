//! How sure the money of a service is: computed at the moment of reading, from the awards, from
//! what somebody stated and from today's date. A statement is believed until time contradicts it.

mod status;

pub use status::{FundingStatus, FundingSummary};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Days before the end of the money from which it counts as ending.
pub const NOTICE_DAYS: i32 = 180;

/// The first and the last day of an award, as far as they are known.
pub type Dates = (Option<Date>, Option<Date>);

/// Days that are paid for without a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Period {
    /// The first of them; the first of all days where no beginning is known.
    pub first: Date,
    /// The last of them.
    pub last: Date,
}

/// All that decides what is shown on any day to come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FundingFacts {
    /// What was stated, and on which day.
    pub stated: Option<(FundingStatus, Date)>,
    /// What is paid for, in order; between two of them is a gap.
    pub periods: Vec<Period>,
    /// Since when there is an award of which no end is known.
    pub open_from: Option<Date>,
}

impl FundingFacts {
    /// From what was stated, and the first and last days of the awards as far as they are known.
    pub fn new(
        stated: Option<(FundingStatus, Date)>,
        awards: impl IntoIterator<Item = Dates>,
    ) -> Self {
        let mut facts = Self {
            stated,
            ..Self::default()
        };
        let mut periods = Vec::new();
        for (first, last) in awards {
            let first = first.unwrap_or(Date::MIN);
            match last {
                Some(last) => periods.push(Period { first, last }),
                None => facts.open_from = Some(facts.open_from.map_or(first, |old| old.min(first))),
            }
        }
        periods.sort_unstable();
        periods.into_iter().for_each(|period| facts.add(period));
        facts
    }

    /// Adds a period that does not begin before the last one.
    fn add(&mut self, next: Period) {
        match self.periods.last_mut() {
            Some(known) if next.first <= day_after(known.last) => {
                known.last = known.last.max(next.last);
            }
            _ => self.periods.push(next),
        }
    }

    /// The last day of the award that ends last.
    pub fn ends_on(&self) -> Option<Date> {
        self.periods.last().map(|period| period.last)
    }

    /// What the awards say by themselves, where money that ends within `notice` days is ending.
    pub fn derived(&self, today: Date, notice: i32) -> FundingStatus {
        let mut periods = self.periods.iter();
        let current = periods.find(|period| period.first <= today && today <= period.last);
        let paid_to = current.map(|period| period.last);
        if paid_to.is_some_and(|last| days_between(today, last) > notice) {
            return FundingStatus::Secured;
        }
        // An award without an end may end tomorrow or never.
        let reached = paid_to.map_or(today, day_after);
        if self.open_from.is_some_and(|first| first <= reached) {
            return FundingStatus::Unknown;
        }
        let comes_later = self.open_from.is_some() || self.ends_on() > Some(reached);
        match (comes_later, paid_to) {
            (true, _) => FundingStatus::AtRisk,
            (false, Some(_)) => FundingStatus::Ending,
            (false, None) if self.periods.is_empty() => FundingStatus::Unknown,
            (false, None) => FundingStatus::Ended,
        }
    }

    /// Whether the last award has ended and nobody has stated anything since.
    pub fn has_lapsed(&self, today: Date) -> bool {
        let said_since = |(_, on): (_, Date)| Some(on) > self.ends_on();
        self.derived(today, NOTICE_DAYS) == FundingStatus::Ended
            && !self.stated.is_some_and(said_since)
    }

    /// What counts: what was stated, until time contradicts it; otherwise what the awards say.
    pub fn status(&self, today: Date) -> FundingStatus {
        match self.stated {
            Some((stated, _)) if !self.has_lapsed(today) => stated,
            _ => self.derived(today, NOTICE_DAYS),
        }
    }

    /// What is shown today.
    pub fn summary(&self, today: Date) -> FundingSummary {
        FundingSummary {
            status: self.status(today),
            ends_on: self.ends_on(),
        }
    }
}

fn day_after(day: Date) -> Date {
    day.tomorrow().unwrap_or(day)
}

/// Days from one to the other; negative where the other is earlier.
pub fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests;
