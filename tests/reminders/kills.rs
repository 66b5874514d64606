//! The mail server fails again and again and the program dies in the middle, more than once: in the
//! end everybody has got exactly one digest.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use diesel::prelude::*;
use headroom::db::schema::messages;
use headroom::db::{Conn, Database};
use headroom::reminders::outbox::store::counts;

use super::{asked_at, asking, be_tried_again, open};
use crate::support::town::{import, within};
use crate::support::{Fault, Letter, Smtp, TestDatabase, on_both_databases};

const SERVICES: u32 = 1000;
const PEOPLE: u32 = 600;
/// How long all of it may take, on a busy machine.
const LONGEST: Duration = Duration::from_secs(240);

/// How often time passes for messages that wait. The server writes meanwhile.
const REWIND_EVERY: Duration = Duration::from_millis(500);

/// Every third attempt fails, in one way or another.
fn fails_every_third_time(attempt: usize) -> Fault {
    match attempt % 9 {
        3 => Fault::Message(451),
        6 => Fault::HangUp,
        0 => Fault::Recipient(450),
        _ => Fault::None,
    }
}

/// Lets the leases of those who died run out: nobody may be alive who holds one.
fn let_leases_run_out(db: &Database) {
    let done = db.write(|tx| {
        let taken = messages::table.filter(messages::state.eq("sending"));
        Ok(diesel::update(taken)
            .set(messages::leased_until.eq(0))
            .execute(tx as &mut Conn)?)
    });
    done.expect("the outbox");
}

fn made(db: &Database) -> usize {
    let count = db.read(|conn| Ok(messages::table.count().get_result::<i64>(conn)?));
    count.expect("the outbox") as usize
}

fn waiting(db: &Database) -> i64 {
    db.read(counts).expect("the outbox").waiting
}

/// A life of the server that ends when this is true.
#[track_caller]
fn live_until(
    db: &TestDatabase,
    smtp: &Smtp,
    database: &Database,
    what: &str,
    over: impl Fn() -> bool,
) {
    let mut server = asking(db, smtp).start();
    let mut rewound = Instant::now();
    let look = || {
        if rewound.elapsed() > REWIND_EVERY {
            be_tried_again(database);
            rewound = Instant::now();
        }
        over().then_some(())
    };
    within(LONGEST, look).unwrap_or_else(|| panic!("not in time: {what}\n{}", server.said()));
    server.kill();
    let_leases_run_out(database);
}

/// Messages that came more than once, after a check that everybody has just one.
#[track_caller]
fn twice(letters: &[Letter]) -> usize {
    let mut ids: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for letter in letters {
        ids.entry(&letter.to)
            .or_default()
            .insert(letter.header("Message-ID"));
    }
    assert_eq!(ids.len(), PEOPLE as usize, "everybody is asked");
    let more: Vec<_> = ids.iter().filter(|(_, ids)| ids.len() != 1).collect();
    assert!(more.is_empty(), "more than one digest: {more:?}");
    letters.len() - ids.len()
}

on_both_databases! {
    /// 1,000 services, 600 people, every third attempt fails, and the program is killed three times:
    /// once while it asks and twice while it sends.
    fn everybody_gets_exactly_one_digest_however_often_the_program_dies(db: &TestDatabase) {
        let smtp = Smtp::start(fails_every_third_time);
        let listings: Vec<_> = (1..=SERVICES)
            .map(|number| asked_at(number, &format!("Service {number}"), &format!("n{}@quay.example", number % PEOPLE)))
            .collect();
        import(db.url(), &listings);
        let database = open(db);
        live_until(db, &smtp, &database, "a hundred are made", || made(&database) >= 100);
        live_until(db, &smtp, &database, "150 are sent", || smtp.letters().len() >= 150);
        live_until(db, &smtp, &database, "350 are sent", || smtp.letters().len() >= 350);
        live_until(db, &smtp, &database, "all are sent", || made(&database) == PEOPLE as usize && waiting(&database) == 0);
        let twice = twice(&smtp.letters());
        println!("{PEOPLE} digests, 3 kills, {twice} messages went out twice");
        assert!(twice <= 3, "no kill can send more than the one message at hand twice: {twice}");
    }
}
