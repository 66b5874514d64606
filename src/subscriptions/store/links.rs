//! Links in letters, with which letters are wanted, or no longer. The database has hashes of tokens.

use super::rows;
use crate::db::schema::subscription_links;
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::links::Token;
use crate::subscriptions::Subscription;
use diesel::prelude::*;

/// Makes a link for a subscription.
///
/// # Errors
/// The database fails, or the system has no chance to give.
pub fn make(tx: &mut Tx, subscription_id: &str, now: i64) -> Result<Token> {
    let token = Token::new()?;
    diesel::insert_into(subscription_links::table)
        .values((
            subscription_links::hash.eq(token.hash()),
            subscription_links::subscription_id.eq(subscription_id),
            subscription_links::made_at.eq(now),
        ))
        .execute(tx as &mut Conn)?;
    Ok(token)
}

/// The subscription that a token in an address is for, if there is one.
///
/// # Errors
/// The database fails.
pub fn find(conn: &mut Conn, token: &str) -> Result<Option<Subscription>> {
    let Some(token) = Token::read(token) else {
        return Ok(None);
    };
    let id: Option<String> = subscription_links::table
        .find(token.hash())
        .select(subscription_links::subscription_id)
        .first(conn)
        .optional()?;
    match id {
        Some(id) => rows::find(conn, &id),
        None => Ok(None),
    }
}
