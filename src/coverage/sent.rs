//! What became of those who were sent somewhere, by need, told so that nobody can be found in it: each
//! number rounded to five, none below five, and always for all the areas that somebody may look at, so
//! that no two areas can be held against each other.

use super::told;
use crate::signposts::Outcome;
use crate::signposts::store::Counted;
use std::collections::BTreeMap;

/// Those who were sent for one need; what is below five is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Became {
    /// All of them.
    pub made: Option<i64>,
    /// Those who came and were taken in.
    pub taken_up: Option<i64>,
    /// Those who found no room, a closed door, or nobody who answered.
    pub turned_away: Option<i64>,
    /// Those of whom nothing was told.
    pub untold: Option<i64>,
}

/// By need (empty where nobody said), most first; needs for which fewer than five were sent are left out.
pub fn by_need(rows: &[Counted], is_asked: impl Fn(&Counted) -> bool) -> Vec<(String, Became)> {
    let mut needs: BTreeMap<&str, [i64; 4]> = BTreeMap::new();
    for row in rows.iter().filter(|row| is_asked(row)) {
        let counts = needs
            .entry(row.need.as_deref().unwrap_or_default())
            .or_default();
        let is = |what: bool| i64::from(what) * row.times;
        counts[0] += row.times;
        counts[1] += is(row.outcome == Some(Outcome::Attended));
        counts[2] += is(row.outcome.is_some_and(Outcome::is_failure));
        counts[3] += is(row.outcome.is_none());
    }
    let became = |(need, counts): (&str, [i64; 4])| {
        let [made, taken_up, turned_away, untold] = counts.map(told);
        let became = Became {
            made,
            taken_up,
            turned_away,
            untold,
        };
        made.is_some().then(|| (need.to_owned(), became))
    };
    let mut all: Vec<_> = needs.into_iter().filter_map(became).collect();
    all.sort_by_key(|(_, became)| std::cmp::Reverse(became.made));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_are_left_out_and_most_come_first() {
        let row = |need: &str, outcome, times| Counted {
            slot: 1,
            need: Some(need.into()),
            outcome,
            times,
        };
        let rows = [
            row("debt", Some(Outcome::Attended), 4),
            row("debt", Some(Outcome::TurnedAwayFull), 6),
            row("debt", Some(Outcome::CouldNotContact), 2),
            row("food", None, 21),
            row("choir", None, 4),
        ];
        let told = by_need(&rows, |_| true);
        let names: Vec<&str> = told.iter().map(|(need, _)| need.as_str()).collect();
        assert_eq!(names, ["food", "debt"]);
        let debt = told[1].1;
        assert_eq!((debt.made, debt.taken_up), (Some(10), None));
        assert_eq!((debt.turned_away, debt.untold), (Some(10), None));
        assert_eq!(told[0].1.untold, Some(20));
        assert_eq!(by_need(&rows, |row| row.slot == 2), []);
    }
}
