//! PostgreSQL 15 with its full text search and PostGIS.

mod ask;
mod cluster;
mod installed;
mod libpq;
mod load;

use crate::listing::Directory;
pub use ask::{Asker, Prepared};
pub use cluster::Cluster;
use std::path::Path;

/// What is missing on this machine for running it.
///
/// # Errors
/// What to install.
pub fn is_installed() -> Result<(), String> {
    installed::find().map(drop)
}

/// A running server, tuned, filled and warm. `directory` is given when the folder is to be filled.
///
/// # Errors
/// What to install, or what the server said.
pub fn start(
    folder: &Path,
    services: usize,
    directory: Option<&Directory>,
) -> Result<Cluster, String> {
    let cluster = Cluster::start(folder, services)?;
    let mut connection = cluster.connect();
    if let Some(directory) = directory {
        load::load(&mut connection, directory);
    }
    load::warm(&mut connection);
    Ok(cluster)
}
