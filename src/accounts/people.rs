//! Rows of accounts: people who work with the directory, never those who are helped.

use super::keys::checked_organization;
use super::{Principal, Role, Via};
use crate::db::schema::{accounts, api_keys, sessions, sign_in_links};
use crate::db::{Conn, Tx};
use crate::domain::time::from_millis;
use crate::error::{Error, FieldError, Result};
use diesel::prelude::*;
use jiff::Timestamp;
use std::collections::HashSet;
use uuid::Uuid;

/// Letters in a name or an address at most.
const LONGEST: usize = 200;
/// Areas of one commissioner at most.
const MOST_AREAS: usize = 200;

/// An account to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// Where links that sign in are sent to.
    pub email: String,
    /// Who it is, as colleagues see it.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// For a provider: the organisation it speaks for.
    pub organization_id: Option<String>,
    /// For a commissioner: its areas as `kind/code`; all of them, if there are none.
    pub areas: Vec<String>,
    /// Whether it may say how much room there is, and do nothing else.
    pub room_only: bool,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Account {
    /// Its id.
    pub id: String,
    /// Where links that sign in are sent to.
    pub email: String,
    /// Who it is.
    pub name: String,
    /// What it may do.
    #[serde(serialize_with = "word")]
    pub role: Role,
    /// The organisation it speaks for.
    pub organization_id: Option<String>,
    /// The areas that it looks at, as `kind/code`; all of them, if there are none.
    pub areas: Vec<String>,
    /// Whether it may only speak of room.
    pub room_only: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last signed in.
    pub signed_in_at: Option<Timestamp>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
}

pub(super) fn word<S: serde::Serializer>(role: &Role, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(role.as_str())
}

impl Account {
    /// What it may do.
    pub fn principal(&self) -> Principal {
        Principal {
            id: self.id.clone(),
            via: Via::Session,
            name: self.name.clone(),
            role: self.role,
            organization_id: self.organization_id.clone(),
            room_only: self.room_only,
        }
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = accounts)]
struct Row {
    id: String,
    email: String,
    name: String,
    role: String,
    organization_id: Option<String>,
    areas: String,
    room_only: bool,
    created_at: i64,
    signed_in_at: Option<i64>,
    closed_at: Option<i64>,
}

impl Row {
    fn account(self) -> Result<Account> {
        Ok(Account {
            role: Role::parse(&self.role)?,
            areas: serde_json::from_str(&self.areas).map_err(Error::internal)?,
            id: self.id,
            email: self.email,
            name: self.name,
            organization_id: self.organization_id,
            room_only: self.room_only,
            created_at: from_millis(self.created_at),
            signed_in_at: self.signed_in_at.map(from_millis),
            closed_at: self.closed_at.map(from_millis),
        })
    }
}

/// An e-mail address in the form that is kept, in small letters; none if it is no address.
pub fn tidy_email(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let fits = text.len() <= LONGEST && text.parse::<lettre::Address>().is_ok();
    fits.then_some(text)
}

/// Makes an account.
///
/// # Errors
/// A field is wrong, or somebody has an account with this address already.
pub fn create(tx: &mut Tx, new: &NewAccount, now: Timestamp) -> Result<Account> {
    let (email, name) = checked(new)?;
    let organization_id = checked_organization(tx, new.role, new.organization_id.as_deref())?;
    if by_email(tx, &email)?.is_some() {
        let message = "has an account already: close that one first, or use another address";
        return Err(Error::invalid("email", message));
    }
    let id = Uuid::new_v4().to_string();
    diesel::insert_into(accounts::table)
        .values((
            accounts::id.eq(&id),
            accounts::email.eq(email),
            accounts::name.eq(name),
            accounts::role.eq(new.role.as_str()),
            accounts::organization_id.eq(organization_id),
            accounts::areas.eq(serde_json::to_string(&new.areas).map_err(Error::internal)?),
            accounts::room_only.eq(new.room_only),
            accounts::created_at.eq(now.as_millisecond()),
        ))
        .execute(tx as &mut Conn)?;
    find(tx, &id)?.ok_or_else(|| Error::internal("an account was lost"))
}

fn checked(new: &NewAccount) -> Result<(String, String)> {
    let mut faults = Vec::new();
    let email = tidy_email(&new.email);
    if email.is_none() {
        let message = "must be an e-mail address such as sam@practice.example";
        faults.push(FieldError::new("email", message));
    }
    let name = new.name.trim();
    if !(1..=LONGEST).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        let message = format!("must have 1 to {LONGEST} letters");
        faults.push(FieldError::new("name", message));
    }
    let is_area = |area: &String| matches!(area.split_once('/'), Some((kind, code)) if !kind.is_empty() && !code.is_empty());
    if new.areas.len() > MOST_AREAS || !new.areas.iter().all(is_area) {
        let message = format!("must be at most {MOST_AREAS}, each written as kind/code");
        faults.push(FieldError::new("areas", message));
    }
    match email {
        Some(email) if faults.is_empty() => Ok((email, name.to_owned())),
        _ => Err(Error::Invalid(faults)),
    }
}

