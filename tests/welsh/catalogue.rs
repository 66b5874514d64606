//! The catalogue and the sources hold the same phrases.

use std::collections::BTreeSet;
use std::fs::read_to_string;
use std::path::Path;

use headroom::web::tongue::Tongue;
use headroom::web::tongue::po::{Entry, read};

use super::none_of;

fn file(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn entries() -> Vec<Entry> {
    read(&file("locale/cy.po"))
}

/// All files below a folder, one after the other.
fn all_below(folder: &str, ending: &str) -> String {
    let mut text = String::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry of it").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|known| known == ending) {
                text += &read_to_string(path).expect("a text");
            }
        }
    }
    text
}

/// The phrases that templates say in the language of the page.
fn in_templates() -> BTreeSet<String> {
    let said = [
        "\"|t }", "\"|t)", "\"|put(", "\"|put2(", "\"|put3(", "\"|html",
    ];
    let text = all_below("templates", "html").replace("\\\"", "\u{1}");
    let mut phrases = BTreeSet::new();
    for ending in said {
        for (at, _) in text.match_indices(ending) {
            let start = text[..at].rfind('"').expect("the beginning of a phrase") + 1;
            phrases.insert(text[start..at].replace('\u{1}', "\""));
        }
    }
    phrases
}

/// The names of the gaps of a phrase.
fn gaps(phrase: &str) -> BTreeSet<&str> {
    let pieces = phrase.split('{').skip(1);
    pieces.filter_map(|piece| piece.split('}').next()).collect()
}

/// The longest run of words that is the same wherever the phrase is said.
fn longest_run(phrase: &str) -> &str {
    let outside = phrase.split('{').flat_map(|piece| {
        let after = piece.split_once('}').map_or(piece, |(_, after)| after);
        after.split(['.', ',', ':', ';', '–', '“', '”', '(', ')'])
    });
    let runs = outside.map(str::trim);
    runs.max_by_key(|run| run.len()).unwrap_or_default()
}

/// The words outside of its gaps.
fn words_of(phrase: &str) -> impl Iterator<Item = &str> {
    let words = phrase.split_whitespace();
    words.filter(|word| word.chars().all(char::is_alphabetic))
}

#[test]
fn every_phrase_of_the_templates_is_in_the_catalogue() {
    let entries = entries();
    let known = entries.iter().flat_map(|entry| {
        let several = entry.several.as_ref();
        several.into_iter().chain([&entry.english])
    });
    let known: BTreeSet<&String> = known.collect();
    let phrases = in_templates();
    assert!(phrases.len() > 300, "{} phrases", phrases.len());
    let missing = phrases.into_iter().filter(|phrase| !known.contains(phrase));
    none_of("not in locale/cy.po", &missing.collect::<Vec<_>>());
}

#[test]
fn nothing_is_left_over_in_the_catalogue() {
    let sources = [
        all_below("templates", "html").replace("\\\"", "\""),
        all_below("src", "rs"),
        // The fields of a listing are shown without the lines between their words.
        all_below("src/directory", "rs").replace('_', " "),
        all_below("fixtures", "json").replace('_', " "),
        all_below("index/needs", "toml"),
        all_below("fixtures", "json"),
    ];
    let sources = sources.concat().replace("\\\n", "");
    let sources = sources
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase();
    // A phrase with gaps may be put together of several: then its words must be there.
    let said = |english: &str| {
        let english = english.to_lowercase();
        sources.contains(longest_run(&english))
            || english.contains('{') && words_of(&english).all(|word| sources.contains(word))
    };
    let entries = entries().into_iter().map(|entry| entry.english);
    let over: Vec<String> = entries.filter(|english| !said(english)).collect();
    none_of("said nowhere any longer", &over);
}

#[test]
fn translations_have_the_gaps_and_forms_of_what_they_translate() {
    let is_wrong = |entry: &Entry| {
        let forms = if entry.several.is_some() { 4 } else { 1 };
        let same = |said: &String| gaps(said) == gaps(&entry.english);
        entry.said.len() != forms || !entry.said.iter().all(same)
    };
    let wrong = entries().into_iter().filter(is_wrong);
    let wrong: Vec<String> = wrong.map(|entry| entry.english).collect();
    none_of("gaps or forms differ", &wrong);
}

#[test]
fn nothing_is_said_twice() {
    let mut once = BTreeSet::new();
    let entries = entries().into_iter();
    let twice = entries.filter(|entry| !once.insert(entry.english.clone()));
    let twice: Vec<String> = twice.map(|entry| entry.english).collect();
    none_of("twice in locale/cy.po", &twice);
}

#[test]
fn what_comes_of_feeds_is_found_by_its_phrase() {
    let said = [
        "Added 5, changed 0, unchanged 1,204, withdrawn 3, rejected 0",
        "It lists 3 of its 10 services no longer, which is more than a fifth",
        "It lists 3 of its 10 services no longer, which is more than a fifth; it was asked again since",
        "https://feed.invalid/services: there is no connection",
        "https://feed.invalid/services?page=2: the answer was 503 Service Unavailable",
        "Neither address gives a list of services. https://feed.invalid/: the answer is empty. \
         https://feed.invalid/services: the answer was 404",
        "3 fields kept as edited here",
        "This is registered already, as Quay.",
        "This cannot be asked: it is not on the web. Instead, write one such as https://directory.example/api/services.",
        "It says that there are 12 services, and lists 11",
    ];
    let unknown = said
        .iter()
        .filter(|said| Tongue::Welsh.known(said).is_none());
    none_of(
        "not known",
        &unknown.map(|said| said.to_string()).collect::<Vec<_>>(),
    );
}
