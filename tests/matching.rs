//! How well listings of one service are found among listings that look alike, as the program itself says.

use std::path::Path;

use headroom::eval::pairs::{self, Report};

use crate::support::server::run;

/// Of the pairs that stewards are offered, the share that is right, and of those that are one, the share
/// that is offered; both were 0.75 and less before names were compared by what tells them apart.
const FLOOR: f64 = 0.90;
/// The share of duplicates that become one without anybody's looking.
const CERTAIN: f64 = 0.40;

fn judged(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/judged");
    path.join(file)
        .to_str()
        .expect("a path in plain letters")
        .to_owned()
}

fn report(file: &str) -> Report {
    let groups = pairs::read(Path::new(&judged(file))).expect("a file of ours");
    let report = pairs::run(&groups);
    println!("{file}\n{report}");
    report
}

fn is_good(report: &Report) {
    assert_eq!(report.certain.wrong, 0, "{report}");
    assert!(report.certain.recall() >= CERTAIN, "{report}");
    assert!(report.likely.precision() >= FLOOR, "{report}");
    assert!(report.likely.recall() >= FLOOR, "{report}");
}

#[test]
fn duplicates_are_found_and_others_are_left_alone() {
    is_good(&report("pairs.jsonl"));
}

#[test]
fn duplicates_that_the_rules_were_not_made_for_are_found_too() {
    is_good(&report("pairs-held-out.jsonl"));
}

#[test]
fn over_three_hundred_pairs_are_judged() {
    let files = ["pairs.jsonl", "pairs-held-out.jsonl"];
    let judged: usize = files.iter().map(|file| report(file).judged).sum();
    assert!(judged >= 300, "{judged}");
}

#[test]
fn the_program_prints_precision_and_recall() {
    let done = run(&["eval", &judged("pairs-held-out.jsonl")]);
    let told = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(
        done.status.success() && told.contains("made one  precision 1.000"),
        "{told}"
    );
}
