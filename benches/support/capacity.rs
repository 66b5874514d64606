//! What providers have said about room: something about four lines in five, in mixed states and of
//! mixed ages, written through the library.

use super::random::Random;
use headroom::capacity::{Author, Report, store};
use headroom::db::{Database, Tx};
use headroom::domain::availability::{Source, StatedState};
use headroom::error::Result;
use jiff::{SignedDuration, Timestamp};

/// Lines that somebody has said something about.
const SAID: f64 = 0.8;
/// Statements in one transaction.
const AT_ONCE: i64 = 20_000;
/// The oldest statement, in hours: older than twice the fourteen days that one is believed.
const OLDEST_HOURS: f64 = 40.0 * 24.0;

/// States, each as often as it comes.
const STATES: [StatedState; 10] = [
    StatedState::Open,
    StatedState::Open,
    StatedState::Open,
    StatedState::Open,
    StatedState::Limited,
    StatedState::Limited,
    StatedState::WaitingList,
    StatedState::Full,
    StatedState::Full,
    StatedState::Paused,
];

/// Says it; how many statements that were.
///
/// # Errors
/// The database fails.
pub fn say_all(db: &Database) -> Result<usize> {
    let mut after = -1;
    let mut said = 0;
    loop {
        let lines = db.read(|conn| store::lines_after(conn, after, AT_ONCE))?;
        let Some(last) = lines.last() else {
            return Ok(said);
        };
        after = i64::from(last.slot);
        let slots: Vec<u32> = lines.iter().map(|line| line.slot).collect();
        said += db.write(move |tx| say(tx, &slots))?;
    }
}

fn say(tx: &mut Tx, slots: &[u32]) -> Result<usize> {
    let author = Author {
        source: Source::Provider,
        name: "bench".into(),
    };
    let mut said = 0;
    for slot in slots {
        let mut chance = Random::of(6, u64::from(*slot));
        if chance.happens(SAID) {
            store::state(
                tx,
                *slot,
                &report(&mut chance),
                &author,
                None,
                Timestamp::now(),
            )?;
            said += 1;
        }
    }
    Ok(said)
}

/// Newer statements are more frequent than old ones.
fn report(chance: &mut Random) -> Report {
    let state = *chance.pick(&STATES);
    let roomy = matches!(state, StatedState::Open | StatedState::Limited);
    let total = chance.between(4, 30) as i32;
    let hours = OLDEST_HOURS * chance.part() * chance.part();
    let counted = chance.happens(0.6);
    Report {
        state,
        places_free: (counted && roomy).then(|| chance.between(1, total as usize) as i32),
        places_total: counted.then_some(total),
        unit: None,
        waiting: (state == StatedState::WaitingList).then(|| chance.between(1, 40) as i32),
        wait_weeks: (state == StatedState::WaitingList).then(|| chance.between(1, 12) as i32),
        opens_on: None,
        until: None,
        note: chance
            .happens(0.2)
            .then(|| "Please telephone first.".into()),
        as_of: Some(Timestamp::now() - SignedDuration::from_mins((hours * 60.0) as i64)),
    }
}
