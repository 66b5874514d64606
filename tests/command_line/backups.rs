//! `headroom backup` and `headroom restore`, with the server running all the while.

use serde_json::json;

use super::*;
use crate::support::Town;
use crate::support::town::{room_of, say, soon};

fn lunch() -> Listing {
    service(1, "Lunch")
}

#[test]
fn what_was_backed_up_is_shown_seconds_after_it_is_restored() {
    let db = TestDatabase::sqlite();
    let town = Town::start(&db, &[lunch()]);
    let steward = town.steward();
    say(
        &steward,
        &lunch(),
        &json!({ "state": "open", "places_free": 4 }),
    )
    .expect(200);
    let file = town.file("backup.db");
    done(&command(db.url(), &["backup", &file]));
    for number in 1..=5 {
        say(
            &steward,
            &lunch(),
            &json!({ "state": "full", "note": format!("{number}") }),
        )
        .expect(200);
    }
    town.import(&[service(1, "Late lunch"), service(2, "Supper")]);
    soon("the edits are shown", || {
        (town.names("availability=any&sort=name") == ["Late lunch", "Supper"]).then_some(())
    });
    done(&command(db.url(), &["restore", &file]));
    let answer = soon("the backup is shown", || {
        let answer = town.search("availability=any");
        (answer["contents"][0]["name"] == "Lunch").then_some(answer)
    });
    let room = &answer["contents"][0]["availability"];
    assert_eq!(
        (&room["state"], &room["version"]),
        (&json!("open"), &json!(1))
    );
    assert_eq!(answer["total_items"], 1);
    assert_eq!(town.anyone().get(&room_of(&lunch())).body["version"], 1);
    let said = say(&steward, &lunch(), &json!({ "state": "limited" }))
        .expect(200)
        .body;
    assert_eq!(said["version"], 2);
    assert_eq!(town.search("")["contents"][0]["availability"], said);
}

#[test]
fn a_backup_is_whole_while_much_is_written() {
    let db = TestDatabase::sqlite();
    let town = Town::start(&db, &[lunch()]);
    let steward = town.steward();
    let file = town.file("backup.db");
    let done_writing = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done_writing.load(std::sync::atomic::Ordering::Acquire) {
                say(&steward, &lunch(), &json!({ "state": "open" })).expect(200);
            }
        });
        let backed_up = command(db.url(), &["backup", &file]);
        done_writing.store(true, std::sync::atomic::Ordering::Release);
        done(&backed_up);
    });
    let elsewhere = restored(&file);
    let copy = Town::start(&elsewhere, &[]);
    let version = copy.anyone().get(&room_of(&lunch())).expect(200).body["version"].as_i64();
    let history = copy
        .steward()
        .get(&format!("{}/history", room_of(&lunch())))
        .expect(200)
        .body;
    assert_eq!(
        history["total_items"].as_i64(),
        version,
        "each version of the backup is in its history"
    );
}

/// A new database with what is in a backup.
fn restored(file: &str) -> TestDatabase {
    let db = TestDatabase::sqlite();
    done(&command(db.url(), &["restore", file]));
    db
}

#[test]
fn a_backup_never_overwrites() {
    let db = TestDatabase::sqlite();
    crate::support::town::import(db.url(), &[lunch()]);
    let folder = temporary_folder();
    let file = folder.path().join("precious").display().to_string();
    std::fs::write(&file, "precious").expect("a file in a temporary folder");
    refused(&command(db.url(), &["backup", &file]), 1, "exists already");
    assert_eq!(
        std::fs::read_to_string(&file).expect("the file"),
        "precious"
    );
}

#[test]
fn a_backup_of_nothing_is_refused() {
    let db = TestDatabase::sqlite();
    let folder = temporary_folder();
    let file = folder.path().join("backup.db");
    refused(
        &command(db.url(), &["backup", &file.display().to_string()]),
        1,
        "there is no database",
    );
    assert!(!file.exists());
}

#[test]
fn what_is_no_backup_is_refused_and_changes_nothing() {
    let db = TestDatabase::sqlite();
    let town = Town::start(&db, &[lunch()]);
    let file = town.file("not-a-backup");
    refused(
        &command(db.url(), &["restore", &file]),
        1,
        "there is no file",
    );
    for content in ["", "not a database", "SQLite format 3\0 and then nonsense"] {
        std::fs::write(&file, content).expect("a file in a temporary folder");
        let output = command(db.url(), &["restore", &file]);
        refused(&output, 1, "headroom: ");
    }
    // A database, but of something else.
    let other = town.file("other.db");
    let url = format!("sqlite:{other}");
    crate::support::town::import(&url, &[]);
    let mut bytes = std::fs::read(&other).expect("a database");
    bytes.truncate(4096);
    std::fs::write(&file, bytes).expect("a file in a temporary folder");
    assert_eq!(
        command(db.url(), &["restore", &file]).status.code(),
        Some(1)
    );
    assert_eq!(town.names(""), ["Lunch"]);
    say(&town.steward(), &lunch(), &json!({ "state": "open" })).expect(200);
}

#[test]
fn postgresql_is_backed_up_with_its_own_tools() {
    let db = TestDatabase::postgres();
    refused(
        &command(db.url(), &["backup", "/tmp/never-written"]),
        1,
        "pg_dump",
    );
    refused(
        &command(db.url(), &["restore", "/tmp/never-read"]),
        1,
        "pg_restore",
    );
    assert!(!std::path::Path::new("/tmp/never-written").exists());
}
