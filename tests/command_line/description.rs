//! `headroom openapi`: the description of the API, the same wherever it is asked for; and what the
//! command line says of itself.

use serde_json::Value;

use super::*;
use crate::support::Town;

fn described() -> Value {
    serde_json::from_str(&done(&run(&["openapi"]))).expect("the document is JSON")
}

#[test]
fn the_server_describes_itself_as_the_command_does() {
    let town = Town::start(&TestDatabase::sqlite(), &[]);
    assert_eq!(
        town.anyone().get("/openapi.json").expect(200).body,
        described()
    );
}

#[test]
fn the_description_has_each_address_and_method() {
    let document = described();
    let mut pairs = Vec::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for method in methods.as_object().expect("methods").keys() {
            pairs.push(format!("{} {path}", method.to_uppercase()));
        }
    }
    pairs.sort();
    insta::assert_snapshot!(pairs.join("\n"));
}

#[test]
fn everything_that_is_described_says_what_it_answers() {
    let document = described();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            let summary = operation["summary"].as_str().unwrap_or_default();
            assert!(!summary.is_empty(), "{method} {path} has no summary");
            let answers = operation["responses"]
                .as_object()
                .map_or(0, serde_json::Map::len);
            assert!(answers > 0, "{method} {path} has no answers");
        }
    }
}

#[test]
fn the_command_line_says_what_it_can_do() {
    let help = |arguments: &[&str]| done(&run(arguments));
    insta::assert_snapshot!("help", help(&["--help"]));
    insta::assert_snapshot!("help_of_serve", help(&["serve", "--help"]));
}
