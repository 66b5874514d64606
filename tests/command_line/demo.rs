//! `headroom demo`: a whole borough, served, with nothing left behind.

use std::process::Command;

use serde_json::json;

use super::*;
use crate::support::town::{search, soon};
use crate::support::{Client, Demo, Person};

#[test]
fn the_demo_shows_a_borough_and_leaves_nothing_behind() {
    let folder = temporary_folder();
    let mut demo = Demo::start(folder.path());
    let anyone = Client::new(demo.after("listening on "));
    let answer = search(&anyone, "availability=any&per_page=1");
    assert!(
        answer["total_items"].as_u64() > Some(20),
        "{}",
        answer["total_items"]
    );
    assert!(answer["hidden"]["full"].is_number());
    // The example of the welcome: whoever tries it sees it work.
    let provider = anyone.with_key(demo.after("provider "));
    let example = demo.after("-X PUT ").to_owned();
    let path = &example[example.find("/api/").expect("an address of the API")..];
    let said = provider
        .put(path, &json!({ "state": "full" }))
        .expect(200)
        .body;
    assert_eq!(said["state"], "full");
    for role in ["navigator ", "commissioner ", "steward "] {
        assert!(demo.after(role).starts_with("hr_"), "{role}");
    }
    for name in ["Nasreen Khan", "Pat Whelan", "Callum Reid", "Stella Marsh"] {
        let link = demo.link_of(name);
        let path = &link[link.find("/sign-in/").expect("a link")..];
        // It can be tried again and again.
        for _ in 0..2 {
            let person = Person::by_link(&anyone, path, String::new());
            assert!(
                person.get("/account").expect(200).text.contains(name),
                "{name}"
            );
        }
    }
    let pid = demo.pid().to_string();
    let asked = Command::new("sh")
        .args(["-c", "kill -TERM \"$1\"", "stop", &pid])
        .status();
    assert!(asked.expect("a POSIX shell `sh` is needed").success());
    let status = soon("the demo ends", || demo.ended());
    assert!(status.success());
    let left: Vec<_> = std::fs::read_dir(folder.path())
        .expect("the folder")
        .collect();
    assert!(left.is_empty(), "{left:?}");
}
