//! A PostgreSQL server of the tests' own, thrown away when they end.
//!
//! It starts when the first test asks for a database, once for each test
//! process, with durability switched off: nothing here outlives the process,
//! so there is no power cut to survive. Tests of durability use SQLite, or a
//! cluster started for them.

mod installed;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use super::command::run_to_end;
use super::watchdog::{User, Watchdog, become_user};
use installed::{free_port, new_folder, programs, server_user};

const SUPERUSER: &str = "headroom";

/// How often to try another port when the one that was free has been taken.
const STARTS: u32 = 5;

/// Speed before durability, and room for many tests at once.
const SETTINGS: &str = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off \
     -c max_connections=300 -c listen_addresses=127.0.0.1 -c unix_socket_directories=";

/// When the tests are over: stop the server at once and remove its folder.
/// `$1` is the folder of the server's programs, `$2` that of the cluster.
const CLEAN_UP: &str = r#""$1/pg_ctl" -D "$2/data" -m immediate stop; rm -rf "$2""#;

/// An empty database, dropped with this value.
#[derive(Debug)]
pub struct Database {
    pub url: String,
    name: String,
}

/// Creates an empty database on the shared cluster, starting that if need be.
///
/// # Panics
///
/// When PostgreSQL's server is not installed or does not start.
pub fn fresh_database() -> Database {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let name = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let cluster = Cluster::shared();
    cluster
        .sql(&format!("CREATE DATABASE {name} TEMPLATE template0"))
        .expect("a new database on the test cluster");
    let url = cluster.url(&name);
    Database { url, name }
}

impl Drop for Database {
    fn drop(&mut self) {
        let drop = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        if let Err(error) = Cluster::shared().sql(&drop) {
            eprintln!("{}: {error}", self.name);
        }
    }
}

/// A running server and the folder it lives in.
#[derive(Debug)]
pub struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    user: Option<User>,
    port: u16,
    _watchdog: Watchdog,
}

impl Cluster {
    /// The cluster that all tests of this process share.
    pub fn shared() -> &'static Cluster {
        static CLUSTER: OnceLock<Cluster> = OnceLock::new();
        CLUSTER.get_or_init(Cluster::start)
    }

    /// Makes a new cluster and starts its server on a free port.
    ///
    /// # Panics
    ///
    /// With what the server said, when it does not start.
    pub fn start() -> Cluster {
        let programs = programs();
        let user = server_user();
        let folder = new_folder(user);
        // Set before there is anything to clean up, so that nothing is missed.
        let paths = [programs.as_path(), &folder].map(|path| path.display().to_string());
        let watchdog = Watchdog::set(CLEAN_UP, &[&paths[0], &paths[1]], user);
        let mut cluster = Cluster {
            programs,
            folder,
            user,
            port: 0,
            _watchdog: watchdog,
        };
        cluster.initialise();
        cluster.launch();
        cluster
    }

    /// The folder that holds the cluster's data and log.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The address of one of its databases.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://{SUPERUSER}@127.0.0.1:{}/{database}", self.port)
    }

    /// Runs one statement as the superuser, and returns what it printed, one
    /// row a line.
    ///
    /// # Errors
    ///
    /// What `psql` had to say.
    pub fn sql(&self, statement: &str) -> Result<String, String> {
        let mut psql = self.program("psql");
        psql.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"])
            .args(["--set=ON_ERROR_STOP=1", "--command", statement])
            .arg(self.url("postgres"));
        run_to_end(psql)
    }

    fn initialise(&self) {
        let mut initdb = self.program("initdb");
        initdb
            .args(["--no-sync", "--no-instructions", "--auth=trust"])
            .args([
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--username",
                SUPERUSER,
            ])
            .arg(self.folder.join("data"));
        run_to_end(initdb).expect("initdb makes the test cluster");
    }

    fn launch(&mut self) {
        let mut said = String::new();
        for _ in 0..STARTS {
            self.port = free_port();
            match run_to_end(self.start_command()) {
                Ok(_) => return,
                Err(error) => said = format!("{error}\n{}", self.log()),
            }
        }
        panic!("PostgreSQL does not start:\n{said}");
    }

    fn start_command(&self) -> Command {
        let mut start = self.program("pg_ctl");
        start
            .args(["start", "--wait", "--silent", "--timeout=60"])
            .arg("--log")
            .arg(self.folder.join("log"))
            .arg("--pgdata")
            .arg(self.folder.join("data"))
            .args(["--options", &format!("-p {} {SETTINGS}", self.port)]);
        start
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    /// One of the server's programs, run as the server's user. Settings in the
    /// environment (PGHOST and the like) must not lead it elsewhere.
    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.join(name));
        let inherited = std::env::vars_os().map(|(key, _)| key);
        for key in inherited.filter(|key| key.to_string_lossy().starts_with("PG")) {
            command.env_remove(key);
        }
        command.env("LC_ALL", "C.UTF-8").current_dir("/");
        become_user(&mut command, self.user);
        command
    }
}
