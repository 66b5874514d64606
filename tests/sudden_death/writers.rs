//! Those who write until the server is gone, and what they were told.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use headroom::db::Database;
use headroom::exchange::hsds;
use headroom::exchange::progress::Progress;
use reqwest::Method;
use serde_json::{Value, json};

use super::listings;
use crate::support::chance::Chance;
use crate::support::server::program;
use crate::support::town::room_of;
use crate::support::{Client, Exchange, Listing, temporary_folder};

/// What was said in one version.
#[derive(Clone, Debug, PartialEq)]
struct Told {
    version: i64,
    state: Value,
    note: Value,
}

/// What the server has acknowledged: each statement about room, and the last edit.
#[derive(Debug, Default)]
pub struct Acknowledged {
    rooms: Mutex<BTreeMap<String, Vec<Told>>>,
    edit: Mutex<u64>,
}

impl Acknowledged {
    /// How many statements there are.
    pub fn count(&self) -> usize {
        let rooms = self.rooms.lock().expect("no thread panics here");
        rooms.values().map(Vec::len).sum()
    }

    fn add(&self, id: String, said: &Value) {
        let told = Told {
            version: said["version"].as_i64().expect("a version"),
            state: said["state"].clone(),
            note: said["note"].clone(),
        };
        let mut rooms = self.rooms.lock().expect("no thread panics here");
        rooms.entry(id).or_default().push(told);
    }

    /// Every statement is in the history as it was acknowledged, what is held is as new as the
    /// last of them, and the last edit is there.
    #[track_caller]
    pub fn must_all_be_there(&self, client: &Client, listings: &[Listing]) {
        let rooms = self.rooms.lock().expect("no thread panics here").clone();
        for listing in listings {
            let told = rooms.get(&listing.id()).cloned().unwrap_or_default();
            let last = told.iter().map(|told| told.version).max().unwrap_or(0);
            let held = client.get(&room_of(listing)).expect(200).body["version"].as_i64();
            assert!(
                held >= Some(last),
                "{held:?} is held, but {last} was acknowledged"
            );
            let history = history(client, listing);
            let missing: Vec<&Told> = told
                .iter()
                .filter(|told| history.get(&told.version) != Some(told))
                .collect();
            assert!(
                missing.is_empty(),
                "acknowledged, but not in the history: {missing:?}"
            );
        }
        let edit = *self.edit.lock().expect("no thread panics here");
        let path = format!("/api/v1/services/{}", listings[0].id());
        let name = client.get(&path).expect(200).body["name"]
            .as_str()
            .expect("a name")
            .to_owned();
        let held: u64 = name[name.len() - 6..]
            .parse()
            .expect("a name ends with its edit");
        assert!(held >= edit, "edit {edit} is lost: {name}");
    }
}

fn history(client: &Client, listing: &Listing) -> BTreeMap<i64, Told> {
    let mut all = BTreeMap::new();
    for page in 1.. {
        let path = format!("{}/history?per_page=100&page={page}", room_of(listing));
        let body = client.get(&path).expect(200).body;
        for past in body["contents"].as_array().expect("contents") {
            let version = past["version"].as_i64().expect("a version");
            let told = Told {
                version,
                state: past["state"].clone(),
                note: past["note"].clone(),
            };
            all.insert(version, told);
        }
        if body["last_page"] == true {
            break;
        }
    }
    all
}

/// Says again and again how much room there is, until the server is dead.
pub fn say_room(
    client: &Client,
    listings: &[Listing],
    mut chance: Chance,
    dead: &AtomicBool,
    known: &Acknowledged,
) {
    while !dead.load(Ordering::Acquire) {
        let listing = chance.of(listings);
        let state = *chance.of(&["open", "limited", "full", "paused", "waiting_list"]);
        let note = format!("note {}", chance.below(1_000_000));
        let request = client.request(Method::PUT, &room_of(listing));
        let sent = request
            .json_body(&json!({ "state": state, "note": note }))
            .try_send();
        match sent {
            Ok(reply) => known.add(listing.id(), &reply.expect(200).body),
            // The server is gone; the flag follows at once.
            Err(_) => return,
        }
    }
}

/// Imports edit after edit, beside the server, until it is dead.
pub fn edit_listings(database: &Database, dead: &AtomicBool, known: &Acknowledged) {
    let folder = temporary_folder();
    let file = folder.path().join("listings.json");
    while !dead.load(Ordering::Acquire) {
        let edit = *known.edit.lock().expect("no thread panics here") + 1;
        let records: Vec<Value> = listings(edit).iter().map(Listing::record).collect();
        std::fs::write(&file, Value::from(records).to_string())
            .expect("a file in a temporary folder");
        hsds::import(
            database,
            &file.display().to_string(),
            false,
            &Progress::quiet(),
        )
        .expect("an import is done");
        *known.edit.lock().expect("no thread panics here") = edit;
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Begins an import and kills it after so many milliseconds, if it is not done before.
pub fn kill_an_import(database: &str, listings: &[Listing], after: usize) {
    let folder = temporary_folder();
    let file = folder.path().join("listings.json");
    let records: Vec<Value> = listings.iter().map(Listing::record).collect();
    std::fs::write(&file, Value::from(records).to_string()).expect("a file in a temporary folder");
    let mut command = program();
    command
        .args(["--database", database, "import", "hsds"])
        .arg(&file);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut import = command.spawn().expect("the program can be run");
    std::thread::sleep(Duration::from_millis(after as u64));
    let _ = import.kill();
    import.wait().expect("it has ended");
}
