//! The words for how sure money is, and what is shown of it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How sure the money is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FundingStatus {
    /// Paid for.
    Secured,
    /// Doubtful.
    AtRisk,
    /// Runs out, with an end in sight.
    Ending,
    /// Has run out.
    Ended,
    /// Nobody has said.
    Unknown,
}

impl FundingStatus {
    /// Every status.
    pub const ALL: [FundingStatus; 5] = [
        FundingStatus::Secured,
        FundingStatus::AtRisk,
        FundingStatus::Ending,
        FundingStatus::Ended,
        FundingStatus::Unknown,
    ];

    /// The word in JSON and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Secured => "secured",
            Self::AtRisk => "at_risk",
            Self::Ending => "ending",
            Self::Ended => "ended",
            Self::Unknown => "unknown",
        }
    }

    /// The status for a word; a word that is none says nothing.
    pub fn parse(word: &str) -> Self {
        let found = Self::ALL.into_iter().find(|status| status.as_str() == word);
        found.unwrap_or(Self::Unknown)
    }
}

/// What is shown of the money of a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FundingSummary {
    /// What counts today.
    pub status: FundingStatus,
    /// The last day of the award that ends last, `YYYY-MM-DD`.
    #[schema(value_type = Option<String>, format = Date)]
    pub ends_on: Option<Date>,
}