/// The account with this id, open or closed.
///
/// # Errors
/// The database fails.
pub fn find(conn: &mut Conn, id: &str) -> Result<Option<Account>> {
    let row: Option<Row> = accounts::table
        .find(id)
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(Row::account).transpose()
}

/// The account with this address, open or closed.
///
/// # Errors
/// The database fails.
pub fn by_email(conn: &mut Conn, email: &str) -> Result<Option<Account>> {
    let row: Option<Row> = accounts::table
        .filter(accounts::email.eq(email))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(Row::account).transpose()
}

/// All accounts, open ones first, by name.
///
/// # Errors
/// The database fails.
pub fn all(conn: &mut Conn) -> Result<Vec<Account>> {
    let rows: Vec<Row> = accounts::table
        .order((
            accounts::closed_at.is_not_null(),
            accounts::name,
            accounts::id,
        ))
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(Row::account).collect()
}

/// Closes an account at `now`, or opens it again: whoever is signed in with a closed one no longer is,
/// and links that were sent to it stop working. As it was before.
///
/// # Errors
/// There is no such account.
pub fn close(tx: &mut Tx, id: &str, closed: bool, now: Timestamp) -> Result<Account> {
    let before = find(tx, id)?;
    let before = before.ok_or_else(|| Error::NotFound(format!("there is no account {id}")))?;
    let conn: &mut Conn = tx;
    diesel::update(accounts::table.find(id))
        .set(accounts::closed_at.eq(closed.then(|| now.as_millisecond())))
        .execute(conn)?;
    if closed {
        diesel::delete(sessions::table.filter(sessions::account_id.eq(id))).execute(conn)?;
        diesel::delete(sign_in_links::table.filter(sign_in_links::account_id.eq(id)))
            .execute(conn)?;
    }
    Ok(before)
}

/// The ids of all keys and accounts that do not work at `now`, in milliseconds since 1970: what was made
/// in their name ends with them.
///
/// # Errors
/// The database fails.
pub fn over(conn: &mut Conn, now: i64) -> Result<HashSet<String>> {
    let ended = api_keys::expires_at
        .is_not_null()
        .and(api_keys::expires_at.le(now).assume_not_null());
    let mut over: HashSet<String> = api_keys::table
        .filter(api_keys::revoked_at.is_not_null().or(ended))
        .select(api_keys::id)
        .load::<String>(conn)?
        .into_iter()
        .collect();
    let closed: Vec<String> = accounts::table
        .filter(accounts::closed_at.is_not_null())
        .select(accounts::id)
        .load(conn)?;
    over.extend(closed);
    Ok(over)
}

/// Gives an account what it may do, which may be what it had.
///
/// # Errors
/// A provider's organisation is missing, or is not known here.
pub fn grant(
    tx: &mut Tx,
    account: &Account,
    role: Role,
    organization_id: Option<&str>,
    areas: &[String],
) -> Result<Account> {
    let after = Account {
        role,
        organization_id: checked_organization(tx, role, organization_id)?,
        areas: areas.to_vec(),
        ..account.clone()
    };
    if after != *account {
        diesel::update(accounts::table.find(&account.id))
            .set((
                accounts::role.eq(role.as_str()),
                accounts::organization_id.eq(&after.organization_id),
                accounts::areas.eq(serde_json::to_string(areas).map_err(Error::internal)?),
            ))
            .execute(tx as &mut Conn)?;
    }
    Ok(after)
}

/// Notes that somebody signed in.
///
/// # Errors
/// The database fails.
pub fn signed_in(tx: &mut Tx, id: &str, now: Timestamp) -> Result<()> {
    diesel::update(accounts::table.find(id))
        .set(accounts::signed_in_at.eq(now.as_millisecond()))
        .execute(tx as &mut Conn)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_is_one_text() {
        let same = Some("sam@practice.example".to_owned());
        assert_eq!(tidy_email(" Sam@Practice.example "), same);
        for wrong in [
            "",
            "sam",
            "sam@",
            "@practice.example",
            "sam@practice example",
        ] {
            assert_eq!(tidy_email(wrong), None, "{wrong}");
        }
    }
}
