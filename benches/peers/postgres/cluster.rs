//! A PostgreSQL server of the bench's own, tuned for reading, in a folder that is kept.

use super::installed::{User, command, find, own};
use super::libpq::Connection;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Bytes of shared buffers for each service: tables and indexes fit with room to spare.
const BUFFERS_A_SERVICE: usize = 6 << 10;
/// Megabytes of shared buffers, at least and at most.
const BUFFERS_MB: [usize; 2] = [256, 6 << 10];

/// What the server is told beside its buffers. Nothing in it is written while it is measured, and it
/// is made again if it is lost, so durability costs nothing.
const SETTINGS: &[&str] = &[
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=40",
    "work_mem=128MB",
    "hash_mem_multiplier=2",
    "maintenance_work_mem=1GB",
    "effective_cache_size=12GB",
    "random_page_cost=1.0",
    "cpu_tuple_cost=0.01",
    "jit=off",
    "huge_pages=try",
    "max_parallel_workers_per_gather=0",
    "gin_fuzzy_search_limit=0",
    "client_min_messages=warning",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_wal_size=16GB",
    "checkpoint_timeout=1h",
    "autovacuum=off",
    "default_statistics_target=500",
    "track_activities=off",
    "update_process_title=off",
];

/// A running server, stopped when this value is dropped or the bench ends in any other way.
pub struct Cluster {
    /// Stops the server when its input ends, as it does with the bench.
    watchdog: Child,
    port: u16,
}

impl Cluster {
    /// Starts the server over a folder, which is made if there is none.
    ///
    /// # Errors
    /// What to install, or what the server said.
    pub fn start(folder: &Path, services: usize) -> Result<Self, String> {
        let (programs, user) = find()?;
        let data = folder.join("data");
        if !data.join("PG_VERSION").exists() {
            own(folder, user).map_err(|error| format!("{}: {error}", folder.display()))?;
            initialise(&programs, &data, user)?;
        }
        if data.join("postmaster.pid").exists() {
            // Left by a bench that was killed; its watchdog may be at it already.
            let mut stop = command(&programs.join("pg_ctl"), user);
            stop.args(["stop", "--mode=fast", "--silent", "--pgdata"])
                .arg(&data);
            let _ = run(stop);
        }
        let port = free_port();
        let cluster = Self {
            watchdog: watchdog(&programs, &data, user),
            port,
        };
        let [least, most] = BUFFERS_MB;
        let buffers = ((services * BUFFERS_A_SERVICE) >> 20).clamp(least, most);
        let mut options = format!("-p {port} -c shared_buffers={buffers}MB");
        SETTINGS
            .iter()
            .for_each(|setting| options.push_str(&format!(" -c {setting}")));
        let mut start = command(&programs.join("pg_ctl"), user);
        start.args(["start", "--wait", "--silent", "--timeout=300", "--log"]);
        start.arg(folder.join("log")).arg("--pgdata").arg(&data);
        start.args(["--options", &options]);
        run(start).map_err(|error| {
            let log = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
            format!("PostgreSQL does not start: {error}\n{log}")
        })?;
        Ok(cluster)
    }

    /// A new connection over TCP.
    pub fn connect(&self) -> Connection {
        let port = self.port;
        let parameters = format!(
            "host=127.0.0.1 port={port} user=bench dbname=postgres sslmode=disable gssencmode=disable"
        );
        Connection::open(&parameters).unwrap_or_else(|error| panic!("PostgreSQL: {error}"))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.watchdog.stdin.take());
        let _ = self.watchdog.wait();
    }
}

fn initialise(programs: &Path, data: &Path, user: User) -> Result<(), String> {
    let mut initdb = command(&programs.join("initdb"), user);
    initdb.args([
        "--no-sync",
        "--no-instructions",
        "--auth=trust",
        "--encoding=UTF8",
    ]);
    initdb
        .args(["--locale=C.UTF-8", "--username=bench"])
        .arg(data);
    run(initdb)
}

fn watchdog(programs: &Path, data: &Path, user: User) -> Child {
    let script = "read -r _ || :\n\"$1/pg_ctl\" -D \"$2\" -m fast stop";
    let mut shell = command(Path::new("/bin/sh"), user);
    shell
        .args(["-c", script, "watchdog"])
        .arg(programs)
        .arg(data);
    shell
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // A process group of its own: an interrupt at the terminal must not reach it.
    std::os::unix::process::CommandExt::process_group(&mut shell, 0);
    shell.spawn().expect("a POSIX shell")
}

fn run(mut command: Command) -> Result<(), String> {
    let program = PathBuf::from(command.get_program());
    // A server that is left behind keeps these open, so they are no pipes.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{}: {status}", program.display())),
        Err(error) => Err(format!("{}: {error}", program.display())),
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("the port just taken").port()
}
