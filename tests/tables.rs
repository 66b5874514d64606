//! Tables in and out: the data package of HSDS, and sheets as small groups send them.

mod command;
mod examples;
mod package;
mod page;
mod sheets;

use headroom::db::Database;
use headroom::exchange::progress::Progress;
use headroom::exchange::summary::Summary;
use headroom::exchange::tabular::{self, tables};
use headroom::exchange::{export, hsds};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

use crate::support::TestDatabase;

fn open(db: &TestDatabase) -> Database {
    Database::open(&db.url().parse().unwrap()).unwrap()
}

fn import(db: &Database, from: impl AsRef<Path>) -> Summary {
    hsds::import(
        db,
        &from.as_ref().display().to_string(),
        false,
        &Progress::quiet(),
    )
    .unwrap()
}

fn became(summary: &Summary) -> (u64, u64, u64) {
    (summary.added, summary.changed, summary.unchanged)
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

/// A file in a folder of its own, and the folder, which removes it.
fn file(name: &str, content: impl AsRef<[u8]>) -> (TempDir, PathBuf) {
    let folder = TempDir::with_prefix("headroom-tables-").unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    (folder, path)
}
