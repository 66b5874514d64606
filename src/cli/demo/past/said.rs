//! What services of the sample borough said before what they say now: there was more room once, and some said
//! nothing for long.

use crate::capacity::Report;
use crate::domain::availability::StatedState;

/// Hours between two things that a service said.
const EVERY: i64 = 21 * 24;
/// How often it had said something before.
const TIMES: i64 = 7;
/// Of so many services one had never said anything before.
const SILENT: i64 = 11;

/// What was said before this, with how many hours ago: the earliest first.
pub fn before(number: i64, now: &Report, said_hours_ago: i64) -> Vec<(i64, Report)> {
    if number % SILENT == 0 {
        return Vec::new();
    }
    let ago = |time: i64| (time * EVERY - number % 20 * 24 - number % 7, time);
    let times = (1..=TIMES).rev().map(ago);
    let earlier = times.filter(|(hours, _)| *hours > said_hours_ago + 24);
    earlier
        .map(|(hours, time)| (hours, then(now, number * 31 + time * 17, time)))
        .collect()
}

/// What was said so many times before, by a number that decides what.
fn then(now: &Report, chance: i64, time: i64) -> Report {
    let chance = i32::try_from(chance % 100).unwrap_or(0);
    let times = i32::try_from(time).unwrap_or(0);
    let state = match chance {
        _ if chance < 35 + 5 * times => StatedState::Open,
        _ if chance < 85 || now.waiting.is_none() => now.state,
        _ => StatedState::WaitingList,
    };
    let is_open = matches!(state, StatedState::Open | StatedState::Limited);
    let free = |total: i32| match is_open {
        true => (total * chance / 140).max(1),
        false => 0,
    };
    let waits = state == StatedState::WaitingList;
    Report {
        places_free: now.places_total.filter(|total| *total > 0).map(free),
        places_total: now.places_total,
        unit: now.unit.clone(),
        waiting: waits.then(|| (now.waiting.unwrap_or(6) - times).max(1)),
        wait_weeks: now.wait_weeks.filter(|_| waits),
        ..Report::of(state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    #[test]
    fn all_of_it_could_have_been_said() {
        for state in [
            StatedState::Open,
            StatedState::Full,
            StatedState::WaitingList,
        ] {
            for (number, total) in (0..300).zip((0..40).cycle()) {
                let now = Report {
                    places_total: Some(total),
                    waiting: Some(3),
                    ..Report::of(state)
                };
                let all = before(number, &now, 50);
                assert!(all.is_sorted_by(|a, b| a.0 > b.0));
                assert_eq!(all.is_empty(), number % SILENT == 0);
                for (_, report) in all {
                    assert_eq!(report.faults(Timestamp::now()), [], "{report:?}");
                }
            }
        }
    }
}
