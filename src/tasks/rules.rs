//! How a task ends, how long it is put off, and what rests once somebody has dealt with it. Pure.

use super::reason::Reason;
use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How long a task is somebody's who has claimed it.
pub const CLAIMED_FOR: SignedDuration = SignedDuration::from_hours(2);
/// How long what somebody has dealt with is not brought up again without news.
pub const REST: SignedDuration = SignedDuration::from_hours(24 * 28);
/// Calls without an answer after which the next is tried tomorrow; after more, in a week.
const TRIES_BY_DAY: i32 = 3;
/// Days for which a task can be put off at most.
pub const LONGEST_PUT_OFF: i32 = 365;

/// How a task ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// Somebody was reached, and said how much room there is.
    Reached,
    /// Somebody was reached, and what is shown is right.
    Confirmed,
    /// It does not run any longer: the listing is to be changed.
    Closed,
    /// Its reasons have gone by themselves.
    Resolved,
}

impl Ending {
    /// Every ending.
    pub const ALL: [Ending; 4] = [
        Ending::Reached,
        Ending::Confirmed,
        Ending::Closed,
        Ending::Resolved,
    ];

    /// The word in JSON and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Ending::Reached => "reached",
            Ending::Confirmed => "confirmed",
            Ending::Closed => "closed",
            Ending::Resolved => "resolved",
        }
    }

    /// The ending for a word, if it is one.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ending| ending.as_str() == word)
    }

    /// Whether somebody who ended a task so has dealt with this reason, though it still holds. A word
    /// about room ends a dispute and an unanswered question where it was said, and nowhere else.
    pub fn settles(self, reason: Reason) -> bool {
        match self {
            Ending::Closed => true,
            Ending::Reached | Ending::Confirmed => {
                matches!(
                    reason,
                    Reason::NoContact
                        | Reason::FundingLapsed
                        | Reason::DetailsWrong
                        | Reason::CharityRemoved
                )
            }
            Ending::Resolved => false,
        }
    }
}

/// The day on which to try again after so many calls without an answer, from 1.
pub fn try_again(attempts: i32, today: Date) -> Date {
    let days = if attempts <= TRIES_BY_DAY { 1 } else { 7 };
    today.saturating_add(days.days())
}

/// Whether a task can be put off until this day.
pub fn can_be_put_off_until(day: Date, today: Date) -> bool {
    today < day && day <= today.saturating_add(LONGEST_PUT_OFF.days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 22);

    #[test]
    fn three_calls_are_tried_again_tomorrow_and_all_others_in_a_week() {
        let days: Vec<i8> = (1..=5).map(|tries| try_again(tries, TODAY).day()).collect();
        assert_eq!(days, [23, 23, 23, 29, 29]);
    }

    #[test]
    fn a_task_can_be_put_off_until_tomorrow_or_a_year_but_not_until_today() {
        let can = |day| can_be_put_off_until(day, TODAY);
        assert!(can(date(2026, 11, 23)) && can(date(2027, 11, 22)));
        assert!(!can(TODAY) && !can(date(2026, 11, 21)) && !can(date(2027, 11, 23)));
    }

    #[test]
    fn what_closes_by_itself_settles_nothing_and_what_is_closed_everything() {
        assert!(
            Reason::ALL
                .iter()
                .all(|reason| Ending::Closed.settles(*reason))
        );
        assert!(
            !Reason::ALL
                .iter()
                .any(|reason| Ending::Resolved.settles(*reason))
        );
        assert!(!Ending::Reached.settles(Reason::Disputed));
    }

    #[test]
    fn each_word_is_read_as_it_is_written() {
        for ending in Ending::ALL {
            assert_eq!(Ending::parse(ending.as_str()), Some(ending));
        }
    }
}
