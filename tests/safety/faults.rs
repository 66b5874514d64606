//! A broken file is refused with its name and line.

use headroom::safety::{FILES, File, Files, Net};

const HARMLESS: &str = "masks = []\nabout = []\npast = []\n";

/// What the net says when one danger's file is this, and nothing else is.
fn said_of(danger: &str) -> String {
    let dangers = [file("danger.toml", danger)];
    refused(&Files {
        dangers: &dangers,
        examples: file("examples.txt", ""),
        ..FILES
    })
}

fn refused(files: &Files) -> String {
    match Net::parse(files) {
        Ok(_) => panic!("a broken file was taken"),
        Err(fault) => fault.to_string(),
    }
}

fn file<'a>(name: &'a str, text: &'a str) -> File<'a> {
    File { name, text }
}

fn group(lines: &str) -> String {
    format!(
        "id = \"x\"\n[[group]]\nlevel = \"urgent\"\nadvice = \"Call.\"\ncontacts = [\"999\"]\n{lines}\n"
    )
}

#[test]
fn an_unknown_field_is_refused() {
    let said = said_of(&group("pattern = []"));
    assert!(said.starts_with("danger.toml:6: unknown field"), "{said}");
}

#[test]
fn an_unknown_contact_is_refused() {
    let said = said_of(&group("").replace("999", "998"));
    assert!(
        said.starts_with("danger.toml:5: there is no contact 998"),
        "{said}"
    );
}

#[test]
fn an_unknown_class_is_refused() {
    let said = said_of(&group("patterns = [\n  \"one\",\n  \"@nobody two\",\n]"));
    assert!(said.starts_with("danger.toml:8:"), "{said}");
    assert!(said.contains("no class @nobody"), "{said}");
}

#[test]
fn an_empty_pattern_is_refused() {
    for pattern in ["", " ", "a?", "!a", "a & ", "a|", "a ..x b", "a /many"] {
        let said = said_of(&group(&format!("patterns = [\"{pattern}\"]")));
        assert!(said.starts_with("danger.toml:6:"), "{pattern:?}: {said}");
    }
}

#[test]
fn a_pattern_written_twice_is_refused() {
    let said = said_of(&group("patterns = [\n  \"one\",\n  \"one\",\n]"));
    assert!(said.starts_with("danger.toml:8:"), "{said}");
    assert!(said.contains("twice"), "{said}");
}

#[test]
fn a_danger_or_a_contact_that_comes_twice_is_refused() {
    let text = group("");
    let dangers = [file("one.toml", &text), file("two.toml", &text)];
    let said = refused(&Files {
        dangers: &dangers,
        ..FILES
    });
    assert!(said.starts_with("two.toml:1:"), "{said}");
    let contact = "[[contact]]\nid = \"999\"\nname = \"x\"\n";
    let contacts = contact.repeat(2);
    let said = refused(&Files {
        contacts: file("contacts.toml", &contacts),
        ..FILES
    });
    assert!(said.starts_with("contacts.toml:5:"), "{said}");
}

#[test]
fn a_missing_class_and_a_wrong_member_are_refused() {
    let said = refused(&Files {
        classes: file("classes.toml", "[classes]\nx = \"a\"\n"),
        ..FILES
    });
    assert!(said.contains("the class filler is missing"), "{said}");
    let said = refused(&Files {
        classes: file("classes.toml", "[classes]\nx = \"a, a\"\n"),
        ..FILES
    });
    assert!(
        said.starts_with("classes.toml:2: x: \"a\" is in it twice"),
        "{said}"
    );
}

#[test]
fn an_example_of_an_unknown_danger_is_refused() {
    let said = refused(&Files {
        harmless: file("harmless.toml", HARMLESS),
        examples: file("examples.txt", "# a\n\nsadness: he is sad\n"),
        ..FILES
    });
    assert!(
        said.starts_with("examples.txt:3: sadness is no danger"),
        "{said}"
    );
}
