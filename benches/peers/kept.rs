//! The peers' databases: filled from Headroom's once, and kept for as long as that is the same.

use super::listing::{Directory, epoch};
use super::{postgres, sqlite};
use crate::support::folder::{Folder, kept};
use crate::support::world;
use headroom::config::Config;
use headroom::db::Database;
use headroom::search::entry::Tag;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Raised whenever the peers are filled in another way.
const VERSION: u32 = 1;

/// The peers, filled and running.
pub struct Peers {
    /// PostgreSQL.
    pub postgres: postgres::Cluster,
    /// SQLite's service.
    pub sqlite: sqlite::Service,
    /// The classifications, by number.
    pub tags: Vec<Tag>,
}

impl Peers {
    /// Starts them, and fills those that are not filled from this very folder.
    ///
    /// # Errors
    /// PostgreSQL does not start.
    pub fn start(folder: &Folder, services: usize) -> Result<Self, String> {
        let path = kept().join(format!("peers-{services}-v{}", world::VERSION));
        let config = Config::new(&folder.path, None).expect("a plain folder");
        let db = Database::open(&config.database).expect("Headroom's database");
        let mark = format!("{VERSION} {}", epoch(&db));
        let (cluster, file, whole) = (
            path.join("postgres"),
            path.join("words.sqlite"),
            path.join("whole"),
        );
        if fs::read_to_string(&whole).is_ok_and(|known| known == mark) {
            return Ok(Self {
                postgres: postgres::start(&cluster, services, None)?,
                tags: read_tags(&path),
                sqlite: sqlite::Service::start(&file, read_tags(&path)),
            });
        }
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("the target folder can be written");
        println!("filling the peers in {}", path.display());
        let directory = step("read from Headroom's database", || Directory::read(&db));
        write_tags(&path, &directory.tags);
        let postgres = step("PostgreSQL", || {
            postgres::start(&cluster, services, Some(&directory))
        })?;
        step("SQLite", || sqlite::load(&file, &directory));
        let tags = directory.tags;
        fs::write(whole, mark).expect("written");
        Ok(Self {
            postgres,
            sqlite: sqlite::Service::start(&file, tags.clone()),
            tags,
        })
    }
}

fn step<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let made = work();
    println!("  {what}: {:.1} s", begun.elapsed().as_secs_f64());
    made
}

fn tags_in(path: &Path) -> PathBuf {
    path.join("tags.json")
}

fn write_tags(path: &Path, tags: &[Tag]) {
    let text = serde_json::to_string(tags).expect("tags as JSON");
    fs::write(tags_in(path), text).expect("written");
}

fn read_tags(path: &Path) -> Vec<Tag> {
    let text = fs::read_to_string(tags_in(path)).expect("a whole folder");
    serde_json::from_str(&text).expect("tags as JSON")
}
