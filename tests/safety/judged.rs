//! How well the net hears, on phrases judged by people who did not write the patterns.

use std::collections::BTreeMap;

use headroom::safety::net;
use serde::Deserialize;

const PHRASES: [&str; 2] = [
    include_str!("../../fixtures/judged/safety-a.jsonl"),
    include_str!("../../fixtures/judged/safety-b.jsonl"),
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

#[test]
fn nearly_all_dangers_ring_and_hardly_anything_harmless_does() {
    let mut kinds: BTreeMap<String, Tally> = BTreeMap::new();
    let (mut dangerous, mut harmless) = (Tally::default(), Tally::default());
    for line in PHRASES.iter().flat_map(|file| file.lines()) {
        let phrase: Phrase = serde_json::from_str(line).expect("a phrase a line");
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
    assert!(recall >= 0.97, "recall {recall:.3}");
    assert!(false_alarms <= 0.03, "false alarms {false_alarms:.3}");
}
