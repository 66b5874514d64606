//! Rows of API keys.

use super::{Principal, Role, hash};
use crate::db::schema::{api_keys, organizations};
use crate::db::{Conn, Tx};
use crate::domain::id;
use crate::error::{Error, Result};
use diesel::prelude::*;
use jiff::Timestamp;
use uuid::Uuid;

/// Bytes of chance in a key.
const KEY_BYTES: usize = 24;

/// Makes a key and returns it; it cannot be read again later.
///
/// # Errors
/// A provider's key names no organisation, or one that is not known.
pub fn create_key(
    tx: &mut Tx,
    role: Role,
    name: &str,
    organization_id: Option<&str>,
) -> Result<String> {
    let organization_id = checked_organization(tx, role, organization_id)?;
    let mut chance = [0u8; KEY_BYTES];
    getrandom::fill(&mut chance).map_err(Error::internal)?;
    let hex: String = chance.iter().map(|byte| format!("{byte:02x}")).collect();
    let key = format!("hr_{hex}");
    diesel::insert_into(api_keys::table)
        .values((
            api_keys::id.eq(Uuid::new_v4().to_string()),
            api_keys::hash.eq(hash(&key)),
            api_keys::name.eq(name),
            api_keys::role.eq(role.as_str()),
            api_keys::organization_id.eq(organization_id),
            api_keys::created_at.eq(Timestamp::now().as_millisecond()),
        ))
        .execute(tx as &mut Conn)?;
    Ok(key)
}

fn checked_organization(tx: &mut Tx, role: Role, given: Option<&str>) -> Result<Option<String>> {
    let Some(given) = given else {
        if role == Role::Provider {
            return Err(Error::Usage(
                "a provider's key speaks for an organisation: add --organization ID".into(),
            ));
        }
        return Ok(None);
    };
    let id = id::parse(given).map_err(|why| Error::Usage(format!("--organization {why}")))?;
    let id = id.to_string();
    let known: i64 = organizations::table
        .filter(organizations::id.eq(&id))
        .count()
        .get_result(tx as &mut Conn)?;
    if known == 0 {
        return Err(Error::Usage(format!(
            "there is no organisation {id}: import it first, or check the id"
        )));
    }
    Ok(Some(id))
}

/// Whose key this is; none if it is not known or was revoked.
///
/// # Errors
/// The database fails.
pub fn principal(conn: &mut Conn, key: &str) -> Result<Option<Principal>> {
    // What is compared is the hash of a long random key, so the time it takes tells nothing.
    let row: Option<(String, String, String, Option<String>)> = api_keys::table
        .filter(api_keys::hash.eq(hash(key)))
        .filter(api_keys::revoked_at.is_null())
        .select((
            api_keys::id,
            api_keys::name,
            api_keys::role,
            api_keys::organization_id,
        ))
        .first(conn)
        .optional()?;
    row.map(|(key_id, name, role, organization_id)| {
        Ok(Principal {
            key_id,
            name,
            role: Role::parse(&role)?,
            organization_id,
        })
    })
    .transpose()
}
