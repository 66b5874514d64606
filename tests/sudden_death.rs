//! The server is killed at any moment while much is written: what was acknowledged is there
//! afterwards, and the index shows what the database holds.
//!
//! `HEADROOM_KILL_ROUNDS` says how often; `HEADROOM_TEST_SEED` repeats the moments.

mod shown;
mod writers;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use headroom::db::Database;

use crate::support::chance::Chance;
use crate::support::town::{command, done, import, key};
use crate::support::{
    Client, Launch, Listing, TestDatabase, on_both_databases, run, service, temporary_folder,
};
use shown::Shown;
use writers::{Acknowledged, edit_listings, say_room};

const SERVICES: u32 = 24;
const CLIENTS: u64 = 4;
/// When it is killed, in milliseconds after the writing has begun.
const EARLIEST: usize = 50;
const LATEST: usize = 600;

fn rounds() -> usize {
    let given = std::env::var("HEADROOM_KILL_ROUNDS").ok();
    given.map_or(5, |text| {
        text.parse().expect("HEADROOM_KILL_ROUNDS is a number")
    })
}

/// The listings as they are after so many edits.
fn listings(edit: u64) -> Vec<Listing> {
    let each = (1..=SERVICES).map(|number| {
        service(number, &format!("Service {number:02} edit {edit:06}"))
            .at(number, 53.9 + f64::from(number) / 1000.0, -3.75)
            .for_need("food", "Food")
    });
    each.collect()
}

/// One life of the server: it is started, written to from all sides and killed.
fn one_life(
    database: &TestDatabase,
    data: &Path,
    key: &str,
    chance: &mut Chance,
    known: &Acknowledged,
) {
    let mut server = Launch::new(database.url()).data(data).start();
    let direct = Database::open(&database.url().parse().expect("its URL")).expect("the database");
    let client = server.client().with_key(key);
    let dead = AtomicBool::new(false);
    let moment = Duration::from_millis((EARLIEST + chance.below(LATEST - EARLIEST)) as u64);
    std::thread::scope(|scope| {
        for number in 0..CLIENTS {
            let (client, chance) = (
                client.clone(),
                Chance::seeded(number + chance.below(1 << 30) as u64),
            );
            let dead = &dead;
            scope.spawn(move || say_room(&client, &listings(0), chance, dead, known));
        }
        scope.spawn(|| edit_listings(&direct, &dead, known));
        std::thread::sleep(moment);
        server.kill();
        dead.store(true, Ordering::Release);
    });
}

/// What a server over this folder shows, and that nothing that was acknowledged is missing.
fn after_a_restart(database: &TestDatabase, data: &Path, key: &str, known: &Acknowledged) -> Shown {
    let server = Launch::new(database.url()).data(data).start();
    let client: Client = server.client().with_key(key);
    known.must_all_be_there(&client, &listings(0));
    Shown::by(&client)
}

on_both_databases! {
    /// Nothing acknowledged is lost, and the old index, a new one and a rebuilt one are the same.
    fn nothing_is_lost_when_the_server_dies(db: &TestDatabase) {
        let data = temporary_folder();
        import(db.url(), &listings(0));
        let key = key(db.url(), "steward", None);
        let (known, mut chance) = (Acknowledged::default(), Chance::of_this_run());
        for round in 1..=rounds() {
            one_life(db, data.path(), &key, &mut chance, &known);
            let shown = after_a_restart(db, data.path(), &key, &known);
            let fresh = temporary_folder();
            let anew = after_a_restart(db, fresh.path(), &key, &known);
            assert_eq!(shown, anew, "the index that lived through round {round} is not a fresh one");
        }
        assert!(known.count() > 0, "nothing was written before the server died");
        let data_folder = data.path().display().to_string();
        done(&run(&["--data", &data_folder, "--database", db.url(), "reindex"]));
        let rebuilt = after_a_restart(db, data.path(), &key, &known);
        let fresh = temporary_folder();
        assert_eq!(rebuilt, after_a_restart(db, fresh.path(), &key, &known), "a rebuilt index is not a fresh one");
    }

    /// An import that is killed has either happened or not.
    fn an_import_that_dies_is_whole_or_nothing(db: &TestDatabase) {
        import(db.url(), &listings(0));
        let mut chance = Chance::of_this_run();
        for round in 1..=rounds() as u64 {
            writers::kill_an_import(db.url(), &listings(round), chance.below(150));
            let file = temporary_folder();
            let out = file.path().join("all.json").display().to_string();
            done(&command(db.url(), &["export", "hsds", &out]));
            let all = std::fs::read_to_string(&out).expect("the export");
            let edits: std::collections::BTreeSet<&str> = all.split(" edit ").skip(1).map(|rest| &rest[..6]).collect();
            assert_eq!(edits.len(), 1, "round {round}: an import was done by half: {edits:?}");
        }
    }
}
