//! Money that ends: month by month, and which services hang on it.

use crate::funding::store::Paid;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::HashMap;
use uuid::Uuid;

/// What ends in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// Its first day.
    pub first: Date,
    /// Grants and contracts that end in it.
    pub awards: u32,
    /// Services that have nothing else after that.
    pub services: u32,
    /// Those of them that one funder alone pays for.
    pub on_one_funder: u32,
    /// The places that those services have, where somebody counts them.
    pub places: u64,
}

/// A service of which the money ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// The service.
    pub id: Uuid,
    /// The last day that is paid for.
    pub on: Date,
    /// How many pay for it now.
    pub funders: u32,
    /// Its places, where somebody counts them.
    pub places: Option<u32>,
}

/// Money that ends.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Money {
    /// The months to come, this one first.
    pub months: Vec<Month>,
    /// The services of which it ends, the next first.
    pub ending: Vec<Ending>,
    /// Services of which some money is known that has not ended.
    pub paid: u32,
    /// Those of them that one funder alone pays for.
    pub on_one_funder: u32,
}

/// The first day of the month that a day is in.
pub fn first_of(day: Date) -> Date {
    day.first_of_month()
}

/// The day before which money must end to be told of.
pub fn horizon(today: Date, months: i32) -> Date {
    first_of(today).saturating_add(months.months())
}

/// What is paid, of the services whose places these are.
pub fn money(
    paid: &[Paid],
    places: &HashMap<Uuid, Option<u32>>,
    today: Date,
    months: i32,
) -> Money {
    let first = first_of(today);
    let month = |number: i32| Month {
        first: first.saturating_add(number.months()),
        awards: 0,
        services: 0,
        on_one_funder: 0,
        places: 0,
    };
    let mut all = Money {
        months: (0..months).map(month).collect(),
        ..Money::default()
    };
    for one in paid {
        let Some(places) = places.get(&one.service) else {
            continue;
        };
        all.paid += 1;
        all.on_one_funder += u32::from(one.funders == 1);
        for day in &one.ends {
            if let Some(month) = month_of(&mut all.months, *day) {
                month.awards += 1;
            }
        }
        let last = one.ends.iter().max().copied();
        let Some(on) = last.filter(|_| !one.is_open) else {
            continue;
        };
        if let Some(month) = month_of(&mut all.months, on) {
            month.services += 1;
            month.on_one_funder += u32::from(one.funders == 1);
            month.places += u64::from(places.unwrap_or(0));
            all.ending.push(Ending {
                id: one.service,
                on,
                funders: one.funders,
                places: *places,
            });
        }
    }
    all.ending.sort_by_key(|ending| (ending.on, ending.id));
    all
}

fn month_of(months: &mut [Month], day: Date) -> Option<&mut Month> {
    months.iter_mut().find(|month| month.first == first_of(day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn paid(number: u128, funders: u32, is_open: bool, ends: &[Date]) -> Paid {
        Paid {
            service: Uuid::from_u128(number),
            funders,
            is_open,
            ends: ends.to_vec(),
        }
    }

    #[test]
    fn a_service_ends_with_its_last_award_and_only_if_none_goes_on() {
        let today = date(2026, 11, 22);
        let all = [
            paid(1, 1, false, &[date(2026, 12, 31), date(2027, 3, 31)]),
            paid(2, 2, true, &[date(2026, 11, 30)]),
            paid(3, 2, false, &[date(2027, 3, 1)]),
            // Beyond the months that are told of, and of another area.
            paid(4, 1, false, &[date(2027, 11, 30)]),
            paid(5, 1, false, &[date(2027, 3, 1)]),
        ];
        let places = (1..=4).map(|number| (Uuid::from_u128(number), (number != 3).then_some(10)));
        let money = money(&all, &places.collect(), today, 12);
        let told = |number: usize| {
            let month = &money.months[number];
            (
                month.awards,
                month.services,
                month.on_one_funder,
                month.places,
            )
        };
        assert_eq!(money.months.len(), 12);
        assert_eq!(money.months[4].first, date(2027, 3, 1));
        assert_eq!(
            [told(0), told(1), told(4)],
            [(1, 0, 0, 0), (1, 0, 0, 0), (2, 2, 1, 10)]
        );
        let ending: Vec<u128> = money.ending.iter().map(|one| one.id.as_u128()).collect();
        assert_eq!(ending, [3, 1]);
        assert_eq!((money.paid, money.on_one_funder), (4, 2));
        assert_eq!(horizon(today, 12), date(2027, 11, 1));
    }
}
