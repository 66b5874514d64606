//! Rows of grants, and which organisations of the directory they pay.

use super::{Certainty, Edge, Grant, Period};
use crate::db::schema::{grant_recipients, grants, organization_numbers};
use crate::db::{Conn, Tx};
use crate::domain::org_id::OrgId;
use crate::domain::time::from_millis;
use crate::error::Result;
use diesel::prelude::*;
use jiff::civil::Date;
use std::collections::HashMap;

/// Rows asked for in one statement.
const AT_ONCE: usize = 500;

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = grants, treat_none_as_null = true)]
struct Row {
    id: String,
    title: String,
    funder: String,
    funder_id: Option<String>,
    programme: Option<String>,
    recipient: String,
    amount: Option<String>,
    currency: Option<String>,
    awarded_on: Option<String>,
    first_day: Option<String>,
    first_known: Option<String>,
    last_day: Option<String>,
    last_known: Option<String>,
    modified_at: Option<i64>,
    source: String,
}

impl Row {
    fn of(grant: &Grant, source: &str) -> Self {
        let day = |edge: Option<Edge>| edge.map(|edge| edge.day.to_string());
        let known = |edge: Option<Edge>| edge.map(|edge| edge.certainty.as_str().to_owned());
        let Period { first, last } = grant.period;
        Self {
            id: grant.id.clone(),
            title: grant.title.clone(),
            funder: grant.funder.clone(),
            funder_id: grant.funder_id.clone(),
            programme: grant.programme.clone(),
            recipient: grant.recipient.clone(),
            amount: grant.amount.clone(),
            currency: grant.currency.clone(),
            awarded_on: grant.awarded_on.map(|day| day.to_string()),
            first_day: day(first),
            first_known: known(first),
            last_day: day(last),
            last_known: known(last),
            modified_at: grant.modified.map(|at| at.as_millisecond()),
            source: source.to_owned(),
        }
    }

    fn grant(self, recipient_ids: Vec<OrgId>) -> Grant {
        let day = |text: Option<String>| text?.parse::<Date>().ok();
        let edge = |at, known: Option<String>| {
            let (day, certainty) = (day(at)?, Certainty::parse(&known?)?);
            Some(Edge { day, certainty })
        };
        Grant {
            period: Period {
                first: edge(self.first_day, self.first_known),
                last: edge(self.last_day, self.last_known),
            },
            awarded_on: day(self.awarded_on),
            modified: self.modified_at.map(from_millis),
            id: self.id,
            title: self.title,
            funder: self.funder,
            funder_id: self.funder_id,
            programme: self.programme,
            recipient: self.recipient,
            recipient_ids,
            amount: self.amount,
            currency: self.currency,
        }
    }

    /// Whether this says the same of the grant; where it was read says nothing of it.
    fn says_as(&self, other: &Self) -> bool {
        let source = other.source.clone();
        Self {
            source,
            ..self.clone()
        } == *other
    }
}

/// What becomes of grants that are read.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    new: Vec<(Row, Vec<OrgId>)>,
    changed: Vec<(Row, Vec<OrgId>)>,
    /// How many were held already, just so.
    pub unchanged: u64,
    /// How many are held as they were changed later than what was read.
    pub older: u64,
}

impl Plan {
    /// How many are new.
    pub fn added(&self) -> u64 {
        self.new.len() as u64
    }

    /// How many say something else than before.
    pub fn changed(&self) -> u64 {
        self.changed.len() as u64
    }
}

/// Compares grants with what is held. What was changed later counts, whoever publishes it.
///
/// # Errors
/// The database fails.
pub fn plan(conn: &mut Conn, read: &[(Grant, String)]) -> Result<Plan> {
    let mut plan = Plan::default();
    for some in read.chunks(AT_ONCE) {
        let ids: Vec<&str> = some.iter().map(|(grant, _)| grant.id.as_str()).collect();
        let held = rows(conn, &ids)?;
        let numbers = paid_by(conn, &ids)?;
        for (grant, source) in some {
            let row = Row::of(grant, source);
            let own = || (row.clone(), grant.recipient_ids.clone());
            let same_numbers =
                numbers.get(&grant.id).map_or(&[][..], Vec::as_slice) == grant.recipient_ids;
            match held.get(&grant.id) {
                None => plan.new.push(own()),
                Some(held) if held.says_as(&row) && same_numbers => plan.unchanged += 1,
                Some(held) if held.modified_at > row.modified_at => plan.older += 1,
                Some(_) => plan.changed.push(own()),
            }
        }
    }
    Ok(plan)
}

