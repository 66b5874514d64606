//! `headroom demo`: a whole borough, served, with nothing left behind.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::json;

use super::*;
use crate::support::server::program;
use crate::support::town::{search, soon};
use crate::support::watchdog::Watchdog;
use crate::support::{Client, Person};

/// A demo under way, killed at the latest with this value.
struct Demo {
    child: Child,
    said: String,
    _watchdog: Watchdog,
}

impl Demo {
    /// Starts it with this folder for temporary files, and reads what it says by way of welcome.
    fn start(temporary: &std::path::Path) -> Demo {
        let mut command = program();
        command
            .args(["demo", "--listen", "127.0.0.1:0"])
            .env("TMPDIR", temporary)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().expect("the program can be run");
        let watchdog = Watchdog::set("kill -KILL \"$1\"", &[&child.id().to_string()], None);
        let output = BufReader::new(child.stdout.take().expect("its output is a pipe"));
        let mut said = String::new();
        for line in output.lines() {
            said += &line.expect("what it says is text");
            said.push('\n');
            if said.contains("Ctrl-C") {
                break;
            }
        }
        Demo {
            child,
            said,
            _watchdog: watchdog,
        }
    }

    /// The word that follows these words.
    #[track_caller]
    fn after(&self, words: &str) -> &str {
        let rest = self.said.split_once(words).map(|(_, rest)| rest);
        let word = rest.and_then(|rest| rest.split_whitespace().next());
        word.unwrap_or_else(|| panic!("{words:?} is not in the welcome:\n{}", self.said))
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

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
        let link = demo.after(&format!("{name} ")).to_owned();
        assert!(link.starts_with('('), "the role of {name}: {link}");
        let link = demo.after(&format!("{link} ")).to_owned();
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
    let pid = demo.child.id().to_string();
    let asked = Command::new("sh")
        .args(["-c", "kill -TERM \"$1\"", "stop", &pid])
        .status();
    assert!(asked.expect("a POSIX shell `sh` is needed").success());
    let status = soon("the demo ends", || {
        demo.child.try_wait().expect("the state of the demo")
    });
    assert!(status.success());
    let left: Vec<_> = std::fs::read_dir(folder.path())
        .expect("the folder")
        .collect();
    assert!(left.is_empty(), "{left:?}");
}
