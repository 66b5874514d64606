//! `headroom reindex`.

use crate::app::DatabaseTruth;
use crate::config::Config;
use crate::db::Database;
use crate::error::Result;
use crate::search;

/// Builds the index again beside the one that serves, and changes over.
///
/// # Errors
/// Database or disk fails; the old index goes on serving.
pub fn run(config: &Config) -> Result<()> {
    let db = Database::open(&config.database)?;
    let built = search::rebuild(&config.index_folder(), &db, &DatabaseTruth)?;
    println!(
        "indexed {} listings, up to change {}",
        built.listings, built.seq
    );
    Ok(())
}
