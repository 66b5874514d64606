//! Suggestions as one types.

use super::*;

/// What is suggested, each as `kind: label`.
fn suggested(town: &Town, typed: &str) -> Vec<String> {
    let path = format!("/api/v1/suggest?q={}", typed.replace(' ', "+"));
    let reply = town.anyone().get(&path).expect(200);
    let contents = reply.body["contents"].as_array().expect("suggestions");
    let text = |one: &Value, field: &str| one[field].as_str().unwrap_or_default().to_owned();
    let label = |one| format!("{}: {}", text(one, "kind"), text(one, "label"));
    contents.iter().map(label).collect()
}

/// Those of them that are services.
fn services(town: &Town, typed: &str) -> Vec<String> {
    let mut all = suggested(town, typed);
    all.retain(|label| label.starts_with("service: "));
    all
}

on_both_databases! {
    /// Completions as one types: needs, services, organisations and places.
    fn beginnings_are_completed(db: &TestDatabase) {
        let town = Town::start(db, &[
            service(1, "Sorrel lunch").by(7, "Sorting Office Trust").for_need("need-1", "Sore feet"),
            service(2, "Supper"),
        ]);
        let sor = suggested(&town, "sor");
        for expected in ["need: Sore feet", "service: Sorrel lunch", "organization: Sorting Office Trust"] {
            assert!(sor.iter().any(|label| label == expected), "{expected}: {sor:?}");
        }
        assert!(sor.iter().any(|label| label.starts_with("place: Sorrelgate")), "{sor:?}");
        assert!(!sor.iter().any(|label| label.contains("Supper")), "{sor:?}");
        assert!(suggested(&town, "zzz").is_empty());
        assert!(suggested(&town, "").is_empty());
    }

    /// One letter is enough; names that begin so come first, and of those the shorter.
    fn one_letter_brings_the_best_names(db: &TestDatabase) {
        let town = Town::start(db, &[
            service(1, "Big Lunch"),
            service(2, "Lunch for everybody"),
            service(3, "Lunch"),
            service(4, "Dinner"),
        ]);
        assert_eq!(services(&town, "l"), ["service: Lunch", "service: Lunch for everybody", "service: Big Lunch"]);
    }

    /// Words may come in any order, whole or begun, whatever their case and accents.
    fn words_come_in_any_order(db: &TestDatabase) {
        let town = Town::start(db, &[service(1, "Café of the Old Mill"), service(2, "Café")]);
        for typed in ["old caf", "CAFE MILL", "café mi", "cafe of the"] {
            assert_eq!(suggested(&town, typed), ["service: Café of the Old Mill"], "{typed}");
        }
        assert!(suggested(&town, "café mill new").is_empty());
    }

    /// An organisation is suggested once, however many services it has.
    fn an_organisation_comes_once(db: &TestDatabase) {
        let town = Town::start(db, &[
            service(1, "Lunch").by(1, "Bright Hall"),
            service(2, "Supper").by(1, "Bright Hall"),
            service(3, "Breakfast").by(2, "Brightwell"),
        ]);
        town.import(&[service(4, "Tea").by(1, "Bright Hall")]);
        soon("the new one is found", || (!suggested(&town, "tea").is_empty()).then_some(()));
        assert_eq!(suggested(&town, "bright"), ["organization: Brightwell", "organization: Bright Hall"]);
    }

    /// A new name is suggested soon, and the old one no more.
    fn a_new_name_takes_the_place_of_the_old(db: &TestDatabase) {
        let town = Town::start(db, &[service(1, "Lunch").by(1, "Old Hall"), service(2, "Supper").by(1, "Old Hall")]);
        town.import(&[service(1, "Picnic").by(1, "Bright Hall")]);
        soon("the new name is suggested", || (services(&town, "pic") == ["service: Picnic"]).then_some(()));
        assert!(services(&town, "lun").is_empty());
        assert!(!suggested(&town, "old").contains(&"organization: Old Hall".into()));
        assert!(suggested(&town, "hall").contains(&"organization: Bright Hall".into()));
    }

    /// One wrong letter is forgiven, if nothing begins as it was typed.
    fn one_wrong_letter_is_forgiven(db: &TestDatabase) {
        let town = Town::start(db, &[service(1, "Befriending line"), service(2, "Lunch"), service(3, "Lurch")]);
        for typed in ["befreind", "befrend", "befriiend", "befriand", "line befreind"] {
            assert_eq!(suggested(&town, typed), ["service: Befriending line"], "{typed}");
        }
        assert_eq!(services(&town, "lunch"), ["service: Lunch"], "what was typed is there");
        assert!(suggested(&town, "bifreind").is_empty(), "two wrong letters");
    }

    /// Very long and strange input is answered with nothing.
    fn strange_input_is_answered_with_nothing(db: &TestDatabase) {
        let town = Town::start(db, &[service(1, "Lunch")]);
        for typed in ["lu ".repeat(20), "%22%26%27".into(), "%F0%9F%8D%B2".into()] {
            assert!(suggested(&town, typed.trim()).is_empty(), "{typed}");
        }
    }
}
