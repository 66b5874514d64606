//! Rows of API keys.

use super::{Principal, Role, Via, hash, secret};
use crate::db::schema::{api_keys, organizations};
use crate::db::{Conn, Tx};
use crate::domain::id;
use crate::domain::time::from_millis;
use crate::error::{Error, FieldError, Result};
use diesel::prelude::*;
use jiff::Timestamp;
use uuid::Uuid;

/// Bytes of chance in a key.
const KEY_BYTES: usize = 24;
/// Milliseconds between two notes that a key was used: each costs a write.
const NOTED_EVERY_MS: i64 = 60 * 60_000;
/// Letters in the name of a key at most.
pub const LONGEST_NAME: usize = 100;

/// A key to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey {
    /// What it may do.
    pub role: Role,
    /// Whose it is; shown in histories.
    pub name: String,
    /// For a provider: the organisation it speaks for.
    pub organization_id: Option<String>,
    /// Whether it may say how much room there is, and do nothing else.
    pub room_only: bool,
    /// When it stops working; never, if left out.
    pub expires_at: Option<Timestamp>,
}

impl NewKey {
    /// A key that works until it is revoked, for all that its role may do.
    pub fn new(role: Role, name: &str, organization_id: Option<&str>) -> Self {
        Self {
            role,
            name: name.to_owned(),
            organization_id: organization_id.map(str::to_owned),
            room_only: false,
            expires_at: None,
        }
    }

    /// What is wrong with it, field by field.
    pub fn faults(&self, now: Timestamp) -> Vec<FieldError> {
        let mut faults = Vec::new();
        let length = self.name.trim().chars().count();
        if !(1..=LONGEST_NAME).contains(&length) || self.name.chars().any(char::is_control) {
            let message = format!("must have 1 to {LONGEST_NAME} letters");
            faults.push(FieldError::new("name", message));
        }
        if self.expires_at.is_some_and(|end| end <= now) {
            faults.push(FieldError::new("expires", "must be in the future"));
        }
        faults
    }
}

/// A key as it is shown to stewards: never the key itself.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct KeyRow {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub name: String,
    /// What it may do.
    #[serde(serialize_with = "super::people::word")]
    pub role: Role,
    /// The organisation it speaks for.
    pub organization_id: Option<String>,
    /// Whether it may only speak of room.
    pub room_only: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops working.
    pub expires_at: Option<Timestamp>,
    /// When it was last used, to the hour.
    #[serde(skip)]
    pub used_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

impl KeyRow {
    /// Whether it works at `now`.
    pub fn works(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| end > now)
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = api_keys)]
struct Row {
    id: String,
    name: String,
    role: String,
    organization_id: Option<String>,
    room_only: bool,
    created_at: i64,
    expires_at: Option<i64>,
    used_at: Option<i64>,
    revoked_at: Option<i64>,
}

impl Row {
    fn shown(self) -> Result<KeyRow> {
        Ok(KeyRow {
            role: Role::parse(&self.role)?,
            id: self.id,
            name: self.name,
            organization_id: self.organization_id,
            room_only: self.room_only,
            created_at: from_millis(self.created_at),
            expires_at: self.expires_at.map(from_millis),
            used_at: self.used_at.map(from_millis),
            revoked_at: self.revoked_at.map(from_millis),
        })
    }
}

/// Makes a key and returns its id and the key; the key cannot be read again later.
///
/// # Errors
/// A field is wrong; a provider's key names no organisation, or one that is not known.
pub fn create(tx: &mut Tx, new: &NewKey, now: Timestamp) -> Result<(String, String)> {
    let faults = new.faults(now);
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let organization_id = checked_organization(tx, new.role, new.organization_id.as_deref())?;
    let key = format!("hr_{}", secret::<KEY_BYTES>()?);
    let id = Uuid::new_v4().to_string();
    diesel::insert_into(api_keys::table)
        .values((
            api_keys::id.eq(&id),
            api_keys::hash.eq(hash(&key)),
            api_keys::name.eq(new.name.trim()),
            api_keys::role.eq(new.role.as_str()),
            api_keys::organization_id.eq(organization_id),
            api_keys::room_only.eq(new.room_only),
            api_keys::created_at.eq(now.as_millisecond()),
            api_keys::expires_at.eq(new.expires_at.map(Timestamp::as_millisecond)),
        ))
        .execute(tx as &mut Conn)?;
    Ok((id, key))
}

/// The id of the organisation that a role speaks for, as it is kept.
///
/// # Errors
/// A provider's is missing, cannot be read, or is not known here.
pub fn checked_organization(
    conn: &mut Conn,
    role: Role,
    given: Option<&str>,
) -> Result<Option<String>> {
    let wrong = |message: String| Error::invalid("organization", message);
    let Some(given) = given.filter(|given| !given.trim().is_empty()) else {
        return match role {
            Role::Provider => Err(wrong(
                "must be the id of the organisation that a provider speaks for".into(),
            )),
            _ => Ok(None),
        };
    };
    let id = id::parse(given).map_err(wrong)?.to_string();
    let known: i64 = organizations::table
        .filter(organizations::id.eq(&id))
        .count()
        .get_result(conn)?;
    if known == 0 {
        return Err(wrong(format!(
            "there is no organisation {id}: import it first, or check the id"
        )));
    }
    Ok(Some(id))
}

/// Whose key this is; none if it is not known, was revoked or has expired.
///
/// # Errors
/// The database fails.
pub fn principal(conn: &mut Conn, key: &str, now: Timestamp) -> Result<Option<Principal>> {
    // What is compared is the hash of a long random key, so the time it takes tells nothing.
    let row: Option<Row> = api_keys::table
        .filter(api_keys::hash.eq(hash(key)))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    let row = row.map(Row::shown).transpose()?;
    Ok(row.filter(|row| row.works(now)).map(|row| Principal {
        id: row.id,
        via: Via::Key,
        name: row.name,
        role: row.role,
        organization_id: row.organization_id,
        room_only: row.room_only,
    }))
}

/// All keys, those that work first, the latest first.
///
/// # Errors
/// The database fails.
pub fn all(conn: &mut Conn) -> Result<Vec<KeyRow>> {
    let rows: Vec<Row> = api_keys::table
        .order((
            api_keys::revoked_at.is_not_null(),
            api_keys::created_at.desc(),
        ))
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(Row::shown).collect()
}

/// Ends a key at `now`; as it was before. One that has ended already stays as it was.
///
/// # Errors
/// There is no such key.
pub fn revoke(tx: &mut Tx, id: &str, now: Timestamp) -> Result<KeyRow> {
    let row: Option<Row> = api_keys::table
        .find(id)
        .select(Row::as_select())
        .first(tx as &mut Conn)
        .optional()?;
    let row = row.ok_or_else(|| Error::NotFound(format!("there is no key {id}")))?;
    diesel::update(
        api_keys::table
            .find(id)
            .filter(api_keys::revoked_at.is_null()),
    )
    .set(api_keys::revoked_at.eq(now.as_millisecond()))
    .execute(tx as &mut Conn)?;
    row.shown()
}

/// Notes that these keys were used at `now`; once an hour for each.
///
/// # Errors
/// The database fails.
pub fn used(tx: &mut Tx, ids: &[String], now: Timestamp) -> Result<()> {
    let now = now.as_millisecond();
    let due = api_keys::used_at
        .is_null()
        .or(api_keys::used_at.lt(now - NOTED_EVERY_MS));
    diesel::update(api_keys::table.filter(api_keys::id.eq_any(ids)).filter(due))
        .set(api_keys::used_at.eq(now))
        .execute(tx as &mut Conn)?;
    Ok(())
}
