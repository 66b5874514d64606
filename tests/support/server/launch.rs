//! How a server is started.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use tempfile::TempDir;

use super::{Said, Server, program};
use crate::support::folder::temporary_folder;
use crate::support::watchdog::Watchdog;

/// How long a server may take until it listens.
const STARTING: Duration = Duration::from_secs(60);

/// The line that the server prints once, when it is ready.
const READY: &str = "listening on ";

/// A server about to be started.
#[derive(Debug)]
pub struct Launch {
    database_url: String,
    data: Option<PathBuf>,
    arguments: Vec<String>,
    variables: Vec<(String, String)>,
}

impl Launch {
    /// Over the database at `database_url`, in a data folder of its own.
    pub fn new(database_url: &str) -> Launch {
        Launch {
            database_url: database_url.to_owned(),
            data: None,
            arguments: Vec::new(),
            variables: Vec::new(),
        }
    }

    /// In this data folder, which stays when the server is gone: to start
    /// another one over what the first left behind.
    pub fn data(mut self, folder: &Path) -> Launch {
        self.data = Some(folder.to_owned());
        self
    }

    /// With one more argument after `serve`.
    pub fn argument(mut self, argument: &str) -> Launch {
        self.arguments.push(argument.to_owned());
        self
    }

    /// With a variable in its environment.
    pub fn variable(mut self, name: &str, value: &str) -> Launch {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Starts it and waits until it listens.
    ///
    /// # Panics
    ///
    /// When it does not, with what it said.
    pub fn start(self) -> Server {
        self.try_start()
            .unwrap_or_else(|said| panic!("the server does not start:\n{said}"))
    }

    /// Starts it and waits until it listens.
    ///
    /// # Errors
    ///
    /// When it does not: what it printed before it ended or a minute was over.
    pub fn try_start(self) -> Result<Server, String> {
        let (data, own_data) = self.data_folder();
        let mut child = self.command(&data).spawn().expect("the program can be run");
        let watchdog = Watchdog::set("kill -KILL \"$1\"", &[&child.id().to_string()], None);
        let said = Said::default();
        let ready = listen_to(&mut child, &said);
        let url = String::new();
        let watchdog = Some(watchdog);
        let mut server = Server {
            child,
            url,
            data,
            said,
            watchdog,
            _own_data: own_data,
        };
        server.url = wait_until_ready(&ready).map_err(|problem| {
            server.kill();
            format!("{problem}\n{}", server.said())
        })?;
        Ok(server)
    }

    fn data_folder(&self) -> (PathBuf, Option<TempDir>) {
        if let Some(folder) = &self.data {
            return (folder.clone(), None);
        }
        let folder = temporary_folder();
        (folder.path().to_owned(), Some(folder))
    }

    fn command(&self, data: &Path) -> Command {
        let mut command = program();
        command
            .arg("--data")
            .arg(data)
            .args(["--database", &self.database_url])
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(&self.arguments)
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
}

/// Keeps what the child prints, on threads that end with it. The receiver gets
/// its address once it is ready, and is cut off when it will never be.
fn listen_to(child: &mut Child, said: &Said) -> Receiver<String> {
    let (sender, receiver) = channel();
    let stdout = child.stdout.take().expect("its output is a pipe");
    let stderr = child.stderr.take().expect("its errors are a pipe");
    let (out, err) = (said.clone(), said.clone());
    std::thread::spawn(move || keep_lines(stdout, &out, Some(&sender)));
    std::thread::spawn(move || keep_lines(stderr, &err, None));
    receiver
}

fn keep_lines(stream: impl Read, said: &Said, ready: Option<&Sender<String>>) {
    for line in BufReader::new(stream).lines().map_while(Result::ok) {
        said.add(&line);
        if let (Some(url), Some(ready)) = (line.strip_prefix(READY), ready) {
            // Nobody listens any more once the first address has come.
            let _ = ready.send(url.trim().to_owned());
        }
    }
}

fn wait_until_ready(ready: &Receiver<String>) -> Result<String, &'static str> {
    ready.recv_timeout(STARTING).map_err(|error| match error {
        RecvTimeoutError::Timeout => "it is not ready after a minute; it said:",
        RecvTimeoutError::Disconnected => "it ended before it was ready; it said:",
    })
}
