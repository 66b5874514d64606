//! What an area has and lacks: services and their room, who waits, money that ends, what people searched
//! for and did not find, and what became of those who were sent. Counting is pure and apart from reading;
//! further questions belong here, each in a file of its own.

pub mod access;
pub mod blocks;
pub mod by_area;
pub mod count;
pub mod demand;
pub mod flow;
pub mod gaps;
pub mod money;
pub mod near;
pub mod overlap;
pub mod past;
pub mod picture;
mod reading;
pub mod report;
pub mod scope;
pub mod supply;

pub use reading::{Asked, Need, Overview, needs, overview};

/// Whole weeks over which searches and signposts are counted for an area.
pub const WEEKS: i64 = blocks::WEEKS * blocks::BLOCKS;
/// Months to come of which is told what money ends in them.
pub const MONTHS: i32 = 12;
/// Below this many, a number could tell of one person, and is not told.
pub const FEWEST: i64 = 5;

/// A number as it may be told of people: rounded to five, and nothing below five.
pub fn told(number: i64) -> Option<i64> {
    (number >= FEWEST).then(|| (number + FEWEST / 2) / FEWEST * FEWEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_people_are_rounded_to_five_and_small_ones_are_not_told() {
        let all = [
            (0, None),
            (4, None),
            (5, Some(5)),
            (7, Some(5)),
            (8, Some(10)),
            (22, Some(20)),
        ];
        for (number, words) in all {
            assert_eq!(told(number), words, "{number}");
        }
    }
}
