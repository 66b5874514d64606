//! Import and export of HSDS, on both databases: what is whole comes in, what is broken changes
//! nothing, and what went out comes back the same.

mod files;
mod real;
mod roundtrip;
mod web;

use headroom::db::Database;
use headroom::directory::record::Document;
use headroom::directory::store::{self, Counts};
use headroom::exchange::progress::Progress;
use headroom::exchange::summary::Summary;
use headroom::exchange::{export, hsds};
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;

use crate::support::TestDatabase;

fn open(db: &TestDatabase) -> Database {
    Database::open(&db.url().parse().unwrap()).unwrap()
}

fn import(db: &Database, from: impl AsRef<Path>) -> Summary {
    try_import(db, &from.as_ref().display().to_string()).unwrap()
}

/// The summary, or what is said to the person.
fn try_import(db: &Database, from: &str) -> Result<Summary, String> {
    hsds::import(db, from, false, &Progress::quiet()).map_err(|error| error.to_string())
}

fn export(db: &Database, path: &Path) -> u64 {
    export::export_hsds(db, path, &Progress::quiet()).unwrap()
}

fn counts(db: &Database) -> Counts {
    db.read(store::counts).unwrap()
}

fn held(db: &Database, id: &str) -> Option<Document> {
    db.read(|conn| store::assemble(conn, id)).unwrap()
}

fn id(number: u32) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

/// A small whole service with an organisation and a location of its own.
fn service(number: u32) -> Value {
    json!({
        "id": id(number),
        "name": format!("Service {number}"),
        "status": "active",
        "organization": { "id": id(number + 100_000_000), "name": "Org", "description": "Org" },
        "service_at_locations": [
            { "id": id(number), "location": { "id": id(number + 200_000_000), "location_type": "virtual" } }
        ],
    })
}

fn services(numbers: std::ops::RangeInclusive<u32>) -> Vec<Value> {
    numbers.map(service).collect()
}

/// A file in a folder of its own, and the folder, which removes it.
fn file(name: &str, content: impl AsRef<[u8]>) -> (TempDir, std::path::PathBuf) {
    let folder = TempDir::with_prefix("headroom-exchange-").unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    (folder, path)
}

/// What became of the services, without the rejections: added, changed, unchanged.
fn became(summary: &Summary) -> (u64, u64, u64) {
    (summary.added, summary.changed, summary.unchanged)
}
