//! The tests' own machinery, tested: what it starts must be there, and what it
//! leaves must be nothing.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::postgres::{self, Cluster};
use crate::support::{TestDatabase, on_both_databases, sqlite};

/// Names the file that the process to be killed notes its cluster in.
const CHILD: &str = "HARNESS_CHILD_WRITES_TO";

/// Long enough for a server to be stopped on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn a_database_is_empty_and_holds_unicode() {
    let database = postgres::fresh_database();
    let name = database_name(&database);
    let about = format!(
        "SELECT pg_encoding_to_char(encoding), datcollate FROM pg_database WHERE datname = '{name}'"
    );
    let about = Cluster::shared()
        .sql(&about)
        .expect("the database is listed");
    assert_eq!(about.trim(), "UTF8|C.UTF-8");
}

#[test]
fn a_database_goes_away_with_its_value() {
    let database = postgres::fresh_database();
    let count = format!(
        "SELECT count(*) FROM pg_database WHERE datname = '{}'",
        database_name(&database)
    );
    let databases = || Cluster::shared().sql(&count).expect("databases are listed");
    assert_eq!(databases().trim(), "1");
    drop(database);
    assert_eq!(databases().trim(), "0");
}

#[test]
fn two_databases_are_never_the_same() {
    assert_ne!(
        postgres::fresh_database().url,
        postgres::fresh_database().url
    );
    assert_ne!(sqlite::fresh_database().url, sqlite::fresh_database().url);
}

#[test]
fn nothing_is_left_of_a_cluster_when_its_value_goes() {
    let cluster = Cluster::start();
    let folder = cluster.folder().to_owned();
    let server = server_number(&folder);
    drop(cluster);
    assert!(!folder.exists(), "{} is still there", folder.display());
    assert!(!is_running(&server), "the server {server} still runs");
}

#[test]
fn nothing_is_left_of_a_cluster_when_its_process_is_killed() {
    if let Some(note) = std::env::var_os(CHILD) {
        return wait_to_be_killed(&note);
    }
    let note = tempfile::NamedTempFile::new().expect("a temporary file");
    let mut child = this_test_in_a_process_of_its_own(note.path());
    let mut noted = String::new();
    wait_until("the cluster is noted", || {
        noted = std::fs::read_to_string(note.path()).expect("the note can be read");
        noted.ends_with('\n')
    });
    let (server, folder) = noted.trim().split_once(' ').expect("a number and a folder");
    assert!(is_running(server));
    child.kill().expect("the child can be killed");
    child.wait().expect("the child is gone");
    wait_until("the folder is removed", || !Path::new(folder).exists());
    assert!(!is_running(server), "the server {server} still runs");
}

fn this_test_in_a_process_of_its_own(note: &Path) -> Child {
    let thread = std::thread::current();
    Command::new(std::env::current_exe().expect("this test program"))
        .args([
            "--exact",
            thread.name().expect("a test's thread has the test's name"),
        ])
        .env(CHILD, note)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("this test program can be run")
}

/// What the test does in that process: it starts a cluster and says so.
fn wait_to_be_killed(note: &OsStr) {
    let folder = Cluster::shared().folder();
    let line = format!("{} {}\n", server_number(folder), folder.display());
    std::fs::write(note, line).expect("the note can be written");
    std::thread::sleep(PATIENCE);
}

on_both_databases! {
    /// Each of the two has an address that says which it is.
    fn an_address_begins_with_its_kind(db: &TestDatabase) {
        let kind = match db {
            TestDatabase::Sqlite(_) => "sqlite:",
            TestDatabase::Postgres(_) => "postgres://",
        };
        assert!(db.url().starts_with(kind), "{}", db.url());
    }
}

fn database_name(database: &postgres::Database) -> &str {
    database
        .url
        .rsplit('/')
        .next()
        .expect("an address with a name")
}

/// The process number of a cluster's server, as it notes it itself.
fn server_number(folder: &Path) -> String {
    let file = std::fs::read_to_string(folder.join("data/postmaster.pid"));
    file.expect("a running server's note")
        .lines()
        .next()
        .expect("its first line")
        .to_owned()
}

/// A process that has ended but was not waited for yet (a zombie, `Z`) does not run.
fn is_running(process: &str) -> bool {
    let about = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let state = about
        .rsplit_once(") ")
        .and_then(|(_, rest)| rest.chars().next());
    state.is_some_and(|state| state != 'Z')
}

fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < PATIENCE, "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
