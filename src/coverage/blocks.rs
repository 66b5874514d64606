//! The spans of time that searches are told of: four whole weeks each, which never overlap.
//!
//! Were the weeks counted back from today, two answers a week apart would share eleven weeks of twelve, and the
//! difference between them could tell of a number that was held back. Blocks are the same whenever somebody
//! asks.

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// The weeks of a block.
pub const WEEKS: i64 = 4;
/// Blocks over which searches are counted for an area.
pub const BLOCKS: i64 = 3;
/// Blocks over which searches are counted for those who run services.
pub const BLOCKS_NEAR: i64 = 1;

/// The Monday that the first block began on.
const FIRST: Date = date(2024, 1, 1);

/// From a Monday to before another.
pub type Block = (Date, Date);

/// The last so many blocks that have wholly passed, the earliest first.
pub fn passed(today: Date, blocks: i64) -> Vec<Block> {
    let days = i64::from((today - FIRST).get_days());
    let this = days.div_euclid(7 * WEEKS);
    let begins = |number: i64| FIRST.saturating_add((number * WEEKS).weeks());
    let all = (this - blocks)..this;
    all.map(|number| (begins(number), begins(number + 1)))
        .collect()
}

/// The first day of these, and the day after the last.
pub fn span(blocks: &[Block]) -> Block {
    let first = blocks.first().map_or(FIRST, |block| block.0);
    (first, blocks.last().map_or(first, |block| block.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::Weekday;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn blocks_are_the_same_whenever_somebody_asks(a in 0..4000i64, b in 0..4000i64) {
            let day = |days: i64| date(2023, 1, 1).saturating_add(days.days());
            let (one, other) = (passed(day(a), BLOCKS), passed(day(b), BLOCKS));
            for x in &one {
                prop_assert_eq!((x.0.weekday(), (x.1 - x.0).get_days()), (Weekday::Monday, 28));
                let apart = |y: &&Block| y.1 <= x.0 || x.1 <= y.0 || *y == x;
                prop_assert!(other.iter().all(|y| apart(&y)));
            }
            prop_assert!(one.iter().all(|x| x.1 <= day(a)));
            prop_assert!((day(a) - span(&one).1).get_days() < 28);
        }
    }
}
