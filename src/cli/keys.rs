//! `headroom key create`.

use super::NewKey;
use crate::accounts::audit::{self, Actor, Deed};
use crate::accounts::{Role, keys};
use crate::config::Config;
use crate::db::{Database, Tx};
use crate::error::{Error, Result};
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

/// Makes a key and prints it, alone, on standard output.
///
/// # Errors
/// The role, the name, the organisation or the end will not do.
pub fn create(config: &Config, key: NewKey) -> Result<()> {
    let now = Timestamp::now();
    let new = keys::NewKey {
        role: Role::parse(&key.role)?,
        name: key.name,
        organization_id: key.organization,
        room_only: key.room_only,
        expires_at: key.days.map(|days| after(days, now)).transpose()?,
    };
    let db = Database::open(&config.database)?;
    let made = db.write(move |tx| make(tx, &new, now));
    println!("{}", made.map_err(as_usage)?);
    Ok(())
}

fn make(tx: &mut Tx, new: &keys::NewKey, now: Timestamp) -> Result<String> {
    let (id, key) = keys::create(tx, new, now)?;
    let deed = Deed {
        action: "key.created",
        kind: "key",
        id: &id,
    };
    let after = json!({ "name": new.name, "role": new.role.as_str(), "organization_id": new.organization_id });
    audit::note(
        tx,
        &Actor::console(),
        deed,
        (None::<&Value>, Some(&after)),
        now,
    )?;
    Ok(key)
}

fn after(days: u16, now: Timestamp) -> Result<Timestamp> {
    let hours = i64::from(days) * 24;
    now.checked_add(hours.hours()).map_err(Error::internal)
}

/// On the command line a field is an option.
pub fn as_usage(error: Error) -> Error {
    match error {
        Error::Invalid(faults) => {
            let lines = faults
                .iter()
                .map(|fault| format!("--{} {}", fault.field, fault.message));
            Error::Usage(lines.collect::<Vec<_>>().join("; "))
        }
        other => other,
    }
}
