//! What pays for a service, for those who may look behind its listing.

use super::register::Entry;
use super::words::{day, thousands};
use crate::domain::funding::FundingStatus;
use crate::funding::Funding;
use crate::funding::grants::{Certainty, Grant};
use crate::registers::Charity;
use crate::web::tongue::filters;
use askama::Template;
use jiff::civil::Date;

/// What is known.
#[derive(Debug)]
pub struct Loaded {
    /// The service.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What pays for it.
    pub funding: Funding,
    /// Grants to its organisation.
    pub grants: Vec<Grant>,
    /// What the register says of its organisation.
    pub charities: Vec<Charity>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "money.html")]
pub struct MoneyPage {
    /// The service.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How sure the money is.
    pub status: &'static str,
    /// What pays for it.
    pub awards: Vec<Row>,
    /// What pays its organisation.
    pub grants: Vec<(Row, String, bool)>,
    /// What the register says of its organisation.
    pub charities: Vec<Entry>,
}

/// An award or a grant.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// Who pays.
    pub funder: String,
    /// What for.
    pub title: String,
    /// How much.
    pub amount: String,
    /// The first day.
    pub from: String,
    /// The last day.
    pub until: String,
    /// How the last day is known, where that is not certain; or where all of it is known from.
    pub remark: String,
}

impl MoneyPage {
    /// What is shown today.
    pub fn view(loaded: &Loaded, today: Date) -> Self {
        let awards = &loaded.funding.awards;
        let shown = |text: &Option<String>| text.as_deref().and_then(|text| text.parse().ok());
        let dated = |date: Option<Date>| date.map(|date| day(date, today)).unwrap_or_default();
        let award = |one: &crate::funding::Award| Row {
            funder: one.funder.clone(),
            title: String::new(),
            amount: amount(one.amount.as_deref(), one.currency.as_deref()),
            from: dated(shown(&one.starts_on)),
            until: dated(shown(&one.ends_on)),
            remark: one.source.clone().unwrap_or_default(),
        };
        let grant = |one: &Grant| {
            let (first, last) = (one.period.first, one.period.last);
            let row = Row {
                funder: one.funder.clone(),
                title: one.title.clone(),
                amount: amount(one.amount.as_deref(), one.currency.as_deref()),
                from: dated(first.map(|edge| edge.day)),
                until: dated(last.map(|edge| edge.day)),
                remark: last.map_or("", |edge| certainty(edge.certainty)).to_owned(),
            };
            let source = one.award().source;
            (
                row,
                one.id.clone(),
                awards.iter().any(|known| known.source == source),
            )
        };
        Self {
            id: loaded.id.clone(),
            name: loaded.name.clone(),
            status: status(loaded.funding.status),
            awards: awards.iter().map(award).collect(),
            grants: loaded.grants.iter().map(grant).collect(),
            charities: (loaded.charities.iter())
                .map(|charity| Entry::view(charity, today))
                .collect(),
        }
    }
}

fn status(status: FundingStatus) -> &'static str {
    match status {
        FundingStatus::Secured => "The money is secured for half a year and more.",
        FundingStatus::AtRisk => "The money is in doubt.",
        FundingStatus::Ending => "The money comes to an end within half a year.",
        FundingStatus::Ended => "The money has ended.",
        FundingStatus::Unknown => "How long it is paid for is not known.",
    }
}

fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Actual => "",
        Certainty::Planned => "as planned",
        Certainty::WorkedOut => "worked out from its months",
    }
}

/// `£12,500`, to the pound: nobody decides by the pence.
fn amount(amount: Option<&str>, currency: Option<&str>) -> String {
    let Some(whole) = amount.and_then(|text| text.split('.').next()?.parse().ok()) else {
        return amount.unwrap_or_default().to_owned();
    };
    match currency {
        None | Some("GBP") => format!("£{}", thousands(whole)),
        Some(other) => format!("{} {other}", thousands(whole)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_told_to_the_pound() {
        assert_eq!(amount(Some("12500.50"), Some("GBP")), "£12,500");
        assert_eq!(amount(Some("900"), Some("EUR")), "900 EUR");
        assert_eq!(amount(None, None), "");
    }
}
