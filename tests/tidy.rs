//! The house rules, each as a test. What is not checked here will not hold.

mod floors;
mod paths;
mod repository;
mod source;

use std::collections::BTreeSet;
use std::path::Path;

use floors::{complaint_about, known_modules};
use repository::{folders_in, registry_hosts, root, text_files};
use source::{Source, sources, sources_under};

const LONGEST_FILE: usize = 500;
const MEDIAN_FILE: usize = 130;

/// What `domain` may not mention: it is given the time, and knows no machine.
const NOT_IN_DOMAIN: [&str; 5] = [
    "Timestamp::now",
    "SystemTime::now",
    "diesel",
    "actix",
    "reqwest",
];

/// Fails with every complaint at once, each on a line.
#[track_caller]
fn none_of(what: &str, complaints: Vec<String>) {
    assert!(
        complaints.is_empty(),
        "{what}:\n  {}",
        complaints.join("\n  ")
    );
}

#[test]
fn no_source_file_is_over_500_lines() {
    let all = sources().into_iter().chain(sources_under("tests"));
    let long = all.filter(|file| file.lines.len() > LONGEST_FILE);
    none_of(
        "too long",
        long.map(|file| format!("{}: {}", file.name, file.lines.len()))
            .collect(),
    );
}

#[test]
fn half_of_the_source_files_are_under_130_lines() {
    let mut lengths: Vec<usize> = sources().iter().map(|file| file.lines.len()).collect();
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    println!("{} files under src, median {median} lines", lengths.len());
    assert!(
        median <= MEDIAN_FILE,
        "the median file under src has {median} lines"
    );
}

#[test]
fn nothing_is_left_to_do_and_nothing_is_printed_for_debugging() {
    let marks = ["todo!", "unimplemented!", "dbg!"];
    let found = sources()
        .iter()
        .flat_map(|file| file.code_with(&marks))
        .collect();
    none_of("unfinished", found);
}

#[test]
fn nothing_panics_unless_it_is_proven_not_to() {
    let all = sources();
    let found = all
        .iter()
        .flat_map(|file| file.unproven(&[".unwrap()", ".expect("]))
        .collect();
    none_of(
        "say why it cannot fail in a comment `// Proven: …` just above, or return it",
        found,
    );
}

#[test]
fn every_module_says_what_it_is_for() {
    let all = sources();
    let silent = all.iter().filter(|file| !file.opens_with_a_doc_comment());
    none_of(
        "no `//!` at the top",
        silent.map(|file| file.name.clone()).collect(),
    );
}

#[test]
fn every_module_stands_on_a_floor() {
    let found: BTreeSet<String> = sources().iter().filter_map(Source::module).collect();
    let unknown = found
        .iter()
        .filter(|module| !known_modules().any(|known| known == *module));
    none_of(
        "on no floor: add it to FLOORS in tests/tidy/floors.rs",
        unknown.cloned().collect(),
    );
}

#[test]
fn modules_use_only_their_own_floor_and_those_below() {
    let all = sources();
    let complaints = all.iter().flat_map(|file| {
        let module = file.module();
        file.uses().into_iter().filter_map(move |(line, used)| {
            let why = complaint_about(module.as_deref()?, &used)?;
            Some(format!("{}:{line}: {why}", file.name))
        })
    });
    none_of("against the direction of the floors", complaints.collect());
}

#[test]
fn the_domain_knows_no_clock_no_database_and_no_network() {
    let all = sources();
    let domain = all
        .iter()
        .filter(|file| file.module().as_deref() == Some("domain"));
    none_of(
        "not pure",
        domain
            .flat_map(|file| file.code_with(&NOT_IN_DOMAIN))
            .collect(),
    );
}

/// A pass leads to what is not for the public.
#[test]
fn only_the_gate_makes_a_pass() {
    let all = sources();
    let others = all.iter().filter(|file| {
        file.module().as_deref() != Some("gate") && !file.name.ends_with("withheld/pass.rs")
    });
    none_of(
        "ask gate::pass for it",
        others
            .flat_map(|file| file.code_with(&["Pass::up_to", "Pass("]))
            .collect(),
    );
}

#[test]
fn both_databases_have_the_same_migrations() {
    let sqlite = folders_in(Path::new("migrations/sqlite"));
    assert_eq!(sqlite, folders_in(Path::new("migrations/postgres")));
    assert!(!sqlite.is_empty(), "there are no migrations");
}

#[test]
fn every_migration_can_be_undone() {
    let both = ["migrations/sqlite", "migrations/postgres"].map(|side| root().join(side));
    let files = both.iter().flat_map(|side| {
        let folders = folders_in(side).into_iter().map(|folder| side.join(folder));
        folders.flat_map(|folder| [folder.join("up.sql"), folder.join("down.sql")])
    });
    let missing = files.filter(|file| !file.is_file());
    none_of(
        "missing",
        missing.map(|file| file.display().to_string()).collect(),
    );
}

#[test]
fn no_file_names_a_host_that_packages_come_from() {
    let hosts = registry_hosts();
    let files = text_files()
        .into_iter()
        .filter(|(name, _)| name != "Cargo.lock");
    let found = files.flat_map(|(name, text)| {
        let named = hosts
            .iter()
            .filter(move |host| text.contains(host.as_str()));
        named
            .map(|host| format!("{name}: {host}"))
            .collect::<Vec<_>>()
    });
    none_of("whoever builds this may have another", found.collect());
}
