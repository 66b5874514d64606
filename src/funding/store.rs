//! Rows of funding awards, and of what was stated.

use super::{Award, Funding, FundingReport};
use crate::db::schema::{funding_awards, services};
use crate::db::{Conn, Kind, Tx};
use crate::domain::funding::{Dates, FundingFacts, FundingStatus};
use crate::domain::schedule::local_day;
use crate::domain::time::from_millis;
use crate::error::{Error, Result};
use diesel::prelude::*;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

#[derive(Queryable, Selectable)]
#[diesel(table_name = funding_awards)]
struct Row {
    funder: String,
    amount: Option<String>,
    currency: Option<String>,
    starts_on: Option<String>,
    ends_on: Option<String>,
    source: Option<String>,
}

/// What pays for a service, as it is on this day in the UK; none if there is no such service.
///
/// # Errors
/// The database fails.
pub fn get(conn: &mut Conn, service_id: &str, today: Date) -> Result<Option<Funding>> {
    let Some(facts) = facts(conn, &[service_id.to_owned()])?.remove(service_id) else {
        return Ok(None);
    };
    let rows: Vec<Row> = funding_awards::table
        .filter(funding_awards::service_id.eq(service_id))
        .order(funding_awards::id)
        .select(Row::as_select())
        .load(conn)?;
    let awards = rows.into_iter().map(|row| Award {
        funder: row.funder,
        amount: row.amount,
        currency: row.currency,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        source: row.source,
    });
    Ok(Some(Funding::of(&facts, awards.collect(), today)))
}

/// Records what somebody says at `now` about what pays for a service.
///
/// # Errors
/// There is no such service.
pub fn put(tx: &mut Tx, service_id: &str, report: &FundingReport, now: Timestamp) -> Result<()> {
    let status = report.status.unwrap_or(FundingStatus::Unknown);
    let stated_at = report.status.map(|_| now.as_millisecond());
    let known = diesel::update(services::table.find(service_id))
        .set((
            services::funding_status.eq(status.as_str()),
            services::funding_stated_at.eq(stated_at),
        ))
        .execute(tx as &mut Conn)?;
    if known == 0 {
        return Err(Error::NotFound(format!("there is no service {service_id}")));
    }
    if let Some(awards) = &report.awards {
        put_awards(tx, service_id, awards)?;
    }
    tx.changed(Kind::Service, service_id);
    Ok(())
}

fn put_awards(conn: &mut Conn, service_id: &str, awards: &[Award]) -> Result<()> {
    diesel::delete(funding_awards::table.filter(funding_awards::service_id.eq(service_id)))
        .execute(conn)?;
    for award in awards {
        diesel::insert_into(funding_awards::table)
            .values((
                funding_awards::service_id.eq(service_id),
                funding_awards::funder.eq(&award.funder),
                funding_awards::amount.eq(&award.amount),
                funding_awards::currency.eq(&award.currency),
                // Days may be written in several ways; they are kept in one.
                funding_awards::starts_on.eq(day(award.starts_on.as_deref()).map(text)),
                funding_awards::ends_on.eq(day(award.ends_on.as_deref()).map(text)),
                funding_awards::source.eq(&award.source),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// What decides how sure the money of each of these services is, on any day.
///
/// # Errors
/// The database fails.
pub fn facts(conn: &mut Conn, service_ids: &[String]) -> Result<HashMap<String, FundingFacts>> {
    let stated: Vec<(String, String, Option<i64>)> = services::table
        .filter(services::id.eq_any(service_ids))
        .select((
            services::id,
            services::funding_status,
            services::funding_stated_at,
        ))
        .load(conn)?;
    let rows: Vec<(String, Option<String>, Option<String>)> = funding_awards::table
        .filter(funding_awards::service_id.eq_any(service_ids))
        .select((
            funding_awards::service_id,
            funding_awards::starts_on,
            funding_awards::ends_on,
        ))
        .load(conn)?;
    let mut awards: HashMap<String, Vec<Dates>> = HashMap::new();
    for (service, first, last) in rows {
        let dates = (day(first.as_deref()), day(last.as_deref()));
        awards.entry(service).or_default().push(dates);
    }
    let facts = stated.into_iter().map(|(id, status, at)| {
        let on = at.map(|at| local_day(from_millis(at), 0));
        let stated = on.map(|on| (FundingStatus::parse(&status), on));
        let awards = awards.remove(&id).unwrap_or_default();
        (id, FundingFacts::new(stated, awards))
    });
    Ok(facts.collect())
}

/// The active services whose last award has ended before this day and of whose money nobody has
/// stated anything since, each with that award's last day; what ended first comes first.
///
/// # Errors
/// The database fails.
pub fn lapsed(conn: &mut Conn, today: Date) -> Result<Vec<(String, Date)>> {
    let ended: Vec<String> = funding_awards::table
        .inner_join(services::table.on(services::id.eq(funding_awards::service_id)))
        .filter(services::status.eq("active"))
        .filter(funding_awards::ends_on.lt(today.to_string()))
        .select(funding_awards::service_id)
        .distinct()
        .load(conn)?;
    let mut lapsed = Vec::new();
    for ids in ended.chunks(AT_ONCE) {
        let facts = facts(conn, ids)?.into_iter();
        let over = facts.filter(|(_, facts)| facts.has_lapsed(today));
        lapsed.extend(over.filter_map(|(id, facts)| Some((id, facts.ends_on()?))));
    }
    lapsed.sort_unstable_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
    Ok(lapsed)
}

/// The money of one service that has not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paid {
    /// The service.
    pub service: Uuid,
    /// How many different funders pay for it.
    pub funders: u32,
    /// Whether an award goes on of which no end is known.
    pub is_open: bool,
    /// The last days of the others.
    pub ends: Vec<Date>,
}

/// What is paid for on this day or later: all active services of which any money is known then, each with
/// the awards that have not ended.
///
/// # Errors
/// The database fails.
pub fn paid(conn: &mut Conn, today: Date) -> Result<Vec<Paid>> {
    let goes_on = funding_awards::ends_on
        .is_null()
        .or(funding_awards::ends_on.ge(today.to_string()));
    let rows: Vec<(String, String, Option<String>)> = funding_awards::table
        .inner_join(services::table.on(services::id.eq(funding_awards::service_id)))
        .filter(services::status.eq("active"))
        .filter(goes_on.assume_not_null())
        .order(funding_awards::service_id)
        .select((
            funding_awards::service_id,
            funding_awards::funder,
            funding_awards::ends_on,
        ))
        .load(conn)?;
    let own = rows.chunk_by(|one, other| one.0 == other.0);
    Ok(own.filter_map(paid_of).collect())
}

fn paid_of(rows: &[(String, String, Option<String>)]) -> Option<Paid> {
    let funders: BTreeSet<&str> = rows.iter().map(|row| row.1.trim()).collect();
    Some(Paid {
        service: rows.first()?.0.parse().ok()?,
        funders: u32::try_from(funders.len()).unwrap_or(u32::MAX),
        is_open: rows.iter().any(|row| row.2.is_none()),
        ends: rows
            .iter()
            .filter_map(|row| day(row.2.as_deref()))
            .collect(),
    })
}

/// Services asked for in one statement.
const AT_ONCE: usize = 500;

fn day(text: Option<&str>) -> Option<Date> {
    text?.parse().ok()
}

fn text(day: Date) -> String {
    day.to_string()
}
