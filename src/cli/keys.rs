//! `headroom key create`.

use super::NewKey;
use crate::accounts::{Role, store};
use crate::config::Config;
use crate::db::Database;
use crate::error::{Error, Result};

/// Letters in the name of a key at most.
const LONGEST_NAME: usize = 100;

/// Makes a key and prints it, alone, on standard output.
///
/// # Errors
/// The role, the name or the organisation will not do.
pub fn create(config: &Config, key: NewKey) -> Result<()> {
    let role = Role::parse(&key.role)?;
    let name = key.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control)
    {
        return Err(Error::Usage(format!(
            "--name must have 1 to {LONGEST_NAME} letters"
        )));
    }
    let db = Database::open(&config.database)?;
    let made =
        db.write(move |tx| store::create_key(tx, role, &name, key.organization.as_deref()))?;
    println!("{made}");
    Ok(())
}
