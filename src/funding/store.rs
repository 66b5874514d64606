//! Rows of funding awards.

use super::{Award, Funding, FundingStatus};
use crate::db::schema::{funding_awards, services};
use crate::db::{Conn, Kind, Tx};
use crate::error::{Error, Result};
use crate::search::entry::FundingSummary;
use diesel::prelude::*;
use std::collections::HashMap;

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

/// What pays for a service; none if there is no such service.
///
/// # Errors
/// The database fails.
pub fn get(conn: &mut Conn, service_id: &str) -> Result<Option<Funding>> {
    let status: Option<String> = services::table
        .find(service_id)
        .select(services::funding_status)
        .first(conn)
        .optional()?;
    let Some(status) = status else {
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
    Ok(Some(Funding {
        status: status_of(&status),
        awards: awards.collect(),
    }))
}

/// Puts this in the place of what was known to pay for a service.
///
/// # Errors
/// There is no such service.
pub fn put(tx: &mut Tx, service_id: &str, funding: &Funding) -> Result<()> {
    let conn: &mut Conn = tx;
    let known = diesel::update(services::table.find(service_id))
        .set(services::funding_status.eq(funding.status.as_str()))
        .execute(conn)?;
    if known == 0 {
        return Err(Error::NotFound(format!("there is no service {service_id}")));
    }
    diesel::delete(funding_awards::table.filter(funding_awards::service_id.eq(service_id)))
        .execute(conn)?;
    for award in &funding.awards {
        diesel::insert_into(funding_awards::table)
            .values((
                funding_awards::service_id.eq(service_id),
                funding_awards::funder.eq(&award.funder),
                funding_awards::amount.eq(&award.amount),
                funding_awards::currency.eq(&award.currency),
                funding_awards::starts_on.eq(&award.starts_on),
                funding_awards::ends_on.eq(&award.ends_on),
                funding_awards::source.eq(&award.source),
            ))
            .execute(conn)?;
    }
    tx.changed(Kind::Service, service_id);
    Ok(())
}

/// In a few words, for each of these services.
///
/// # Errors
/// The database fails.
pub fn summaries(
    conn: &mut Conn,
    service_ids: &[String],
) -> Result<HashMap<String, FundingSummary>> {
    let statuses: Vec<(String, String)> = services::table
        .filter(services::id.eq_any(service_ids))
        .select((services::id, services::funding_status))
        .load(conn)?;
    let ends: Vec<(String, Option<String>)> = funding_awards::table
        .filter(funding_awards::service_id.eq_any(service_ids))
        .select((funding_awards::service_id, funding_awards::ends_on))
        .load(conn)?;
    let mut last: HashMap<String, String> = HashMap::new();
    for (service, ends_on) in ends {
        let ends_on = ends_on.unwrap_or_default();
        let known = last.entry(service).or_default();
        *known = std::mem::take(known).max(ends_on);
    }
    let summaries = statuses.into_iter().map(|(id, status)| {
        let ends_on = last.remove(&id).filter(|day| !day.is_empty());
        (id, FundingSummary { status, ends_on })
    });
    Ok(summaries.collect())
}

fn status_of(word: &str) -> FundingStatus {
    let all = [
        FundingStatus::Secured,
        FundingStatus::AtRisk,
        FundingStatus::Ending,
        FundingStatus::Ended,
    ];
    let found = all.into_iter().find(|status| status.as_str() == word);
    found.unwrap_or(FundingStatus::Unknown)
}
