//! Funding: what pays for a service. How sure it is, [`crate::domain::funding`] computes.

pub mod alerts;
mod award;
pub mod grants;
pub mod store;

pub use award::Award;

use crate::domain::funding::{FundingFacts, FundingStatus, NOTICE_DAYS};
use crate::error::FieldError;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Awards that one service can have.
const MOST_AWARDS: usize = 100;

/// What somebody says about what pays for a service.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FundingReport {
    /// How sure the money is; if left out or null, the awards tell.
    pub status: Option<FundingStatus>,
    /// The awards, in the place of those that were known; if left out, those stay.
    pub awards: Option<Vec<Award>>,
}

/// What pays for a service, as it is today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Funding {
    /// What counts: what was stated, until the last award has ended without a word since; otherwise
    /// what the awards say.
    pub status: FundingStatus,
    /// What was stated, if anything was.
    pub stated: Option<FundingStatus>,
    /// What the awards say by themselves.
    pub derived: FundingStatus,
    /// The last day of the award that ends last.
    #[schema(value_type = Option<String>, format = Date)]
    pub ends_on: Option<Date>,
    /// The awards.
    pub awards: Vec<Award>,
}

impl Funding {
    /// What these facts and awards come to today.
    pub fn of(facts: &FundingFacts, awards: Vec<Award>, today: Date) -> Self {
        Self {
            status: facts.status(today),
            stated: facts.stated.map(|(status, _)| status),
            derived: facts.derived(today, NOTICE_DAYS),
            ends_on: facts.ends_on(),
            awards,
        }
    }
}

impl FundingReport {
    /// What is wrong with it, field by field.
    pub fn faults(&self) -> Vec<FieldError> {
        let mut faults = Vec::new();
        if self.status.is_none() && self.awards.is_none() {
            faults.push(FieldError::new(
                "awards",
                "is needed where no status is stated: send awards, status, or both",
            ));
        }
        let awards = self.awards.as_deref().unwrap_or_default();
        if awards.len() > MOST_AWARDS {
            faults.push(FieldError::new(
                "awards",
                format!("holds more than {MOST_AWARDS}"),
            ));
        }
        for (index, award) in awards.iter().enumerate() {
            let found = award.faults().into_iter();
            faults.extend(found.map(|fault| {
                FieldError::new(format!("awards[{index}].{}", fault.field), fault.message)
            }));
        }
        faults
    }
}
