//! A real mail server on loopback: TCP, EHLO, STARTTLS with a certificate made on the spot, AUTH,
//! MAIL, RCPT, DATA. It fails where a test tells it to.

mod certificate;
mod talk;

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tempfile::TempDir;

use certificate::Identity;

/// Who may send mail, where somebody must say who they are.
pub const USER: &str = "headroom";
pub const PASSWORD: &str = "a secret/with signs";

/// How the server fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It does not.
    None,
    /// It does not let anybody in.
    Password,
    /// It answers the recipient's address with this code.
    Recipient(u16),
    /// It answers the whole message with this code.
    Message(u16),
    /// It hangs up when it has the whole message, and does not take it.
    HangUp,
}

/// A message that was taken.
#[derive(Clone, Debug)]
pub struct Letter {
    pub to: String,
    pub data: String,
    /// Whether it came encrypted.
    pub encrypted: bool,
    /// Whether its sender had said who they are.
    pub known: bool,
}

impl Letter {
    /// The value of a header.
    pub fn header(&self, name: &str) -> String {
        let start = format!("{name}: ");
        let found = self.data.lines().find_map(|line| line.strip_prefix(&start));
        found
            .unwrap_or_else(|| panic!("no {name} in\n{}", self.data))
            .to_owned()
    }
}

type Script = Arc<dyn Fn(usize) -> Fault + Send + Sync>;

/// A running mail server.
pub struct Smtp {
    port: u16,
    state: Arc<State>,
    folder: TempDir,
}

struct State {
    script: Script,
    identity: Identity,
    letters: Mutex<Vec<Letter>>,
    /// Connections or messages so far: what the script is asked with.
    attempts: AtomicUsize,
    over: AtomicBool,
}

impl Smtp {
    /// Starts one that fails at the attempts that the script names, counted from 1.
    pub fn start(script: impl Fn(usize) -> Fault + Send + Sync + 'static) -> Smtp {
        let folder = super::temporary_folder();
        let identity = Identity::new(&folder.path().join("authority.pem"));
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("its address").port();
        let state = Arc::new(State {
            script: Arc::new(script),
            identity,
            letters: Mutex::default(),
            attempts: AtomicUsize::default(),
            over: AtomicBool::default(),
        });
        let shared = Arc::clone(&state);
        std::thread::spawn(move || accept(&listener, &shared));
        Smtp {
            port,
            state,
            folder,
        }
    }

    /// Its address, for whoever encrypts and says who they are.
    pub fn url(&self) -> String {
        let password = PASSWORD.replace(' ', "%20").replace('/', "%2F");
        format!(
            "smtp://{USER}:{password}@localhost:{}?tls=required",
            self.port
        )
    }

    /// Its address for whoever does neither.
    pub fn plain_url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// The certificate of its authority.
    pub fn authority(&self) -> String {
        self.folder
            .path()
            .join("authority.pem")
            .display()
            .to_string()
    }

    /// What it has taken so far.
    pub fn letters(&self) -> Vec<Letter> {
        self.state
            .letters
            .lock()
            .expect("no thread panics here")
            .clone()
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        self.state.over.store(true, Ordering::Release);
        // So that the listener looks.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

impl State {
    /// The fault of the attempt that begins.
    fn attempt(&self) -> Fault {
        (self.script)(self.attempts.fetch_add(1, Ordering::AcqRel) + 1)
    }

    fn take(&self, letter: Letter) {
        self.letters
            .lock()
            .expect("no thread panics here")
            .push(letter);
    }
}

fn accept(listener: &TcpListener, state: &Arc<State>) {
    for connection in listener.incoming() {
        if state.over.load(Ordering::Acquire) {
            return;
        }
        let state = Arc::clone(state);
        // A connection that breaks ends its talk, as it does with any server.
        std::thread::spawn(move || {
            connection.and_then(|connection| talk::talk(connection, &state))
        });
    }
}
