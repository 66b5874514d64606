//! How well the net hears, on phrases judged by people who did not write the patterns.

use std::collections::{BTreeMap, HashSet};

use headroom::safety::{FILES, net};
use serde::Deserialize;

/// Phrases that are among the examples that the net has learnt from.
const LEARNT: [&str; 4] = [
    include_str!("../../fixtures/judged/safety-a.jsonl"),
    include_str!("../../fixtures/judged/safety-b.jsonl"),
    include_str!("../../fixtures/judged/safety-c.jsonl"),
    include_str!("../../fixtures/judged/safety-e.jsonl"),
];
/// Phrases of writers of whom nothing is among them.
const HELD_OUT: [&str; 2] = [
    include_str!("../../fixtures/judged/safety-h.jsonl"),
    include_str!("../../fixtures/judged/safety-k.jsonl"),
];

#[derive(Deserialize)]
struct Phrase {
    text: String,
    danger: Option<String>,
}

/// Of a kind of phrase: how many there are, and for how many the net rang.
#[derive(Default)]
struct Tally {
    all: f64,
    rang: f64,
}

impl Tally {
    fn count(&mut self, rang: bool) {
        self.all += 1.0;
        self.rang += f64::from(u8::from(rang));
    }

    fn share(&self) -> f64 {
        self.rang / self.all
    }
}

/// The share of the dangerous phrases that rang, and of the harmless ones.
fn heard(files: &[&str]) -> (f64, f64) {
    let mut kinds: BTreeMap<String, Tally> = BTreeMap::new();
    let (mut dangerous, mut harmless) = (Tally::default(), Tally::default());
    for phrase in files.iter().flat_map(|file| phrases(file)) {
        let rang = net().check(&phrase.text).is_some();
        match phrase.danger {
            Some(_) => dangerous.count(rang),
            None => harmless.count(rang),
        }
        let kind = phrase.danger.unwrap_or_else(|| "harmless".to_owned());
        kinds.entry(kind).or_default().count(rang);
    }
    for (kind, tally) in &kinds {
        println!("{kind:18} {:4} rang {:4}", tally.all, tally.rang);
    }
    let (recall, false_alarms) = (dangerous.share(), harmless.share());
    println!("recall {recall:.3}, false alarms {false_alarms:.3}");
    (recall, false_alarms)
}

fn phrases(file: &str) -> impl Iterator<Item = Phrase> {
    let lines = file.lines();
    lines.map(|line| serde_json::from_str(line).expect("a phrase a line"))
}

#[test]
fn nearly_all_dangers_ring_and_hardly_anything_harmless_does() {
    let (recall, false_alarms) = heard(&LEARNT);
    assert!(recall >= 0.97, "recall {recall:.3}");
    assert!(false_alarms <= 0.03, "false alarms {false_alarms:.3}");
}

#[test]
fn phrases_of_unknown_writers_are_heard_nearly_as_well() {
    for file in HELD_OUT {
        let (recall, false_alarms) = heard(&[file]);
        assert!(recall >= 0.95, "recall {recall:.3}");
        assert!(false_alarms <= 0.05, "false alarms {false_alarms:.3}");
    }
}

#[test]
fn nothing_held_out_is_among_the_examples() {
    let examples: HashSet<String> = FILES.examples.text.lines().filter_map(words_of).collect();
    for phrase in HELD_OUT.into_iter().flat_map(phrases) {
        let words = phrase.text.to_lowercase();
        assert!(!examples.contains(&words), "{words}");
    }
}

/// The words of an example, whatever it is called.
fn words_of(line: &str) -> Option<String> {
    let (_, words) = line.split_once(": ")?;
    Some(words.to_lowercase())
}
