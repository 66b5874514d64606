//! `headroom demo`, as a test tries it out.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ExitStatus, Stdio};

use headroom::domain::schedule::local_day;
use jiff::Timestamp;

use super::server::program;
use super::watchdog::Watchdog;

/// A demo under way, killed at the latest with this value.
#[derive(Debug)]
pub struct Demo {
    child: Child,
    said: String,
    _watchdog: Watchdog,
}

impl Demo {
    /// Starts it with this folder for temporary files, and reads what it says by way of welcome.
    pub fn start(temporary: &Path) -> Demo {
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
    pub fn after(&self, words: &str) -> &str {
        let rest = self.said.split_once(words).map(|(_, rest)| rest);
        let word = rest.and_then(|rest| rest.split_whitespace().next());
        word.unwrap_or_else(|| panic!("{words:?} is not in the welcome:\n{}", self.said))
    }

    /// The link that signs in somebody of this name.
    #[track_caller]
    pub fn link_of(&self, name: &str) -> String {
        let role = self.after(&format!("{name} "));
        assert!(role.starts_with('('), "the role of {name}: {role}");
        let of_name = self.said.split_once(name).map(|(_, rest)| rest);
        let rest = of_name.and_then(|rest| rest.split_once(role));
        let link = rest.and_then(|(_, rest)| rest.split_whitespace().next());
        link.expect("a link").to_owned()
    }

    /// The number of its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// How it ended, once it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().expect("the state of the demo")
    }
}

/// The day a week ago, as a form has it.
pub fn last_week() -> String {
    local_day(Timestamp::now(), -7).to_string()
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
