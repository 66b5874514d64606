//! An extract from an address on the web. It is fetched to a file first, of which nothing is left afterwards.

use crate::error::{Error, Result};
use crate::exchange::input::Http;
use crate::exchange::progress::Progress;
use reqwest::Url;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Bytes of an answer: ten times what the largest table has, packed.
const MOST_BYTES: u64 = 1 << 30;
/// The name of what an address does not name.
const UNNAMED: &str = "publicextract.charity.zip";

/// Fetches an address, and hands the file to `read`.
///
/// # Errors
/// It cannot be had whole, or what `read` answers.
pub fn fetch(
    from: &str,
    progress: &Progress,
    read: impl FnOnce(&Path) -> Result<()>,
) -> Result<()> {
    let address: Url = from
        .parse()
        .map_err(|e| Error::Usage(format!("\"{from}\" is not an address on the web: {e}")))?;
    let folder = Folder::new()?;
    let name = address
        .path_segments()
        .and_then(|mut parts| parts.next_back());
    // A name that leads out of the folder is none.
    let name = name.filter(|name| !name.is_empty() && !name.contains(['/', '\\', '%']));
    let path = folder.0.join(name.unwrap_or(UNNAMED));
    let mut file = File::create_new(&path).map_err(Error::io("cannot keep what is fetched"))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Error::io("cannot prepare to fetch"))?;
    progress.begin("fetching kilobytes", None);
    let fetched = runtime.block_on(async {
        let mut left = 0;
        let mut keep = |piece: &[u8]| {
            left += piece.len() as u64;
            progress.step(left >> 10);
            left &= 1023;
            file.write_all(piece)
        };
        Http::new()?.save(&address, MOST_BYTES, &mut keep).await
    });
    progress.end();
    fetched?;
    read(&path)
}

/// A folder that is removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self> {
        let path = std::env::temp_dir().join(format!("headroom-{}", Uuid::new_v4()));
        let made = std::fs::create_dir(&path);
        made.map_err(Error::io(format!("cannot make {}", path.display())))?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is left to whoever cleans that place.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
