//! How often the room of a line really changes.

/// Milliseconds in a day.
pub const DAY_MS: i64 = 86_400_000;
/// Changes from which on a rhythm is believed: fewer say little.
const ENOUGH: usize = 4;

/// The median time between changes of state, in milliseconds, from what was said, oldest first, each
/// with its time in milliseconds since 1970. None where there were too few changes to tell.
pub fn of<'a>(said: impl Iterator<Item = (&'a str, i64)>) -> Option<i64> {
    let mut changes: Vec<i64> = Vec::new();
    let mut before = None;
    for (state, at) in said {
        if before != Some(state) {
            changes.push(at);
        }
        before = Some(state);
    }
    if changes.len() < ENOUGH {
        return None;
    }
    let pairs = changes.iter().zip(&changes[1..]);
    let mut gaps: Vec<i64> = pairs.map(|(from, to)| (to - from).max(0)).collect();
    gaps.sort_unstable();
    Some(gaps[gaps.len() / 2])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_time_between_changes_counts_and_confirmations_do_not() {
        let said = [
            ("open", 0),
            ("open", 5),
            ("full", 10),
            ("open", 40),
            ("open", 45),
            ("full", 60),
        ];
        assert_eq!(of(said.into_iter()), Some(20));
    }

    #[test]
    fn a_few_changes_make_no_rhythm() {
        assert_eq!(
            of([("open", 0), ("full", 10), ("open", 20)].into_iter()),
            None
        );
        assert_eq!(of(std::iter::empty()), None);
    }
}
