//! Whose word stands.

use super::*;
use serde_json::json;

fn edited_at(at: i64) -> Sources {
    let mut sources = Sources::given("a", 1);
    sources.write("name", Some(&json!("Old")), at);
    sources
}

#[test]
fn what_a_person_wrote_stands_against_a_feed_that_says_what_it_said() {
    let sources = edited_at(10);
    assert!(sources.stands("name", Some(&json!("Old")), Some(99)));
    assert!(!sources.stands("name", Some(&json!("New")), Some(99)));
}

#[test]
fn it_stands_against_a_record_that_is_older_or_does_not_say() {
    let sources = edited_at(10);
    assert!(sources.stands("name", Some(&json!("New")), Some(10)));
    assert!(sources.stands("name", Some(&json!("New")), None));
    assert!(!sources.stands("name", Some(&json!("New")), Some(11)));
    assert!(!sources.stands("description", Some(&json!("New")), None));
}

#[test]
fn a_second_edit_still_stands_against_what_the_feed_said_first() {
    let mut sources = edited_at(10);
    sources.write("name", Some(&json!("By hand")), 20);
    assert!(sources.stands("name", Some(&json!("Old")), Some(99)));
    sources.give("a", ["name".to_owned()], 30);
    assert!(!sources.stands("name", Some(&json!("Old")), None));
}

#[test]
fn who_said_a_field_is_told_field_by_field() {
    let sources = edited_at(10);
    assert_eq!(
        sources.of("email").and_then(|said| said.feed.as_deref()),
        Some("a")
    );
    assert_eq!(
        sources.of("name").and_then(|said| said.feed.as_deref()),
        None
    );
    assert_eq!(
        sources
            .written()
            .map(|(field, _)| field)
            .collect::<Vec<_>>(),
        ["name"]
    );
    let kept = serde_json::to_string(&sources).unwrap();
    assert_eq!(serde_json::from_str::<Sources>(&kept).unwrap(), sources);
}
