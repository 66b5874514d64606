//! What is read of a payload, and the code of each thing that is wrong.

use super::*;
use proptest::prelude::*;
use serde_json::json;

fn read(sent: Value) -> Result<Said> {
    let payload: Payload = serde_json::from_value(sent).expect("an object of known fields");
    payload.read()
}

/// The field and the code of each fault.
fn codes(sent: Value) -> Vec<(String, String)> {
    match read(sent) {
        Err(Error::Invalid(faults)) => faults
            .into_iter()
            .map(|fault| (fault.field, fault.message.chars().take(8).collect()))
            .collect(),
        other => panic!("{other:?}"),
    }
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(field, code): &(&str, &str)| ((*field).into(), (*code).into());
    expected.iter().map(owned).collect()
}

#[test]
fn colours_are_read_in_any_case() {
    for (word, state) in [
        ("ReD", StatedState::Full),
        ("amber", StatedState::Limited),
        ("GREEN", StatedState::Open),
    ] {
        let said = read(json!({ "status": word })).unwrap();
        assert_eq!((said.state, said.minutes, said.note), (state, 240, None));
    }
}

#[test]
fn each_fault_has_its_code_and_all_are_told_at_once() {
    assert_eq!(codes(json!({})), pairs(&[("status", "VAL-0001")]));
    for status in [
        json!(null),
        json!(30),
        json!("PINK"),
        json!(""),
        json!(["RED"]),
    ] {
        assert_eq!(
            codes(json!({ "status": status })),
            pairs(&[("status", "VAL-0002")])
        );
    }
    for reset in [
        json!("Text"),
        json!(""),
        json!(2.5),
        json!(null),
        json!(true),
    ] {
        let sent = json!({ "status": "red", "resetStatusIn": reset });
        assert_eq!(codes(sent), pairs(&[("resetStatusIn", "VAL-0003")]));
    }
    for reset in [
        json!(-1),
        json!(1441),
        json!(u64::MAX),
        json!(1e300),
        json!("2345"),
    ] {
        let sent = json!({ "status": "red", "resetStatusIn": reset });
        assert_eq!(codes(sent), pairs(&[("resetStatusIn", "VAL-0004")]));
    }
    let long = json!({ "status": "red", "notes": "é".repeat(901) });
    assert_eq!(codes(long), pairs(&[("notes", "VAL-0005")]));
    for notes in [json!(""), json!("  "), json!(null)] {
        let sent = json!({ "status": "red", "notes": notes });
        assert_eq!(codes(sent), pairs(&[("notes", "VAL-0006")]));
    }
    assert_eq!(
        codes(json!({ "status": "pink", "resetStatusIn": -1, "notes": "" })),
        pairs(&[
            ("status", "VAL-0002"),
            ("resetStatusIn", "VAL-0004"),
            ("notes", "VAL-0006")
        ])
    );
}

#[test]
fn a_number_is_a_note_and_a_text_is_a_number() {
    let said = read(json!({ "status": "red", "notes": 1234, "resetStatusIn": "30" })).unwrap();
    assert_eq!((said.note.as_deref(), said.minutes), (Some("1234"), 30));
    let longest = "é".repeat(900);
    let said = read(json!({ "status": "red", "notes": longest })).unwrap();
    assert_eq!(said.note, Some(longest));
}

#[test]
fn green_does_not_end_by_itself() {
    let now = Timestamp::UNIX_EPOCH;
    let ends = |status: &str| read(json!({ "status": status })).unwrap().report(now).until;
    assert_eq!(ends("green"), None);
    assert_eq!(ends("red"), Some(now + SignedDuration::from_hours(4)));
    assert_eq!(ends("amber"), ends("red"));
}

proptest! {
    #[test]
    fn whatever_is_sent_is_read_or_refused(status: String, reset: f64, notes: String) {
        let sent = json!({ "status": status, "resetStatusIn": reset, "notes": notes });
        let _ = read(sent);
    }
}
