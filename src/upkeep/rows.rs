//! Rows that are old: some of them at a time.

use crate::db::schema::{
    deliveries, messages, old_secrets, searched, searched_why, service_looks, sessions,
    sign_in_links, staged_sheets, subscription_links, subscription_news, subscriptions,
    update_links,
};
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::reminders::steps::WEEK_MS;
use diesel::prelude::*;

/// Rows that are deleted in one transaction.
const AT_ONCE: i64 = 500;

/// A function that deletes some of the rows that a condition holds for, and says how many.
macro_rules! some_of {
    ($(#[$about:meta])* $name:ident, $table:ident by $key:ident, |$before:ident| $old:expr) => {
        $(#[$about])*
        ///
        /// # Errors
        /// The database fails.
        pub fn $name(tx: &mut Tx, $before: &i64) -> Result<usize> {
            let conn: &mut Conn = tx;
            let keys: Vec<String> = $table::table
                .filter($old)
                .limit(AT_ONCE)
                .select($table::$key)
                .load(conn)?;
            Ok(diesel::delete($table::table.filter($table::$key.eq_any(keys))).execute(conn)?)
        }
    };
}

some_of! {
    /// Deliveries that arrived before then.
    deliveries, deliveries by id,
    |before| deliveries::delivered_at.lt(before).and(deliveries::state.eq("delivered"))
}

some_of! {
    /// Secrets that sign no longer.
    secrets, old_secrets by id,
    |before| old_secrets::until.lt(before)
}

some_of! {
    /// One-tap links that worked until before then.
    links, update_links by id,
    |before| update_links::expires_at.lt(before)
}

some_of! {
    /// Sessions that were last used before then, which must be longer ago than any lasts.
    sessions, sessions by id,
    |before| sessions::seen_at.lt(before)
}

some_of! {
    /// Links to sign in that worked until before then.
    sign_ins, sign_in_links by hash,
    |before| sign_in_links::expires_at.lt(before)
}

some_of! {
    /// Messages that were sent before then. What could not be sent stays: it says whom nobody reaches.
    messages, messages by id,
    |before| messages::sent_at.lt(before).and(messages::state.eq("sent"))
}

some_of! {
    /// Sheets that were sent up before then, taken in or not.
    sheets, staged_sheets by id,
    |before| staged_sheets::made_at.lt(before)
}

/// Subscriptions that ended before then, or that nobody said yes to in time, with all that is kept for
/// them: addresses are not kept longer than they are needed. The links in letters of one that lives stay,
/// however old they are: with them the letters can be ended.
///
/// # Errors
/// The database fails.
pub fn subscriptions(tx: &mut Tx, before: &i64) -> Result<usize> {
    let conn: &mut Conn = tx;
    let unwanted = subscriptions::confirmed_at
        .is_null()
        .and(subscriptions::created_at.lt(before - WEEK_MS));
    let over: Vec<String> = subscriptions::table
        .filter(subscriptions::ended_at.lt(before).or(unwanted))
        .limit(AT_ONCE)
        .select(subscriptions::id)
        .load(conn)?;
    let links = subscription_links::subscription_id.eq_any(&over);
    diesel::delete(subscription_links::table.filter(links)).execute(conn)?;
    let news = subscription_news::subscription_id.eq_any(&over);
    diesel::delete(subscription_news::table.filter(news)).execute(conn)?;
    let told = deliveries::subscription_id.eq_any(&over);
    diesel::delete(deliveries::table.filter(told)).execute(conn)?;
    let gone = subscriptions::table.filter(subscriptions::id.eq_any(&over));
    Ok(diesel::delete(gone).execute(conn)?)
}

/// Looks of a day before this one, as it is written.
///
/// # Errors
/// The database fails.
pub fn looks(tx: &mut Tx, before: &String) -> Result<usize> {
    let conn: &mut Conn = tx;
    let first: Option<String> = service_looks::table
        .filter(service_looks::day.lt(before))
        .order(service_looks::day)
        .select(service_looks::day)
        .first(conn)
        .optional()?;
    let Some(day) = first else {
        return Ok(0);
    };
    let of_day = || service_looks::table.filter(service_looks::day.eq(&day));
    let services: Vec<String> = of_day()
        .limit(AT_ONCE)
        .select(service_looks::service_id)
        .load(conn)?;
    let some = of_day().filter(service_looks::service_id.eq_any(services));
    Ok(diesel::delete(some).execute(conn)?)
}

/// Searches of a week that began before this day, for one need of it.
///
/// # Errors
/// The database fails.
pub fn searches(tx: &mut Tx, before: &String) -> Result<usize> {
    let conn: &mut Conn = tx;
    let first: Option<(String, String)> = searched::table
        .filter(searched::week.lt(before))
        .order((searched::week, searched::need))
        .select((searched::week, searched::need))
        .first(conn)
        .optional()?;
    let Some((week, need)) = first else {
        return Ok(0);
    };
    let whys = searched_why::table
        .filter(searched_why::week.eq(&week))
        .filter(searched_why::need.eq(&need));
    diesel::delete(whys).execute(conn)?;
    let old = searched::table
        .filter(searched::week.eq(week))
        .filter(searched::need.eq(need));
    Ok(diesel::delete(old).execute(conn)?)
}
