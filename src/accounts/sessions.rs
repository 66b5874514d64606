//! Sessions of people who signed in: how long they last, and their rows. A cookie has a random token, the
//! database its SHA-256.

use super::people::{self, Account};
use super::{hash, secret};
use crate::db::schema::sessions;
use crate::db::{Conn, Tx};
use crate::domain::time::from_millis;
use crate::error::Result;
use diesel::prelude::*;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

/// A session ends when it was not used for so long: longer than a meeting, shorter than an evening.
pub const IDLE: SignedDuration = SignedDuration::from_hours(2);
/// A session ends so long after it was begun, however much it is used: a long working day.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(12);
/// The token is changed when it is older.
const CHANGED_AFTER: SignedDuration = SignedDuration::from_mins(15);
/// The token before it is known for so long, for requests that were under way.
const OVERLAP: SignedDuration = SignedDuration::from_secs(60);
/// Use is noted when the last note is older: each costs a write.
const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(5);
/// Bytes of chance in a token.
const TOKEN_BYTES: usize = 32;
/// Bytes of chance in what forms carry.
const FORM_BYTES: usize = 16;

/// When a session was begun and used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// When somebody signed in.
    pub begun: Timestamp,
    /// When its token was last changed.
    pub changed: Timestamp,
    /// When it was last noted that it was used.
    pub seen: Timestamp,
}

impl Times {
    /// Whether it still is one at `now`.
    pub fn lasts(&self, now: Timestamp) -> bool {
        now.duration_since(self.seen) < IDLE && now.duration_since(self.begun) < LONGEST
    }

    /// Whether its token is to be changed.
    pub fn wants_change(&self, now: Timestamp) -> bool {
        now.duration_since(self.changed) >= CHANGED_AFTER
    }

    /// Whether it is to be noted that it is used.
    pub fn wants_note(&self, now: Timestamp) -> bool {
        now.duration_since(self.seen) >= NOTED_EVERY
    }

    /// Whether the token before the present one is still known.
    pub fn knows_the_one_before(&self, now: Timestamp) -> bool {
        now.duration_since(self.changed) < OVERLAP
    }
}

/// Somebody's session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub account: Account,
    /// What every form that changes something carries, so that no other site can send it.
    pub form: String,
    /// When it was begun and used.
    pub times: Times,
    /// Whether it was found by the token that is current.
    pub is_current: bool,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = sessions)]
struct Row {
    id: String,
    hash: String,
    form: String,
    account_id: String,
    begun_at: i64,
    changed_at: i64,
    seen_at: i64,
}

impl Row {
    fn times(&self) -> Times {
        Times {
            begun: from_millis(self.begun_at),
            changed: from_millis(self.changed_at),
            seen: from_millis(self.seen_at),
        }
    }
}

/// Begins a session and returns its token, which is in the cookie and nowhere else.
///
/// # Errors
/// The database fails.
pub fn begin(tx: &mut Tx, account_id: &str, now: Timestamp) -> Result<String> {
    let token = secret::<TOKEN_BYTES>()?;
    let now = now.as_millisecond();
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(Uuid::new_v4().to_string()),
            sessions::hash.eq(hash(&token)),
            sessions::form.eq(secret::<FORM_BYTES>()?),
            sessions::account_id.eq(account_id),
            sessions::begun_at.eq(now),
            sessions::changed_at.eq(now),
            sessions::seen_at.eq(now),
        ))
        .execute(tx as &mut Conn)?;
    Ok(token)
}

/// The session that a token belongs to, if it lasts and its account is open.
///
/// # Errors
/// The database fails.
pub fn find(conn: &mut Conn, token: &str, now: Timestamp) -> Result<Option<Session>> {
    let hash = hash(token);
    let row: Option<Row> = sessions::table
        .filter(sessions::hash.eq(&hash).or(sessions::hash_before.eq(&hash)))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    let Some(row) = row else {
        return Ok(None);
    };
    let (times, is_current) = (row.times(), row.hash == hash);
    if !times.lasts(now) || !(is_current || times.knows_the_one_before(now)) {
        return Ok(None);
    }
    let account = people::find(conn, &row.account_id)?;
    let open = account.filter(|account| account.closed_at.is_none());
    Ok(open.map(|account| Session {
        id: row.id,
        account,
        form: row.form,
        times,
        is_current,
    }))
}

/// Notes that a session is used at `now`, and changes its token if that is due: the new one, then.
///
/// # Errors
/// The database fails.
pub fn seen(tx: &mut Tx, token: &str, now: Timestamp) -> Result<Option<String>> {
    let Some(session) = find(tx, token, now)?.filter(|session| session.is_current) else {
        return Ok(None);
    };
    let conn: &mut Conn = tx;
    let (row, millis) = (sessions::table.find(&session.id), now.as_millisecond());
    if !session.times.wants_change(now) {
        diesel::update(row)
            .set(sessions::seen_at.eq(millis))
            .execute(conn)?;
        return Ok(None);
    }
    let (next, held) = (secret::<TOKEN_BYTES>()?, hash(token));
    // Of two requests that come at once, one changes it; the other goes on with what it has.
    let changed = diesel::update(row.filter(sessions::hash.eq(&held)))
        .set((
            sessions::hash.eq(hash(&next)),
            sessions::hash_before.eq(&held),
            sessions::changed_at.eq(millis),
            sessions::seen_at.eq(millis),
        ))
        .execute(conn)?;
    Ok((changed > 0).then_some(next))
}

/// Ends the session that a token belongs to.
///
/// # Errors
/// The database fails.
pub fn end(tx: &mut Tx, token: &str) -> Result<()> {
    let hash = hash(token);
    let mine = sessions::hash.eq(&hash).or(sessions::hash_before.eq(&hash));
    diesel::delete(sessions::table.filter(mine)).execute(tx as &mut Conn)?;
    Ok(())
}

/// Ends all sessions of an account but this one, and says how many there were.
///
/// # Errors
/// The database fails.
pub fn end_others(tx: &mut Tx, session: &Session) -> Result<usize> {
    let others = sessions::table
        .filter(sessions::account_id.eq(&session.account.id))
        .filter(sessions::id.ne(&session.id));
    Ok(diesel::delete(others).execute(tx as &mut Conn)?)
}

/// How many sessions of an account last at `now`.
///
/// # Errors
/// The database fails.
pub fn count_of(conn: &mut Conn, account_id: &str, now: Timestamp) -> Result<i64> {
    let after = |span: SignedDuration| now.as_millisecond() - span.as_millis() as i64;
    Ok(sessions::table
        .filter(sessions::account_id.eq(account_id))
        .filter(sessions::seen_at.gt(after(IDLE)))
        .filter(sessions::begun_at.gt(after(LONGEST)))
        .count()
        .get_result(conn)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_session_outlasts_its_day_or_a_long_silence(begun in 0..1_000_000i64, used in 0..100_000i64, later in 0..100_000i64) {
            let at = |seconds: i64| from_millis(seconds * 1000);
            let times = Times { begun: at(begun), changed: at(begun), seen: at(begun + used) };
            let now = at(begun + used + later);
            let lasts = later < IDLE.as_secs() && used + later < LONGEST.as_secs();
            prop_assert_eq!(times.lasts(now), lasts);
        }

        #[test]
        fn the_token_before_is_forgotten_before_the_next_is_due(since in 0..10_000i64) {
            let times = Times { begun: from_millis(0), changed: from_millis(0), seen: from_millis(0) };
            let now = from_millis(since * 1000);
            prop_assert!(!(times.wants_change(now) && times.knows_the_one_before(now)));
        }
    }
}
