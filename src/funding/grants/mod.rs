//! Grants to organisations, as funders publish them (360Giving Data Standard 1.4). A grant pays an
//! organisation; whether it pays for a service, somebody has to say who knows.

mod faults;
mod period;
mod read;
pub mod store;

pub use faults::{SCHEMA, faults};
pub use period::{Certainty, Edge, Period};
pub use read::{Misread, read};

use super::Award;
use crate::domain::org_id::OrgId;
use jiff::Timestamp;
use jiff::civil::Date;

/// One grant.
#[derive(Debug, Clone, PartialEq)]
pub struct Grant {
    /// What it is called everywhere: `360G-ABCT-1234`.
    pub id: String,
    /// What it is for, in a few words.
    pub title: String,
    /// Who pays.
    pub funder: String,
    /// The same as an identifier, just as it is published.
    pub funder_id: Option<String>,
    /// The programme that it is part of.
    pub programme: Option<String>,
    /// Who is paid.
    pub recipient: String,
    /// The official numbers of who is paid.
    pub recipient_ids: Vec<OrgId>,
    /// How much was awarded, as a decimal number in text.
    pub amount: Option<String>,
    /// ISO 4217.
    pub currency: Option<String>,
    /// When that was decided.
    pub awarded_on: Option<Date>,
    /// For which time it is.
    pub period: Period,
    /// When its publisher last changed what it says of it.
    pub modified: Option<Timestamp>,
}

impl Grant {
    /// The award that it is for a service, once somebody has said that it pays for it.
    pub fn award(&self) -> Award {
        let day = |edge: Option<Edge>| edge.map(|edge| edge.day.to_string());
        Award {
            funder: self.funder.clone(),
            amount: self.amount.clone(),
            currency: self.currency.clone(),
            starts_on: day(self.period.first),
            ends_on: day(self.period.last),
            source: Some(format!("360Giving, grant {}", self.id)),
        }
    }
}
