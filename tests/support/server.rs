//! The real program, started as a user starts it.

mod launch;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::TestDatabase;
use super::http::Client;
use super::watchdog::Watchdog;

pub use launch::Launch;

/// How long a server that was asked to stop may take.
const STOPPING: Duration = Duration::from_secs(30);

/// A running server, killed when this value is dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    url: String,
    data: PathBuf,
    said: Said,
    watchdog: Option<Watchdog>,
    _own_data: Option<TempDir>,
}

impl Server {
    /// Starts a server over `database`, with an empty data folder of its own.
    ///
    /// # Panics
    ///
    /// When it does not start, with what it said. See [`Launch`] for more say
    /// in how it starts.
    pub fn start(database: &TestDatabase) -> Server {
        Launch::new(database.url()).start()
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A client without a key for this server.
    pub fn client(&self) -> Client {
        Client::new(&self.url)
    }

    /// The folder given as `--data`.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The number of its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What it has printed so far, on both streams.
    pub fn said(&self) -> String {
        self.said.text()
    }

    /// Ends it at once, as a power cut would: SIGKILL, nothing flushed.
    pub fn kill(&mut self) {
        self.disarm();
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Asks it to stop (SIGTERM) and waits until it has.
    ///
    /// # Panics
    ///
    /// When it has not stopped after half a minute.
    pub fn stop(&mut self) -> ExitStatus {
        // The shell's own `kill`: the program is not on every machine.
        let pid = self.child.id().to_string();
        let asked = Command::new("sh")
            .args(["-c", "kill -TERM \"$1\"", "stop", &pid])
            .status();
        asked.expect("a POSIX shell `sh` is needed");
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("the state of the server") {
                self.disarm();
                return status;
            }
            assert!(
                begun.elapsed() < STOPPING,
                "the server does not stop:\n{}",
                self.said()
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Before the process number is free for another process to have.
    fn disarm(&mut self) {
        if let Some(watchdog) = self.watchdog.take() {
            watchdog.disarm();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Runs one command of the program to its end.
pub fn run(arguments: &[&str]) -> Output {
    let mut command = program();
    command.args(arguments).stdin(Stdio::null());
    command.output().expect("the program can be run")
}

/// The program that these tests were built with, without settings inherited
/// from whoever runs the tests.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_headroom"));
    let inherited = std::env::vars_os().map(|(key, _)| key);
    for key in inherited.filter(|key| key.to_string_lossy().starts_with("HEADROOM_")) {
        command.env_remove(key);
    }
    command
}

/// What a process has printed so far, for the message when a test fails.
#[derive(Clone, Debug, Default)]
struct Said(Arc<Mutex<String>>);

impl Said {
    fn add(&self, line: &str) {
        let mut text = self
            .0
            .lock()
            .expect("no thread panics while it adds a line");
        text.push_str(line);
        text.push('\n');
    }

    fn text(&self) -> String {
        self.0
            .lock()
            .expect("no thread panics while it adds a line")
            .clone()
    }
}
