//! Which charity the register is asked about next, and by which node: of all nodes of a database one asks,
//! one charity after the other.

use crate::db::schema::{organization_numbers, register_asks, register_turns};
use crate::db::{Conn, Tx};
use crate::domain::org_id::Register;
use crate::domain::retry::{LEASE_MS, shortened};
use crate::error::{Error, Result};
use diesel::prelude::*;

/// The register that is asked.
const REGISTER: Register = Register::Charity;

/// A turn of this node at asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// Until when it lasts, in milliseconds since 1970.
    pub until: i64,
    /// How often in a row asking has failed before.
    pub failures: i32,
}

/// The charity number of the directory that waits longest to be asked about at `now`.
///
/// # Errors
/// The database fails.
pub fn next(conn: &mut Conn, now: i64) -> Result<Option<String>> {
    let numbers = format!("{}-%", REGISTER.code());
    let found = organization_numbers::table
        .left_join(register_asks::table.on(register_asks::number.eq(organization_numbers::number)))
        .filter(organization_numbers::number.like(numbers))
        .filter(
            register_asks::next_at
                .is_null()
                .or(register_asks::next_at.le(now)),
        )
        .order((
            register_asks::next_at.is_null().desc(),
            register_asks::next_at,
            organization_numbers::number,
        ))
        .select(organization_numbers::number)
        .first(conn);
    Ok(found.optional()?)
}

/// Takes the turn, unless another has it or the register is left in peace.
///
/// # Errors
/// The database fails.
pub fn take(tx: &mut Tx, now: i64) -> Result<Option<Turn>> {
    let until = now + LEASE_MS;
    let free = register_turns::table
        .find(REGISTER.code())
        .filter(register_turns::lease_until.le(now))
        .filter(register_turns::rest_until.le(now));
    let taken = diesel::update(free)
        .set(register_turns::lease_until.eq(until))
        .returning(register_turns::failures)
        .get_result(tx as &mut Conn)
        .optional()?;
    Ok(taken.map(|failures| Turn { until, failures }))
}

/// Notes that a number is asked about now, before it is, and not again before `next_at`: a node that dies
/// over it must not ask twice. The turn begins anew.
///
/// # Errors
/// The turn has passed to another.
pub fn begin(tx: &mut Tx, turn: Turn, number: &str, now: i64, next_at: i64) -> Result<Turn> {
    let until = (now + LEASE_MS).max(turn.until + 1);
    let renewed = diesel::update(mine(turn))
        .set(register_turns::lease_until.eq(until))
        .execute(tx as &mut Conn)?;
    if renewed == 0 {
        let why = "another node asks the register now";
        return Err(Error::Conflict(why.into()));
    }
    note(tx, number, (now, next_at), "asked")?;
    Ok(Turn { until, ..turn })
}

/// Notes what came of asking about a number.
///
/// # Errors
/// The database fails.
pub fn note(
    tx: &mut Tx,
    number: &str,
    (asked_at, next_at): (i64, i64),
    outcome: &str,
) -> Result<()> {
    let conn: &mut Conn = tx;
    let row = (
        register_asks::asked_at.eq(asked_at),
        register_asks::next_at.eq(next_at),
        register_asks::outcome.eq(shortened(outcome)),
    );
    let known = diesel::update(register_asks::table.find(number))
        .set(row.clone())
        .execute(conn)?;
    if known == 0 {
        diesel::insert_into(register_asks::table)
            .values((register_asks::number.eq(number), row))
            .execute(conn)?;
    }
    Ok(())
}

/// Ends the turn; where the register failed, with how long it is left in peace and why.
///
/// # Errors
/// The database fails.
pub fn end(tx: &mut Tx, turn: Turn, failed: Option<(i64, &str)>) -> Result<()> {
    let rest = match failed {
        Some((until, why)) => (until, turn.failures.saturating_add(1), Some(shortened(why))),
        None => (0, turn.failures, None),
    };
    diesel::update(mine(turn))
        .set((
            register_turns::lease_until.eq(0),
            register_turns::rest_until.eq(rest.0),
            register_turns::failures.eq(rest.1),
            register_turns::why.eq(rest.2),
        ))
        .execute(tx as &mut Conn)?;
    Ok(())
}

/// The row, as long as the turn has not passed to another.
#[diesel::dsl::auto_type]
fn mine(turn: Turn) -> _ {
    let (code, until): (&'static str, i64) = (REGISTER.code(), turn.until);
    register_turns::table
        .find(code)
        .filter(register_turns::lease_until.eq(until))
}
