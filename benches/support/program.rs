//! The real program, as a user starts it.

use super::client::Client;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The line that the server prints once, when it is ready.
const READY: &str = "listening on http://";

/// A running server, killed when this value is dropped.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Server {
    /// Starts it over a data folder, with the database inside.
    ///
    /// # Panics
    ///
    /// When it ends before it listens.
    pub fn start(data: &Path) -> Self {
        let mut command = command(data);
        command.args(["serve", "--listen", "127.0.0.1:0"]);
        command.stdout(Stdio::piped());
        let mut child = command.spawn().expect("the program can be run");
        let said = BufReader::new(child.stdout.take().expect("its output is a pipe"));
        let mut lines = said.lines().map_while(Result::ok);
        let address = lines.find_map(|line| line.strip_prefix(READY)?.parse().ok());
        let address = address.expect("the server ended before it listened");
        Self { child, address }
    }

    /// The number of its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Processor time that it has used so far, where the system tells.
    pub fn cpu(&self) -> Option<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid())).ok()?;
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let ticks: u64 =
            fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
        Some(Duration::from_millis(ticks * 10))
    }

    /// Memory that it holds, in bytes, where the system tells.
    pub fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).ok()?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))?;
        let kib: u64 = line.trim().trim_end_matches(" kB").parse().ok()?;
        Some(kib << 10)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How long it takes from the start of the program until a search is answered.
pub fn start_up(data: &Path) -> Duration {
    let begun = Instant::now();
    let server = Server::start(data);
    let status = Client::new(server.address)
        .get("/api/v1/search?q=debt")
        .status;
    assert_eq!(status, 200, "the first search is answered");
    begun.elapsed()
}

/// The program over a data folder, without settings inherited from whoever runs the bench.
pub fn command(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_headroom"));
    let inherited = std::env::vars_os().map(|(key, _)| key);
    for key in inherited.filter(|key| key.to_string_lossy().starts_with("HEADROOM_")) {
        command.env_remove(key);
    }
    command.arg("--data").arg(data).env("RUST_LOG", "warn");
    command.stdin(Stdio::null());
    command
}

/// Runs one command to its end; how long it took and what it printed last.
///
/// # Panics
///
/// When it fails.
pub fn run(data: &Path, arguments: &[&str]) -> (Duration, String) {
    let begun = Instant::now();
    let output = command(data).args(arguments).output();
    let output = output.expect("the program can be run");
    let took = begun.elapsed();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "headroom {arguments:?}: {said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    (took, said.lines().last().unwrap_or_default().to_owned())
}

/// The target folder that the program was built in.
pub fn target() -> PathBuf {
    let program = Path::new(env!("CARGO_BIN_EXE_headroom"));
    let target = program.parent().and_then(Path::parent);
    target
        .expect("the program lies in the target folder")
        .to_owned()
}
