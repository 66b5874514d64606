//! What the sample borough remembers: what was said, what people searched for, who was sent, since when services
//! are listed, and what pays for whom. All of it
//! is invented, and the same each time but for the days.

mod listed;
pub mod said;
mod sent;

use crate::coverage::{WEEKS, blocks};
use crate::db::{Database, Tx};
use crate::domain::schedule::local_day;
use crate::error::{Error, Result};
use crate::funding::{Award, FundingReport, store as funding};
use crate::gathered::searches::{Counts, Key, week_of};
use crate::gathered::store::searches;
use crate::geography::Outcode;
use crate::needs::vocabulary;
use crate::search::asked::Found;
use crate::search::why::{Label, Way};
use jiff::{Timestamp, ToSpan};
use serde::Deserialize;

/// What was searched for: the need, how often a week, and how many in ten found room, nothing confirmed,
/// only what is full, nothing.
pub const SOUGHT: [(&str, i64, [i64; 4]); 22] = [
    ("talking-therapy", 46, [1, 2, 6, 1]),
    ("food-bank", 40, [7, 1, 2, 0]),
    ("debt", 38, [4, 1, 5, 0]),
    ("befriending", 34, [3, 2, 5, 0]),
    ("loneliness", 30, [7, 2, 1, 0]),
    ("homelessness", 24, [1, 1, 5, 3]),
    ("young-mental-health", 24, [1, 1, 5, 3]),
    ("benefits", 22, [6, 2, 2, 0]),
    ("social-groups", 20, [8, 1, 1, 0]),
    ("energy-bills", 18, [5, 3, 2, 0]),
    ("community-transport", 17, [3, 2, 4, 1]),
    ("dementia", 15, [5, 2, 3, 0]),
    ("carers", 14, [6, 2, 2, 0]),
    ("domestic-abuse", 12, [5, 2, 3, 0]),
    ("english-classes", 12, [4, 1, 5, 0]),
    ("adhd", 12, [0, 1, 3, 6]),
    ("eating-disorders", 10, [0, 1, 2, 7]),
    ("parenting", 10, [7, 2, 1, 0]),
    ("help-at-home", 9, [3, 2, 5, 0]),
    ("bereavement", 8, [6, 2, 2, 0]),
    ("furniture", 7, [2, 2, 4, 2]),
    ("", 14, [4, 2, 1, 3]),
];

/// From where they came: the outcode, and how many in a hundred.
const FROM: [(&str, i64); 10] = [
    ("QH1", 17),
    ("QH2", 9),
    ("QH3", 12),
    ("QH4", 8),
    ("QH5", 11),
    ("QH6", 5),
    ("QH7", 14),
    ("QH8", 7),
    ("QH9", 10),
    ("", 7),
];

#[derive(Debug, Deserialize)]
struct Listing {
    id: String,
    #[serde(default)]
    funding: Vec<Source>,
}

#[derive(Debug, Deserialize)]
struct Source {
    source: String,
}

/// Fills in what there was before today.
///
/// # Errors
/// The listings are damaged, or the database fails.
pub fn remember(db: &Database, listings: &str, now: Timestamp) -> Result<()> {
    let listings: Vec<Listing> = serde_json::from_str(listings).map_err(Error::internal)?;
    db.write(move |tx| {
        for (number, listing) in (0..).zip(&listings) {
            pay(tx, number, listing, now)?;
        }
        let monday = week_of(local_day(now, 0));
        // What is told of ended up to a block ago.
        for ago in 1..=(WEEKS + blocks::WEEKS) {
            let week = monday.saturating_sub(ago.weeks());
            searches::add(tx, week, &counts(ago))?;
        }
        listed::remember(tx, now)?;
        sent::remember(tx, monday)?;
        sent::by_month(tx, now)
    })
}

/// The searches of a week so long ago.
fn counts(ago: i64) -> Counts {
    let mut counts = Counts::default();
    for (need, a_week, found) in SOUGHT {
        for (outcode, share) in FROM {
            for (found, tenths) in Found::ALL.into_iter().zip(found) {
                // What is less than one a week comes in some weeks and not in others.
                let thousandths = a_week * share * tenths;
                let times = (thousandths * ago) / 1000 - (thousandths * (ago - 1)) / 1000;
                let key = Key {
                    need: vocabulary().number(need),
                    outcode: Outcode::exact(outcode.as_bytes()),
                    found,
                };
                if times > 0 {
                    counts.times.insert(key, times);
                    let why = why(found).map(|(label, tenths)| ((key, label), times * tenths / 10));
                    counts.why.extend(why.filter(|(_, times)| *times > 0));
                }
            }
        }
    }
    counts
}

/// What was in the way, and of how many in ten.
fn why(found: Found) -> impl Iterator<Item = (Label, i64)> {
    let why: &[(Label, i64)] = match found {
        Found::Room | Found::Unsure => &[],
        Found::Full => &[
            (Label::Only(Way::Full), 8),
            (Label::Only(Way::WaitingList), 5),
            (Label::Asked(Way::Distance), 6),
        ],
        Found::Nothing => &[
            (Label::Few, 10),
            (Label::Only(Way::Distance), 7),
            (Label::Only(Way::Access), 4),
            (Label::Asked(Way::Access), 5),
        ],
    };
    why.iter().copied()
}

/// What pays for a service, as far as its listing names anybody.
fn pay(tx: &mut Tx, number: i64, listing: &Listing, now: Timestamp) -> Result<()> {
    let awards = (0..).zip(&listing.funding).map(|(place, source)| {
        // Some end within a year, some later, and of some nobody knows.
        let days = 40 + (number * 97 + place * 211) % 820;
        let day = |days: i64| Some(local_day(now, days).to_string());
        Award {
            funder: source.source.clone(),
            amount: Some(format!("{}.00", 4_000 + 500 * (number % 60))),
            currency: Some("GBP".into()),
            starts_on: day(days - 3 * 365),
            ends_on: day(days).filter(|_| number % 6 != 0),
            source: Some("the sample borough".into()),
        }
    });
    let awards: Vec<Award> = awards.collect();
    if awards.is_empty() {
        return Ok(());
    }
    let report = FundingReport {
        status: None,
        awards: Some(awards),
    };
    funding::put(tx, &listing.id, &report, now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_searched_for_is_known_here_and_came_from_somewhere() {
        assert_eq!(FROM.iter().map(|(_, share)| share).sum::<i64>(), 100);
        for (need, _, found) in SOUGHT {
            assert!(
                need.is_empty() || vocabulary().number(need).is_some(),
                "{need}"
            );
            assert_eq!(found.iter().sum::<i64>(), 10, "{need}");
        }
        let year: i64 = (1..=WEEKS)
            .flat_map(|ago| counts(ago).times.into_values())
            .sum();
        assert!((4_000..6_000).contains(&year), "{year}");
    }
}
