//! Real directories and the official examples, where they lie beside the repository.

use super::*;
use crate::support::{on_both_databases, shared_folder};
use std::path::PathBuf;

fn shared(folder: &str, name: &str) -> Option<PathBuf> {
    Some(shared_folder(folder)?.join(name))
}

on_both_databases! {
    /// Greater Manchester: all of it, once, and back out and in again.
    fn a_real_directory_comes_in_and_goes_out(db: &TestDatabase) {
        let Some(path) = shared("data/directory", "greater-manchester.json") else {
            return;
        };
        let db = open(db);
        let first = import(&db, &path);
        assert_eq!(became(&first), (1_248, 0, 0));
        assert_eq!(first.rejections, []);
        assert_eq!(became(&import(&db, &path)), (0, 0, 1_248));
        every_record_is_held(&db, &path);
        roundtrip::comes_back_the_same(&db, 1_248);
    }

    /// Charities of the UK, gzipped: the second time nothing changes.
    fn a_large_directory_comes_in(db: &TestDatabase) {
        let Some(path) = shared("data/directory", "uk-charities.json.gz") else {
            return;
        };
        let db = open(db);
        let first = import(&db, &path);
        assert_eq!((became(&first), first.rejections.len()), ((6_492, 0, 0), 0));
        assert_eq!(became(&import(&db, &path)), (0, 0, 6_492));
    }

    /// The official examples come in as they are, odd values and all.
    fn the_official_examples_come_in(db: &TestDatabase) {
        let Some(folder) = shared_folder("standards/hsds/3.2.3/examples") else {
            return;
        };
        let db = open(db);
        assert_eq!(import(&db, folder.join("service_list.json")).to_string(), "added 1, changed 0, unchanged 0, withdrawn 0, rejected 0");
        let full = folder.join("service_full.json");
        assert_eq!(import(&db, &full).to_string(), "added 0, changed 1, unchanged 0, withdrawn 0, rejected 0");
        assert_eq!(became(&import(&db, &full)), (0, 0, 1));
        let whole: Value = serde_json::from_slice(&std::fs::read(full).unwrap()).unwrap();
        let kept = held(&db, whole["id"].as_str().unwrap()).unwrap();
        assert_eq!(without_filled_ids(kept), whole);
        // The organisation has the same service inside.
        assert_eq!(became(&import(&db, folder.join("organization_full.json"))), (0, 0, 1));
        for other in ["location.json", "taxonomy.json", "base.json"] {
            let summary = import(&db, folder.join(other));
            assert_eq!((became(&summary), summary.rejections.len()), ((0, 0, 0), 1), "{other}");
        }
    }
}

/// What the standards' own whole examples say is still there when they have come in and gone out again,
/// by a file and as a feed would give them.
#[test]
fn the_official_whole_examples_lose_nothing() {
    let Some(folder) = shared_folder("standards") else {
        return;
    };
    for example in ["hsds/3.2.3", "oruk/3.0"] {
        let file = folder.join(example).join("examples/service_full.json");
        let whole: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        let taken = headroom::feeds::shape::take("a feed", whole.clone());
        assert_eq!(taken.faults, [], "{example}");
        assert_eq!(
            without_filled_ids(taken.record.unwrap()),
            whole,
            "{example}"
        );
        let db = TestDatabase::sqlite();
        let db = open(&db);
        assert_eq!(became(&import(&db, &file)), (1, 0, 0), "{example}");
        let out = TempDir::with_prefix("headroom-export-").unwrap();
        let path = out.path().join("all.json");
        export(&db, &path);
        let mut out: Vec<Document> = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        assert_eq!(without_filled_ids(out.remove(0)), whole, "{example}");
    }
}

/// The ids beside nested objects are filled in on the way; the example leaves them out.
fn without_filled_ids(mut service: Document) -> Value {
    service.shift_remove("organization_id");
    for entry in service["service_at_locations"].as_array_mut().unwrap() {
        entry.as_object_mut().unwrap().shift_remove("location_id");
    }
    Value::Object(service)
}

/// Everything that the file says of a service, and of the organisation and locations in it, is
/// held. (Several services share an organisation, which is then held with the fields of all.)
fn every_record_is_held(db: &Database, path: &Path) {
    let records: Vec<Document> = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    for record in records {
        let kept = held(db, record["id"].as_str().unwrap()).unwrap();
        for (field, value) in &record {
            let nested = ["organization", "service_at_locations"].contains(&field.as_str());
            assert!(
                nested || kept[field] == *value,
                "{field} of {}",
                record["id"]
            );
        }
        assert_eq!(kept["organization"]["id"], record["organization"]["id"]);
        let places = |service: &Document| store_locations(service);
        assert_eq!(places(&kept), places(&record));
    }
}

fn store_locations(service: &Document) -> Vec<Value> {
    let entries = service
        .get("service_at_locations")
        .and_then(Value::as_array);
    entries
        .into_iter()
        .flatten()
        .map(|entry| entry["location"]["id"].clone())
        .collect()
}
