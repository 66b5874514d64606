//! `headroom reindex`, also while a server runs.

use std::path::Path;

use super::*;
use crate::support::Town;
use crate::support::town::soon;

/// The generation of the index that is named as the one that serves.
fn generation(data: &Path) -> String {
    std::fs::read_to_string(data.join("index/CURRENT")).expect("the name of a generation")
}

/// The generations on disk.
fn generations(data: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(data.join("index")).expect("the folder of the index");
    let names = entries.map(|entry| {
        entry
            .expect("an entry")
            .file_name()
            .to_string_lossy()
            .into_owned()
    });
    names
        .filter(|name| name.starts_with("generation-"))
        .collect()
}

on_both_databases! {
    /// A running server changes over to what was built beside it, removes the old one, and finds
    /// everything all the while and afterwards.
    fn a_running_server_changes_over(db: &TestDatabase) {
        let town = Town::start(db, &[service(1, "Lunch"), service(2, "Supper")]);
        let (data, before) = (town.server.data().to_owned(), generation(town.server.data()));
        let folder = data.display().to_string();
        let told = done(&command(db.url(), &["--data", &folder, "reindex"]));
        assert!(told.starts_with("indexed 2 listings"), "{told}");
        assert_ne!(generation(&data), before);
        soon("only the new index is left", || {
            assert_eq!(town.names("sort=name"), ["Lunch", "Supper"]);
            (generations(&data) == [generation(&data)]).then_some(())
        });
        town.import(&[service(3, "Breakfast")]);
        soon("the new index follows", || (town.names("q=breakfast").len() == 1).then_some(()));
    }

    /// An index that fails while it is written is built anew, and nothing is missed.
    fn an_index_that_fails_is_built_anew(db: &TestDatabase) {
        let folder = temporary_folder();
        crate::support::town::import(db.url(), &[service(1, "Lunch")]);
        let server = crate::support::Launch::new(db.url()).data(folder.path()).start();
        let first = generation(folder.path());
        take_the_names_of_what_comes_next(&folder.path().join("index").join(&first));
        crate::support::town::import(db.url(), &[service(1, "Supper")]);
        soon("the edit is found", || {
            let found = crate::support::town::search(&server.client(), "q=supper");
            (found["total_items"] == 1).then_some(())
        });
        assert_ne!(generation(folder.path()), first);
    }

    /// Without a server, the index is there for the next one.
    fn an_index_can_be_built_ahead(db: &TestDatabase) {
        let folder = temporary_folder();
        crate::support::town::import(db.url(), &[service(1, "Lunch")]);
        done(&command(db.url(), &["--data", &folder.path().display().to_string(), "reindex"]));
        let built = generation(folder.path());
        let server = crate::support::Launch::new(db.url()).data(folder.path()).start();
        assert_eq!(crate::support::town::search(&server.client(), "")["total_items"], 1);
        assert_eq!(generation(folder.path()), built);
    }

    /// An index that is damaged, or gone, is built anew when the server starts.
    fn a_damaged_index_is_built_anew(db: &TestDatabase) {
        let folder = temporary_folder();
        crate::support::town::import(db.url(), &[service(1, "Lunch")]);
        let listings = || {
            let server = crate::support::Launch::new(db.url()).data(folder.path()).start();
            crate::support::town::search(&server.client(), "")["total_items"].clone()
        };
        assert_eq!(listings(), 1);
        let meta = folder.path().join("index").join(generation(folder.path())).join("meta.json");
        std::fs::write(&meta, "{").expect("a file of the index");
        assert_eq!(listings(), 1, "with a damaged index");
        std::fs::write(folder.path().join("index/CURRENT"), "generation-none").expect("the pointer");
        assert_eq!(listings(), 1, "with a pointer to nothing");
        std::fs::remove_dir_all(folder.path().join("index")).expect("the folder of the index");
        assert_eq!(listings(), 1, "without an index");
    }
}

/// Puts files where the next commits of an index will want to write which documents are gone.
fn take_the_names_of_what_comes_next(index: &std::path::Path) {
    let meta = std::fs::read_to_string(index.join("meta.json")).expect("the index is described");
    let meta: serde_json::Value = serde_json::from_str(&meta).expect("the description is JSON");
    let last = meta["opstamp"].as_u64().expect("a commit has a number");
    for segment in meta["segments"].as_array().expect("there are segments") {
        let id = segment["segment_id"]
            .as_str()
            .expect("a segment has an id")
            .replace('-', "");
        for number in last..last + 50 {
            let name = format!("{id}.{number}.del");
            std::fs::write(index.join(name), "in the way").expect("the folder can be written");
        }
    }
}
