//! Rows of charities, and which organisations of the directory they are.

use super::charity::{Charity, Status, Told};
use crate::db::schema::{charities, organization_numbers, services};
use crate::db::{Conn, Tx};
use crate::error::Result;
use diesel::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What becomes of charities when a register speaks.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    new: Vec<Charity>,
    changed: Vec<Charity>,
    /// Of which nothing is said but that it is still so: by the day and where it was said.
    confirmed: BTreeMap<(String, String), Vec<i64>>,
    /// How many are just so already.
    pub same: u64,
    /// Of how many something was said later than this.
    pub older: u64,
}

/// How many are what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Not known before.
    pub added: u64,
    /// Otherwise than before.
    pub changed: u64,
    /// As before.
    pub unchanged: u64,
    /// As before, for something was said later than this.
    pub older: u64,
}

impl Plan {
    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.confirmed.is_empty()
    }

    /// How many are what.
    pub fn tally(&self) -> Tally {
        let confirmed: usize = self.confirmed.values().map(Vec::len).sum();
        Tally {
            added: self.new.len() as u64,
            changed: self.changed.len() as u64,
            unchanged: self.same + confirmed as u64,
            older: self.older,
        }
    }
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.added += other.added;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
        self.older += other.older;
    }
}

/// Compares what is said with what is held. Each charity must be told of once, and at most a thousand.
///
/// # Errors
/// The database fails.
pub fn plan(conn: &mut Conn, told: &[Told], now: i64) -> Result<Plan> {
    let ids: Vec<i64> = told.iter().map(|one| one.organisation_number).collect();
    let held: Vec<Charity> = charities::table
        .filter(charities::organisation_number.eq_any(ids))
        .select(Charity::as_select())
        .load(conn)?;
    let held = held.into_iter().map(|row| (row.organisation_number, row));
    let held: HashMap<i64, Charity> = held.collect();
    let mut plan = Plan::default();
    for one in told {
        let Some(held) = held.get(&one.organisation_number) else {
            plan.new.push(one.after(None, now));
            continue;
        };
        let after = one.after(Some(held), now);
        match () {
            () if held.is_newer_than(one) => plan.older += 1,
            () if after == *held => plan.same += 1,
            () if after.says_as(held) => {
                let said = (after.as_of, after.source);
                let some = plan.confirmed.entry(said).or_default();
                some.push(one.organisation_number);
            }
            () => plan.changed.push(after),
        }
    }
    Ok(plan)
}

/// Writes what was planned.
///
/// # Errors
/// The database fails.
pub fn carry_out(tx: &mut Tx, plan: &Plan) -> Result<()> {
    let conn: &mut Conn = tx;
    insert(conn, &plan.new)?;
    for row in &plan.changed {
        diesel::update(charities::table.find(row.organisation_number))
            .set(row)
            .execute(conn)?;
    }
    for ((day, source), ids) in &plan.confirmed {
        let some = charities::table.filter(charities::organisation_number.eq_any(ids));
        diesel::update(some)
            .set((charities::as_of.eq(day), charities::source.eq(source)))
            .execute(conn)?;
    }
    Ok(())
}

/// One that another node has just written stays as it wrote it.
fn insert(conn: &mut Conn, rows: &[Charity]) -> Result<()> {
    match conn {
        Conn::Postgres(conn) => {
            let insert = diesel::insert_into(charities::table).values(rows);
            insert.on_conflict_do_nothing().execute(conn)?;
        }
        Conn::Sqlite(conn) => {
            for row in rows {
                diesel::insert_into(charities::table)
                    .values(row)
                    .execute(conn)?;
            }
        }
    }
    Ok(())
}

/// How many charities are held.
///
/// # Errors
/// The database fails.
pub fn count(conn: &mut Conn) -> Result<i64> {
    Ok(charities::table.count().get_result(conn)?)
}

/// What the register says of an organisation, by its charity numbers. Where it has several, or was
/// registered anew under its number, those that are registered come first, then the latest.
///
/// # Errors
/// The database fails.
pub fn of_organization(conn: &mut Conn, id: &str) -> Result<Vec<Charity>> {
    let mut found: Vec<Charity> = charities::table
        .inner_join(
            organization_numbers::table.on(organization_numbers::number.eq(charities::number)),
        )
        .filter(organization_numbers::organization_id.eq(id))
        .select(Charity::as_select())
        .load(conn)?;
    found.sort_by(|a, b| {
        let first = a.is_removed().cmp(&b.is_removed());
        let first = first.then_with(|| b.registered_on.cmp(&a.registered_on));
        first.then_with(|| a.organisation_number.cmp(&b.organisation_number))
    });
    Ok(found)
}

/// How many organisations of the directory are charities of the register, and how many of them are in it no
/// longer.
///
/// # Errors
/// The database fails.
pub fn known_here(conn: &mut Conn) -> Result<(usize, usize)> {
    let registered = organizations_that_are(conn, Status::Registered)?;
    let removed = organizations_that_are(conn, Status::Removed)?;
    let gone = removed.difference(&registered).count();
    Ok((registered.len() + gone, gone))
}

fn organizations_that_are(conn: &mut Conn, status: Status) -> Result<HashSet<String>> {
    let found: Vec<String> = organization_numbers::table
        .inner_join(charities::table.on(charities::number.eq(organization_numbers::number)))
        .filter(charities::status.eq(status.as_str()))
        .select(organization_numbers::organization_id)
        .distinct()
        .load(conn)?;
    Ok(found.into_iter().collect())
}

/// A service whose organisation is in the register no longer.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Removal {
    /// The service.
    pub service_id: String,
    /// Its organisation.
    pub organization_id: String,
    /// The day, `YYYY-MM-DD`, if the register says it.
    pub removed_on: Option<String>,
    /// When that was heard, in milliseconds since 1970.
    pub heard_at: i64,
}

/// The services that run, and whose organisation has charity numbers, none of which is registered any
/// longer. Where it had several, each removal is told.
///
/// # Errors
/// The database fails.
pub fn removals(conn: &mut Conn) -> Result<Vec<Removal>> {
    let mut found: Vec<Removal> = services::table
        .inner_join(
            organization_numbers::table
                .on(services::organization_id.eq(organization_numbers::organization_id.nullable())),
        )
        .inner_join(charities::table.on(charities::number.eq(organization_numbers::number)))
        .filter(charities::status.eq(Status::Removed.as_str()))
        .filter(services::status.eq("active"))
        .filter(services::merged_into.is_null())
        .select((
            services::id,
            organization_numbers::organization_id,
            charities::removed_on,
            charities::heard_at,
        ))
        .load(conn)?;
    if !found.is_empty() {
        let registered = organizations_that_are(conn, Status::Registered)?;
        found.retain(|removal| !registered.contains(&removal.organization_id));
    }
    Ok(found)
}
