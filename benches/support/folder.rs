//! The data folder that the benches run over: made once, kept under the target folder, and made
//! again when what goes into it changes or its statements have grown old.

use super::options::Options;
use super::program;
use super::world::{self, World};
use super::{capacity, program::target};
use headroom::accounts::{Role, keys};
use headroom::config::Config;
use headroom::db::Database;
use headroom::exchange::progress::Progress;
use headroom::exchange::{hsds, postcodes};
use jiff::Timestamp;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Statements decay, so a folder is used for so long.
const LONGEST_KEPT: Duration = Duration::from_secs(3 * 24 * 3600);
/// The file that says that a folder is whole; it holds a steward's key.
const WHOLE: &str = "steward.key";

/// A data folder filled with the made-up directory, and a steward's key for it.
#[derive(Debug, Clone)]
pub struct Folder {
    /// Given as `--data`.
    pub path: PathBuf,
    /// Opens everything.
    pub key: String,
}

impl Folder {
    /// The folder for these options, made if there is none that can be used.
    pub fn prepared(options: &Options, world: &World) -> Self {
        let name = format!("services-{}-v{}", options.services, world::VERSION);
        let path = options.keep.clone().unwrap_or_else(|| kept().join(name));
        if !is_fresh(&path) {
            println!(
                "preparing {} services in {}",
                options.services,
                path.display()
            );
            prepare(&path, world);
        }
        Self::at(path)
    }

    fn at(path: PathBuf) -> Self {
        let key = fs::read_to_string(path.join(WHOLE)).expect("the folder is whole");
        Self { path, key }
    }

    /// A copy to change, removed when dropped.
    pub fn copy(&self) -> Copied {
        let path = kept().join(format!("copy-{}", std::process::id()));
        copy_all(&self.path, &path).expect("there is room for a copy of the data folder");
        Copied(Self::at(path))
    }
}

/// A folder that is removed in the end.
pub struct Copied(pub Folder);

impl Drop for Copied {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0.path);
    }
}

/// Where prepared folders are kept.
pub fn kept() -> PathBuf {
    let folder = target().join("bench-data");
    fs::create_dir_all(&folder).expect("the target folder can be written");
    folder
}

fn is_fresh(path: &Path) -> bool {
    let written = fs::metadata(path.join(WHOLE)).and_then(|file| file.modified());
    written.is_ok_and(|at| at.elapsed().is_ok_and(|age| age < LONGEST_KEPT))
}

fn prepare(path: &Path, world: &World) {
    let _ = fs::remove_dir_all(path);
    fs::create_dir_all(path).expect("the folder can be made");
    let config = Config::new(path, None).expect("a plain folder");
    let db = Database::open(&config.database).expect("a new database");
    step("postcodes", || {
        let file = path.join("postcodes.csv");
        world.write_postcodes(&file).expect("written");
        let summary = postcodes::import(&db, &file, false).expect("imported");
        assert!(summary.rejections.is_empty(), "{:?}", summary.rejections);
    });
    let services = path.join("services.ndjson.gz");
    step("services written", || {
        world.write_services(&services).expect("written")
    });
    step("services imported", || {
        let from = services.to_string_lossy();
        let summary = hsds::import(&db, &from, false, &Progress::quiet()).expect("imported");
        assert!(
            summary.rejections.is_empty(),
            "{:?}",
            summary.rejections.first()
        );
    });
    step("statements", || capacity::say_all(&db).expect("said"));
    let new = keys::NewKey::new(Role::Steward, "bench", None);
    let key = db.write(move |tx| keys::create(tx, &new, Timestamp::now()));
    drop(db);
    step("index", || program::run(path, &["reindex"]));
    fs::write(path.join(WHOLE), key.expect("a key").1).expect("written");
}

fn step<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let made = work();
    println!("  {what}: {:.1} s", begun.elapsed().as_secs_f64());
    made
}

fn copy_all(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => copy_all(&entry.path(), &target)?,
            false => drop(fs::copy(entry.path(), target)?),
        }
    }
    Ok(())
}
