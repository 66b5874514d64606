//! Any moment of the past is counted as it was counted then.

use super::*;
use headroom::app::App;
use headroom::capacity::{Author, Report, store as capacity};
use headroom::coverage::count::Count;
use headroom::coverage::past::then;
use headroom::coverage::supply::Tally;
use headroom::db::changes::latest;
use headroom::domain::availability::{Source, StatedState};
use headroom::geography::ground::Ground;
use headroom::search::survey::{Grounds, When};
use headroom::search::truth::LineRow;
use headroom::signposts::{Code, Outcome, Wish, store as signposts};
use jiff::SignedDuration;

use crate::support::chance::Chance;
use crate::support::town::{import, soon};
use crate::support::{Listing, on_both_databases, service, temporary_folder};

/// Things that are done one after the other.
const ACTS: usize = 120;

fn listings() -> Vec<Listing> {
    vec![
        service(1, "Quay choir").at_postcode(1, "QH1 1AA"),
        service(2, "Hill choir")
            .by(2, "Hill")
            .at_postcode(2, "QH2 2BB")
            .at_postcode(3, "QH1 1AB"),
        service(3, "Debt advice line").by(3, "Advice"),
    ]
}

/// What there is of everything and of each need, as of a moment.
fn counted(app: &App, when: When) -> (Count, Vec<Count>) {
    let is_need = app.engine.need_tags().iter().map(Option::is_some).collect();
    let mut tally = Tally::new(is_need, 0, None);
    let grounds = Grounds {
        within: None,
        parts: &Ground::default(),
    };
    app.engine
        .survey_as(&grounds, when, |service| tally.add(service))
        .expect("an index");
    let supply = tally.finish();
    // Needs have no numbers before a listing meets them.
    let needs = supply.needs.into_iter().filter(|count| count.services > 0);
    (supply.all, needs.collect())
}

/// Waits until searches show all that was committed.
fn caught_up(app: &App) {
    soon("the index follows", || {
        let seq = app.db.read(latest).expect("the feed");
        (app.engine.progress().seq() >= seq).then_some(())
    });
}

fn report(chance: &mut Chance) -> Report {
    let state = match chance.below(9) {
        0 => StatedState::WaitingList,
        1 => StatedState::Full,
        2 => StatedState::Paused,
        3 => StatedState::Limited,
        _ => StatedState::Open,
    };
    let number = |chance: &mut Chance, end: usize| i32::try_from(chance.below(end)).expect("small");
    let roomy = matches!(state, StatedState::Open | StatedState::Limited);
    let until =
        Timestamp::now() + SignedDuration::from_millis(1 + i64::from(number(chance, 3)) * 20);
    let total = number(chance, 9) + 4;
    Report {
        places_free: (roomy && chance.below(5) > 0).then(|| number(chance, 3) + 1),
        places_total: (chance.below(3) > 0).then_some(total),
        waiting: (chance.below(2) > 0).then(|| number(chance, 20)),
        wait_weeks: (chance.below(2) > 0).then(|| number(chance, 20)),
        until: (chance.below(9) == 0).then_some(until),
        ..Report::of(state)
    }
}

fn author(source: Source) -> Author {
    Author {
        source,
        name: "a test".into(),
    }
}

fn lines(app: &App) -> Vec<LineRow> {
    let of = |listing: Listing| {
        app.db
            .read(|conn| capacity::lines_of(conn, &listing.id()))
            .expect("lines")
    };
    listings().into_iter().flat_map(of).collect()
}

/// Says something of a line, confirms it, sends somebody there, or tells what became of somebody; what cannot be
/// done at this moment is not.
fn act(app: &App, chance: &mut Chance, sent: &mut Vec<Code>) {
    let now = Timestamp::now();
    let lines = lines(app);
    let line = chance.of(&lines).clone();
    let slot = line.slot;
    let _ = match chance.below(7) {
        0 => {
            let report = report(chance);
            app.change_room(move |tx| {
                capacity::state(tx, slot, &report, &author(Source::Provider), None, now)
            })
        }
        1 => app.change_room(move |tx| {
            capacity::confirm(tx, slot, &author(Source::Steward), None, now)
        }),
        2..=4 => {
            let kept = SignedDuration::from_millis(*chance.of(&[15, 3_600_000]));
            let wish = Wish {
                service_id: line.service_id,
                location_id: Some(line.location_id).filter(|id| !id.is_empty()),
                hold: chance.below(3) > 0,
                need: None,
                outcode: None,
            };
            let (told, made) = std::sync::mpsc::channel();
            let done = app.change_room(move |tx| {
                let standing = signposts::make(tx, &wish, "a test", kept, now)?;
                let _ = told.send(standing.signpost.code);
                Ok(standing.line)
            });
            let made = made.try_iter().last().filter(|_| done.is_ok());
            sent.extend(made.and_then(|code| Code::parse(&code).ok()));
            done
        }
        // What somebody has told of once is not told of otherwise.
        _ if !sent.is_empty() => {
            let code = sent.swap_remove(chance.below(sent.len()));
            // Most come: it is they who take places that were free.
            let outcome = match chance.below(2) {
                0 => Outcome::Attended,
                _ => *chance.of(&Outcome::ALL),
            };
            let lets_go = chance.below(4) == 0;
            app.change_room(move |tx| {
                let standing = match lets_go {
                    true => signposts::release(tx, &code, now)?,
                    false => signposts::tell(tx, &code, outcome, &author(Source::Navigator), now)?,
                };
                Ok(standing.line)
            })
        }
        _ => return,
    };
}

/// Nothing else happens in the same millisecond.
fn a_moment() {
    std::thread::sleep(std::time::Duration::from_millis(3));
}

on_both_databases! {
    /// Whatever is said, sent, kept, told, listed and withdrawn: every moment is counted later as it was then.
    fn every_moment_is_counted_later_as_it_was(db: &TestDatabase) {
        let mut chance = Chance::of_this_run();
        import(db.url(), &listings());
        let folder = temporary_folder();
        let app = App::over(open(db.url()), folder.path()).expect("the engine starts");
        let (mut sent, mut seen) = (Vec::new(), Vec::new());
        for number in 0..ACTS {
            act(&app, &mut chance, &mut sent);
            if number % 24 == 7 {
                // One service stops and another begins, or they change places.
                let stops = number % 48 == 7;
                let status = if stops { "inactive" } else { "active" };
                let mut changed = listings();
                changed[2] = changed[2].clone().with("status", status);
                changed.push(service(10 + u32::try_from(number).expect("small"), "Lunch").at_postcode(1, "QH1 1AA"));
                import(db.url(), &changed);
            }
            caught_up(&app);
            a_moment();
            let now = Timestamp::now();
            seen.push((now, counted(&app, When::Now(now))));
            a_moment();
        }
        for (number, (at, was)) in seen.iter().enumerate() {
            let then = app.db.read(|conn| then(conn, *at)).expect("what was");
            assert_eq!(counted(&app, When::Then(&then)), *was, "after act {number}, at {at}");
        }
        assert!(seen.first().unwrap().1.0.services < seen.last().unwrap().1.0.services);
    }
}
