//! Migrations, embedded in the binary and applied at start.

use super::connection::Conn;
use super::settings;
use crate::error::{Error, Result};
use diesel::connection::SimpleConnection;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Any number will do, as long as every node uses the same: it keeps two nodes that start at once
/// from migrating at once.
const MIGRATION_LOCK: i64 = 4_861_726_913;

/// Brings the tables up to date.
pub fn run(conn: &mut Conn) -> Result<()> {
    let outcome = match conn {
        Conn::Sqlite(conn) => conn.run_pending_migrations(SQLITE).map(drop),
        Conn::Postgres(conn) => {
            conn.batch_execute(&format!("SELECT pg_advisory_lock({MIGRATION_LOCK})"))?;
            let outcome = conn.run_pending_migrations(POSTGRES).map(drop);
            conn.batch_execute(&format!("SELECT pg_advisory_unlock({MIGRATION_LOCK})"))?;
            outcome
        }
    };
    outcome
        .map_err(|e| Error::Internal(format!("the tables cannot be brought up to date: {e}")))?;
    settings::ensure_epoch(conn)
}
