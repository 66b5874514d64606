//! What this machine has for running a PostgreSQL server: its programs, a user
//! to run it as, a folder and a port.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use crate::support::watchdog::User;

/// The folder of the newest installed server: Debian keeps one for each major
/// version, away from the PATH.
pub fn programs() -> PathBuf {
    let debian = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let newest = debian
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .filter(|version| debian_programs(*version).join("initdb").exists())
        .max();
    newest
        .map(debian_programs)
        .or_else(programs_on_path)
        .expect(
            "PostgreSQL's server is needed by these tests: `apt-get install postgresql`, or put \
         initdb, pg_ctl and psql on the PATH",
        )
}

fn debian_programs(version: u32) -> PathBuf {
    PathBuf::from(format!("/usr/lib/postgresql/{version}/bin"))
}

fn programs_on_path() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).find(|folder| folder.join("initdb").exists())
}

/// Whom the server runs as: it refuses to be root, so then it is the user that
/// Debian's package made for it.
pub fn server_user() -> Option<User> {
    let id = |arguments: &[&str]| {
        let output = Command::new("id")
            .args(arguments)
            .output()
            .expect("the program `id`");
        String::from_utf8_lossy(&output.stdout)
            .trim()
            .parse::<u32>()
            .ok()
    };
    if id(&["-u"]) != Some(0) {
        return None;
    }
    let uid = id(&["-u", "postgres"]).expect("a user `postgres` to run the server as");
    let gid = id(&["-g", "postgres"]).expect("the group of the user `postgres`");
    Some(User { uid, gid })
}

/// A folder that the server's user owns, and may remove.
pub fn new_folder(user: Option<User>) -> PathBuf {
    let folder = TempDir::with_prefix("headroom-postgres-")
        .expect("a temporary folder")
        .keep();
    if let Some(User { uid, gid }) = user {
        std::os::unix::fs::chown(&folder, Some(uid), Some(gid)).expect("a folder for the server");
    }
    folder
}

/// A port that nothing listens on at this moment.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port on this machine");
    listener.local_addr().expect("the port just taken").port()
}
