//! What this machine has for running PostgreSQL, and what is missing.

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where Debian keeps the server's programs.
const PROGRAMS: &str = "/usr/lib/postgresql/15/bin";
/// Where Debian keeps its extensions.
const EXTENSIONS: &str = "/usr/share/postgresql/15/extension";
/// What to say to whoever lacks them.
const MISSING: &str = "the bench `peers` runs against PostgreSQL 15 with PostGIS, which are not \
    installed here. On Debian: apt-get install postgresql-15 postgresql-15-postgis-3";

/// Whom the server runs as, by number, where it cannot run as whoever runs the bench.
pub type User = Option<(u32, u32)>;

/// The folder of the server's programs, and whom to run them as.
///
/// # Errors
/// What to install.
pub fn find() -> Result<(PathBuf, User), String> {
    let programs = Path::new(PROGRAMS);
    let extension = Path::new(EXTENSIONS).join("postgis.control");
    if !programs.join("initdb").exists() || !extension.exists() {
        return Err(MISSING.into());
    }
    Ok((programs.to_owned(), user()?))
}

/// The server refuses to be root: then it is the user that Debian's package has made for it.
fn user() -> Result<User, String> {
    if id(&["-u"]) != Some(0) {
        return Ok(None);
    }
    let both = id(&["-u", "postgres"]).zip(id(&["-g", "postgres"]));
    let missing = "PostgreSQL's server does not run as root: make a user `postgres`, as Debian's \
        package postgresql-common does, or run the bench as another user";
    both.map(Some).ok_or_else(|| missing.into())
}

fn id(arguments: &[&str]) -> Option<u32> {
    let output = Command::new("id").args(arguments).output().ok()?;
    String::from_utf8_lossy(&output.stdout).trim().parse().ok()
}

/// Makes a folder that the server's user owns.
pub fn own(folder: &Path, user: User) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    match user {
        Some((uid, gid)) => std::os::unix::fs::chown(folder, Some(uid), Some(gid)),
        None => Ok(()),
    }
}

/// A program run as the server's user, without settings of whoever runs the bench.
pub fn command(program: &Path, user: User) -> Command {
    let mut command = Command::new(program);
    let inherited = std::env::vars_os().map(|(key, _)| key);
    for key in inherited.filter(|key| key.to_string_lossy().starts_with("PG")) {
        command.env_remove(key);
    }
    command.env("LC_ALL", "C.UTF-8").current_dir("/");
    command.stdin(Stdio::null());
    if let Some((uid, gid)) = user {
        command.gid(gid).uid(uid);
    }
    command
}