fn rows(conn: &mut Conn, ids: &[&str]) -> Result<HashMap<String, Row>> {
    let held = grants::table.filter(grants::id.eq_any(ids));
    let held: Vec<Row> = held.select(Row::as_select()).load(conn)?;
    Ok(held.into_iter().map(|row| (row.id.clone(), row)).collect())
}

/// The numbers of who is paid by each of these, in order.
fn paid_by(conn: &mut Conn, ids: &[&str]) -> Result<HashMap<String, Vec<OrgId>>> {
    let held: Vec<(String, String)> = grant_recipients::table
        .filter(grant_recipients::grant_id.eq_any(ids))
        .select((grant_recipients::grant_id, grant_recipients::number))
        .load(conn)?;
    let mut numbers: HashMap<String, Vec<OrgId>> = HashMap::new();
    for (grant, number) in held {
        numbers
            .entry(grant)
            .or_default()
            .extend(OrgId::parse(&number));
    }
    numbers.values_mut().for_each(|own| own.sort_unstable());
    Ok(numbers)
}

/// Writes what was planned.
///
/// # Errors
/// The database fails.
pub fn carry_out(tx: &mut Tx, plan: &Plan, mut step: impl FnMut()) -> Result<()> {
    let conn: &mut Conn = tx;
    for (row, numbers) in &plan.new {
        diesel::insert_into(grants::table)
            .values(row)
            .execute(conn)?;
        pay(conn, &row.id, numbers)?;
        step();
    }
    for (row, numbers) in &plan.changed {
        let known = diesel::update(grants::table.find(&row.id));
        known.set(row).execute(conn)?;
        let paid = grant_recipients::table.filter(grant_recipients::grant_id.eq(&row.id));
        diesel::delete(paid).execute(conn)?;
        pay(conn, &row.id, numbers)?;
        step();
    }
    Ok(())
}

/// Writes down who is paid.
fn pay(conn: &mut Conn, grant: &str, numbers: &[OrgId]) -> Result<()> {
    for number in numbers {
        let row = (
            grant_recipients::grant_id.eq(grant),
            grant_recipients::number.eq(number.to_string()),
        );
        diesel::insert_into(grant_recipients::table)
            .values(row)
            .execute(conn)?;
    }
    Ok(())
}

/// How many numbers of those who are paid lead to an organisation of the directory. Nothing is noted of
/// that: whenever somebody asks, it is found by the numbers that the organisation has then.
///
/// # Errors
/// The database fails.
pub fn joined(conn: &mut Conn) -> Result<usize> {
    let known = organization_numbers::table.select(organization_numbers::number);
    let paid: Vec<String> = grant_recipients::table
        .filter(grant_recipients::number.eq_any(known))
        .select(grant_recipients::number)
        .distinct()
        .load(conn)?;
    Ok(paid.len())
}

/// The grants to an organisation, what ends last first.
///
/// # Errors
/// The database fails.
pub fn to_organization(conn: &mut Conn, organization_id: &str) -> Result<Vec<Grant>> {
    let numbers = organization_numbers::table
        .filter(organization_numbers::organization_id.eq(organization_id))
        .select(organization_numbers::number);
    let own = grant_recipients::table
        .filter(grant_recipients::number.eq_any(numbers))
        .select(grant_recipients::grant_id);
    let ids: Vec<String> = own.distinct().load(conn)?;
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let mut numbers = paid_by(conn, &ids)?;
    let rows = rows(conn, &ids)?.into_values();
    let mut all: Vec<Grant> = rows
        .map(|row| {
            let own = numbers.remove(&row.id).unwrap_or_default();
            row.grant(own)
        })
        .collect();
    let ends = |grant: &Grant| grant.period.last.map(|edge| edge.day);
    all.sort_by(|a, b| ends(b).cmp(&ends(a)).then_with(|| a.id.cmp(&b.id)));
    Ok(all)
}
