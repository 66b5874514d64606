//! What is said about the money of a service, where it matters.

use super::words::short_day;
use crate::domain::funding::{FundingStatus, FundingSummary, days_between};
use jiff::civil::Date;

/// Days before the end of money that was stated to be secured from which its end is said.
const SOON: i32 = 183;

/// A warning where the money is in doubt, ends soon or has ended.
pub fn words(funding: &FundingSummary, today: Date) -> Option<String> {
    let known = |day: &Date| short_day(*day, today);
    let (past, ahead) = match funding.ends_on {
        Some(day) if day < today => (Some(known(&day)), None),
        day => (None, day),
    };
    let soon = ahead.filter(|day| days_between(today, *day) <= SOON);
    Some(match (funding.status, past, ahead.as_ref().map(known)) {
        (FundingStatus::Ended, Some(day), _) => {
            format!("Its last known funding ended on {day}; ring before you send somebody")
        }
        (FundingStatus::Ended, None, _) => {
            "Its funding has ended; ring before you send somebody".into()
        }
        (FundingStatus::Ending, _, Some(day)) => format!("Its funding runs out on {day}"),
        (FundingStatus::Ending, _, None) => "Its funding is coming to an end".into(),
        (FundingStatus::AtRisk, ..) => "Its funding is in doubt".into(),
        (FundingStatus::Secured | FundingStatus::Unknown, ..) => {
            format!("Funded until {}", known(&soon?))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn say(status: FundingStatus, ends_on: Option<Date>) -> Option<String> {
        words(&FundingSummary { status, ends_on }, date(2026, 11, 21))
    }

    #[test]
    fn money_is_mentioned_only_where_it_matters() {
        use FundingStatus::{AtRisk, Secured, Unknown};
        assert_eq!(say(Secured, None), None);
        assert_eq!(say(Secured, Some(date(2028, 3, 31))), None);
        assert_eq!(say(Unknown, Some(date(2026, 3, 31))), None);
        let soon = say(Secured, Some(date(2026, 12, 31)));
        assert_eq!(soon.as_deref(), Some("Funded until 31 December"));
        assert_eq!(
            say(AtRisk, None).as_deref(),
            Some("Its funding is in doubt")
        );
    }

    #[test]
    fn an_end_is_said_with_its_day_and_what_to_do() {
        use FundingStatus::{Ended, Ending};
        let ending = say(Ending, Some(date(2027, 3, 31)));
        assert_eq!(
            ending.as_deref(),
            Some("Its funding runs out on 31 March 2027")
        );
        let ended = say(Ended, Some(date(2026, 3, 31))).unwrap();
        assert_eq!(
            ended,
            "Its last known funding ended on 31 March; ring before you send somebody"
        );
        let stated = say(Ended, None).unwrap();
        assert_eq!(
            stated,
            "Its funding has ended; ring before you send somebody"
        );
    }
}
